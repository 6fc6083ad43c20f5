"""A request is what its URL says, and a URL can say anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import PartialDate
from indexer.engines.base import FacetFilter, Sort
from indexer.fields import FACETS
from indexer.search.request import MAX_LIMIT, MAX_PAGE, SearchRequest, parse

_VALUE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).map(str.strip).filter(bool)
_DATE = st.one_of(
    st.none(),
    st.builds(PartialDate, st.integers(1949, 2099)),
    st.builds(PartialDate, st.integers(1949, 2099), st.integers(1, 12)),
    st.builds(PartialDate, st.integers(1949, 2099), st.integers(1, 12), st.integers(1, 28)),
)


@st.composite
def requests(draw: st.DrawFn) -> SearchRequest:
    """Any request a person could make."""
    filters = []
    for facet in FACETS:
        if values := draw(st.lists(_VALUE, max_size=3, unique=True)):
            canonical = tuple(dict.fromkeys(map(facet.canonical, values)))
            filters.append(FacetFilter(facet.name, canonical))
    return SearchRequest(
        query=draw(st.one_of(st.just(""), _VALUE)),
        filters=tuple(filters),
        since=draw(_DATE),
        until=draw(_DATE),
        sort=draw(st.sampled_from(Sort)),
        page=draw(st.integers(1, MAX_PAGE)),
        limit=draw(st.integers(1, MAX_LIMIT)),
    )


def _grouped(args: list[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in args:
        grouped.setdefault(name, []).append(value)
    return grouped


@given(requests())
def test_a_request_survives_its_url(request: SearchRequest) -> None:
    assert parse(_grouped(request.to_args())) == request


@given(
    st.dictionaries(
        st.one_of(st.text(), st.sampled_from(["q", "page", "from", "to", "session", "sort", "limit"])),
        st.lists(st.text(), max_size=3),
    )
)
def test_parsing_never_raises_and_is_stable(args: dict[str, list[str]]) -> None:
    request = parse(args)
    assert parse(_grouped(request.to_args())) == request


@pytest.mark.parametrize("page", ["0", "-1", "abc", "１", "1e3", "", "9" * 5000])
def test_a_page_that_is_no_page_number_is_brought_into_range(page: str) -> None:
    assert 1 <= parse({"page": [page]}).page <= MAX_PAGE


def test_toggling_a_value_twice_gives_the_search_back() -> None:
    request = parse({"q": ["停车"], "unit": ["市公安局"], "page": ["3"]})
    there = request.toggled("unit", "市城管局")
    assert there.chosen("unit") == ("市公安局", "市城管局")
    assert there.page == 1
    assert there.toggled("unit", "市城管局") == request.on_page(1)
