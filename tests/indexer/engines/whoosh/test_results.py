"""Totals, counts, pages and visibility, against counting by hand."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query

from indexer.engines.base import EngineQuery, FacetFilter, IndexDocument, Sort
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.engines.whoosh.writer import build
from tests.indexer.engines.whoosh.corpora import DATES, FIELDS, SESSIONS, WEIGHTING, corpora, identity, terms

FACETS = ("unit", "session", "rare", "unknown")

filters = st.lists(
    st.builds(
        FacetFilter,
        st.sampled_from(["unit", "session", "rare"]),
        st.lists(st.sampled_from(["民政局", "财政局", "12-1", "12-2", "有", "不存在"]), min_size=1, max_size=3).map(
            tuple
        ),
    ),
    max_size=3,
).map(tuple)
scopes = st.none() | st.builds(query.TermRange, st.just("date"), st.sampled_from(DATES), st.none())


def _passes(document: IndexDocument, chosen: FacetFilter) -> bool:
    return bool(set(chosen.values) & set(document.facets.get(chosen.facet, ())))


def _counted(documents: list[IndexDocument], facet: str, chosen: tuple[FacetFilter, ...]) -> dict[str, int]:
    others = [each for each in chosen if each.facet != facet]
    kept = [d for d in documents if all(_passes(d, each) for each in others)]
    return dict(Counter(value for d in kept for value in set(d.facets.get(facet, ()))))


@settings(max_examples=120, deadline=None)
@given(
    corpus=corpora(max_size=20),
    added=corpora(start=8, max_size=6),
    tree=terms | st.just(query.Every()),
    scope=scopes,
    chosen=filters,
    internal=st.booleans(),
)
def test_every_facet_is_counted_under_all_filters_but_its_own(
    corpus: list[IndexDocument],
    added: list[IndexDocument],
    tree: Any,
    scope: Any,
    chosen: tuple[FacetFilter, ...],
    internal: bool,
) -> None:
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name, "index")
        build(directory, corpus, identity, fields=FIELDS)
        engine = WhooshEngine(directory, WEIGHTING)
        engine.update(added, ["d0"])
        live = {d.id: d for d in corpus} | {d.id: d for d in added}
        live.pop("d0", None)
        both = query.And([tree, scope or query.Every()])
        matching = engine.search(EngineQuery(both, internal=True, limit=1000)).rows
        found = [live[row.id] for row in matching if internal or not live[row.id].internal]
        result = engine.search(EngineQuery(tree, scope, chosen, FACETS, internal=internal, limit=1000))
        hits = {d.id for d in found if all(_passes(d, each) for each in chosen)}
        assert {row.id for row in result.rows} == hits
        assert result.total == len(hits)
        for facet in FACETS:
            assert dict(result.counts[facet]) == _counted(found, facet, chosen)


@settings(max_examples=60, deadline=None)
@given(corpus=corpora(max_size=20), added=corpora(start=15, max_size=6), sort=st.sampled_from(Sort))
def test_pages_are_slices_of_one_order_and_undated_documents_come_last(
    corpus: list[IndexDocument], added: list[IndexDocument], sort: Sort
) -> None:
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name, "index")
        build(directory, corpus, identity, fields=FIELDS)
        engine = WhooshEngine(directory, WEIGHTING)
        engine.update(added)
        tree = query.Or([query.Every(), query.Term("session", SESSIONS[0])])
        whole = engine.search(EngineQuery(tree, sort=sort, limit=1000, internal=True)).rows
        pages = [
            engine.search(EngineQuery(tree, sort=sort, offset=start, limit=4, internal=True)).rows
            for start in range(0, 32, 4)
        ]
        assert [row for page in pages for row in page] == list(whole)
        if sort is not Sort.RELEVANCE:
            dates = {d.id: d.date for d in (*corpus, *added)}
            inserted = {d.id: number for number, d in enumerate((*corpus, *added))}
            sign = -1 if sort is Sort.NEWEST else 1
            expected = sorted(dates, key=lambda id: (dates[id] == 0, sign * dates[id], inserted[id]))
            assert [row.id for row in whole] == expected


def test_terms_are_listed_in_order_over_all_segments(tmp_path: Path) -> None:
    first = [IndexDocument("d0", "v", {"content_bigrams": [["养老", "老服"]]})]
    build(tmp_path / "index", first, identity, fields=FIELDS)
    engine = WhooshEngine(tmp_path / "index")
    engine.update([IndexDocument(f"e{n}", "v", {"content_bigrams": [["养老", "养老院"]]}) for n in range(3)])
    assert list(engine.terms("content_bigrams", "养")) == [("养老", 4), ("养老院", 3)]
    assert list(engine.terms("没有这个字段")) == []
