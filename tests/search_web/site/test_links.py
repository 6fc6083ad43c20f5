"""Addresses name a search completely and lead back to it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from flask import Flask, url_for
from hypothesis import given
from hypothesis import strategies as st

from corpus import PartialDate
from indexer import FACETS, FacetFilter, SearchRequest, Sort, parse
from search_web.site.links import (
    narrowed,
    newest_if_empty,
    permalink,
    proposal_url,
    search_url,
    toggled,
    without_dates,
    without_facet,
    without_filters,
)

WORDS = st.text(max_size=8).map(str.strip)
VALUES = st.lists(WORDS.filter(bool), max_size=3)
#: Arguments as anyone may send them: whatever they hold, ``parse`` makes a search of them.
ARGS = st.fixed_dictionaries(
    {"q": st.lists(WORDS, max_size=1)},
    optional={
        **{facet.name: VALUES for facet in FACETS},
        "from": st.just(["2021-06"]),
        "sort": st.sampled_from([[sort.value] for sort in Sort]),
        "page": st.integers(1, 99).map(lambda page: [str(page)]),
    },
)


def _asked(url: str) -> SearchRequest:
    return parse(parse_qs(urlsplit(url).query, keep_blank_values=True))


@given(ARGS)
def test_the_address_of_a_search_is_read_back_as_that_search(args: dict[str, list[str]]) -> None:
    request = parse(args)
    assert _asked(_address(request)) == request


def _address(request: SearchRequest) -> str:
    app = Flask(__name__)
    app.add_url_rule("/", "search.results")
    with app.test_request_context():
        return search_url(request)


def test_taking_out_a_year_takes_out_its_months_and_leaves_those_of_others() -> None:
    request = SearchRequest(
        "停车", (FacetFilter("year", ("2020", "2021")), FacetFilter("month", ("2021-06", "2020-03", "2021-07")))
    )
    assert toggled(request, "year", "2021").chosen("month") == ("2020-03",)


def test_adding_a_value_returns_to_the_first_page() -> None:
    assert toggled(SearchRequest("停车", page=4), "unit", "市公安局").page == 1


def test_narrowing_replaces_the_values_of_that_facet_only() -> None:
    request = SearchRequest("停车", (FacetFilter("session", ("12-5",)), FacetFilter("unit", ("市公安局",))))
    assert narrowed(request, "session", "13-1").chosen("session") == ("13-1",)
    assert narrowed(request, "session").filters == (FacetFilter("unit", ("市公安局",)),)


def test_without_a_facet_goes_what_refines_it() -> None:
    request = SearchRequest("停车", (FacetFilter("year", ("2021",)), FacetFilter("month", ("2021-06",))))
    assert without_facet(request, "year").filters == ()


def test_clearing_keeps_the_words_the_order_and_the_page_size() -> None:
    request = SearchRequest(
        "停车", (FacetFilter("year", ("2021",)),), since=PartialDate(2021), sort=Sort.OLDEST, page=3, limit=50
    )
    assert without_filters(request) == SearchRequest("停车", sort=Sort.OLDEST, limit=50)
    assert without_dates(request).filters == request.filters


def test_the_last_filter_taken_out_leads_to_everything_and_not_to_the_front_page() -> None:
    request = SearchRequest(filters=(FacetFilter("kind", ("提案",)),))
    assert "?" in _address(newest_if_empty(toggled(request, "kind", "提案")))


def test_a_permalink_is_under_the_public_address_where_one_is_configured(app: Flask) -> None:
    with app.test_request_context(base_url="http://10.0.0.1:8000"):
        assert permalink("p1", "https://tian.example.gov.cn/") == "https://tian.example.gov.cn/proposal/p1"
        assert permalink("p1") == "http://10.0.0.1:8000/proposal/p1"


@given(st.text(min_size=1, max_size=12))
def test_a_proposal_is_where_the_routes_say_whatever_its_id(id: str) -> None:
    app = Flask("links")
    app.add_url_rule("/proposal/<proposal_id>", "proposal.show")
    with app.test_request_context():
        assert proposal_url(id) == url_for("proposal.show", proposal_id=id)
