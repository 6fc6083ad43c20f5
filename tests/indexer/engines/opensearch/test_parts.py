"""What is sent and what is read: documents, places, proximity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query as q

from indexer.engines.base import EngineQuery, FacetFilter, IndexDocument, Place, Sort
from indexer.engines.opensearch.layout import MISSING, Layout, joined, safe_token
from indexer.engines.opensearch.proximity import scoring_terms
from indexer.engines.opensearch.request import after_of, base_request, place_of
from indexer.engines.opensearch.translate import Translator
from indexer.engines.whoosh.schema import IndexFields

LAYOUT = Layout(
    IndexFields(positional=("words", "pairs"), exact=("unit",)),
    facets=("unit", "year"),
    listed=("words",),
    kept=("pairs",),
)


def test_a_document_is_sent_with_all_it_is_found_counted_and_sorted_by() -> None:
    document = IndexDocument(
        "a",
        "v1",
        {"words": [["停车", "收费"], ["停车"]], "pairs": [["停车", "车收", "收费"], ["停"]]},
        {"unit": ["公安局"]},
        {"unit": ["公安局"]},
        date=20210628,
    )
    sent = LAYOUT.source(document, 7)
    assert sent["words"] == ["停车 收费", "停车"]
    assert sent["listed"] == {"words": ["停车", "收费"]}
    assert sent["kept"] == {"pairs": ["停车收费", "停"]}
    assert sent["facets"] == {"unit": ["公安局"]}
    assert sent["column"] == {
        "order": 7,
        "newest": 20210628,
        "oldest": 20210628,
        "internal": False,
        "version": "v1",
    }


def test_an_undated_document_without_text_sorts_last_both_ways_and_counts_in_every_field() -> None:
    sent = LAYOUT.source(IndexDocument("a", "v", {}), 1)
    assert (sent["column"]["newest"], sent["column"]["oldest"]) == (0, 99_999_999)
    assert (sent["words"], sent["pairs"]) == (MISSING, MISSING)


def test_a_field_that_the_index_has_not_is_refused() -> None:
    with pytest.raises(ValueError, match="标题"):
        LAYOUT.source(IndexDocument("a", "v", {"标题": [["停车"]]}), 1)


def test_every_facet_is_counted_under_all_filters_but_its_own() -> None:
    filters = (FacetFilter("unit", ("公安局",)), FacetFilter("year", ("2021", "2020")))
    query = EngineQuery(q.Every(), filters=filters, facets=("unit", "year"))
    request = base_request(Translator(LAYOUT), query)
    units, years = {"terms": {"facets.unit": ["公安局"]}}, {"terms": {"facets.year": ["2021", "2020"]}}
    assert request["post_filter"] == {"bool": {"filter": [units, years]}}
    assert request["aggs"]["unit"]["filter"] == {"bool": {"filter": [years]}}
    assert request["aggs"]["year"]["filter"] == {"bool": {"filter": [units]}}


@given(st.sampled_from(Sort), st.integers(0, 99_999_999), st.integers(0, 2**52))
def test_a_place_leads_back_to_where_the_cluster_sorted_it(sort: Sort, key: int, order: int) -> None:
    assert after_of(sort, place_of(sort, [key, order])) == [key, order]
    assert isinstance(place_of(sort, [key, order]), Place)


@given(st.text(max_size=300))
def test_a_token_is_never_cut_and_different_tokens_stay_different(token: str) -> None:
    kept = safe_token(token)
    assert len(kept.split()) <= 1
    assert len(kept.encode("utf-16-le")) // 2 <= 255
    kept.encode()
    if len(token) > 127:
        assert safe_token(token + "x") != kept


def test_joined_tokens_are_as_many_as_before() -> None:
    assert joined(["a b", "c"]).split() == ["a\ufffdb", "c"]


def test_what_may_not_have_matched_is_not_looked_for_more_closely() -> None:
    certain, maybe = q.Term("pairs", "停车", boost=2), q.And([q.Term("pairs", "收费"), q.Term("pairs", "车位")])
    assert scoring_terms(q.And([certain, q.Or([certain, maybe])])) == {("pairs", "停车"): 4.0}
    assert scoring_terms(q.Phrase("pairs", ["停车", "车位"])) == {("pairs", "停车"): 1.0, ("pairs", "车位"): 1.0}
