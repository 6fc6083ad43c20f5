"""What every engine must answer. The reference engine passes by definition; it is run to prove the suite itself."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from whoosh import query as q

from indexer.engines import whoosh
from indexer.engines.base import (
    Engine,
    EngineQuery,
    EngineResult,
    FacetFilter,
    IndexDocument,
    ProximityField,
    ProximityRescoring,
    Sort,
)
from indexer.engines.opensearch.layout import Layout
from indexer.names.variants import NameVariants, distinct
from tests.indexer.engines.on_cluster import OnCluster
from tests.indexer.engines.reference_engine import ReferenceEngine

Make = Callable[[list[IndexDocument]], Engine]

FIELDS = whoosh.IndexFields(positional=("content_words", "reply_words"), exact=("date", "unit", "year", "id"))
LAYOUT = Layout(FIELDS, ("year", "unit"), listed=FIELDS.positional, kept=FIELDS.positional)


def _same(record: IndexDocument) -> IndexDocument:
    return record


@pytest.fixture(params=["reference", "whoosh", pytest.param("opensearch", marks=pytest.mark.services)])
def make(request: pytest.FixtureRequest) -> Iterator[Make]:
    """Builds an engine over documents; everything is released after the test."""
    opened: list[Engine] = []
    with TemporaryDirectory() as folder:

        def build(documents: list[IndexDocument]) -> Engine:
            engine: Engine
            if request.param == "reference":
                engine = ReferenceEngine(documents)
            elif request.param == "opensearch":
                engine = OnCluster(request.getfixturevalue("cluster_urls"), LAYOUT, documents, Path(folder))
            else:
                path = Path(folder) / str(len(opened))
                path.mkdir()
                whoosh.build(path, documents, _same, fields=FIELDS)
                engine = whoosh.WhooshEngine(path)
            opened.append(engine)
            return engine

        yield build
        for engine in opened:
            engine.close()


_WORDS = ["停车", "收费", "养老", "服务", "学校", "河道"]
_UNITS = ["公安局", "城管局", "民政局"]
_YEARS = ["2019", "2020", "2021"]


@st.composite
def documents(draw: st.DrawFn) -> list[IndexDocument]:
    """A small archive in which everything overlaps."""
    made = []
    for number in range(draw(st.integers(0, 12))):
        part = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=6)
        year = draw(st.sampled_from(["", *_YEARS]))
        units = draw(st.lists(st.sampled_from(_UNITS), max_size=2, unique=True))
        made.append(
            IndexDocument(
                id=f"d{number}",
                version=f"v{number}",
                tokens={
                    "content_words": draw(st.lists(part, max_size=2)),
                    "reply_words": draw(st.lists(part, max_size=2)),
                },
                terms={"date": [f"{year}-01-01"] if year else [], "unit": units, "id": [f"d{number}"]},
                facets={"year": [year] if year else [], "unit": units},
                date=int(f"{year}0101") if year else 0,
                internal=draw(st.booleans()),
            )
        )
    return made


_TERM = st.builds(q.Term, st.sampled_from(["content_words", "reply_words"]), st.sampled_from(_WORDS))
_LEAF = st.one_of(
    _TERM,
    st.builds(q.Phrase, st.just("content_words"), st.lists(st.sampled_from(_WORDS), min_size=2, max_size=3)),
    st.builds(q.Prefix, st.just("content_words"), st.sampled_from(["停", "学"])),
    st.builds(q.TermRange, st.just("date"), st.just("2019-06"), st.just("2020-12")),
    st.just(q.Every()),
)
TREES = st.recursive(
    _LEAF,
    lambda inner: st.one_of(
        st.builds(q.And, st.lists(inner, min_size=1, max_size=3)),
        st.builds(q.Or, st.lists(inner, min_size=1, max_size=3)),
        st.builds(q.AndMaybe, inner, inner),
        st.builds(q.Not, inner),
    ),
    max_leaves=5,
)
QUERIES = st.builds(
    EngineQuery,
    tree=TREES,
    scope=st.one_of(st.none(), _LEAF),
    filters=st.lists(
        st.one_of(
            st.builds(
                FacetFilter, st.just("year"), st.lists(st.sampled_from(_YEARS), min_size=1, max_size=2).map(tuple)
            ),
            st.builds(
                FacetFilter, st.just("unit"), st.lists(st.sampled_from(_UNITS), min_size=1, max_size=2).map(tuple)
            ),
        ),
        max_size=2,
        unique_by=lambda each: each.facet,
    ).map(tuple),
    facets=st.just(("year", "unit")),
    sort=st.sampled_from(Sort),
    limit=st.just(100),
    internal=st.booleans(),
)


def _facts(result: EngineResult) -> tuple[int, set[str], dict[str, dict[str, int]]]:
    counts = {facet: {value: n for value, n in values.items() if n} for facet, values in result.counts.items()}
    return result.total, {row.id for row in result.rows}, counts


@settings(max_examples=150, deadline=None)
@given(documents(), st.lists(QUERIES, min_size=1, max_size=5))
def test_the_array_engine_finds_and_counts_what_the_reference_does(
    given_documents: list[IndexDocument], queries: list[EngineQuery]
) -> None:
    reference = ReferenceEngine(given_documents)
    with TemporaryDirectory() as folder:
        whoosh.build(Path(folder), given_documents, _same, fields=FIELDS)
        engine = whoosh.WhooshEngine(Path(folder))
        try:
            for query in queries:
                assert _facts(engine.search(query)) == _facts(reference.search(query)), query
        finally:
            engine.close()


@pytest.mark.services
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(documents(), st.lists(QUERIES, min_size=8, max_size=16))
def test_the_cluster_finds_and_counts_what_the_reference_does(
    cluster_urls: tuple[str, ...], given_documents: list[IndexDocument], queries: list[EngineQuery]
) -> None:
    reference = ReferenceEngine(given_documents)
    with TemporaryDirectory() as folder:
        engine = OnCluster(cluster_urls, LAYOUT, given_documents, Path(folder))
        try:
            for query in queries:
                assert _facts(engine.search(query)) == _facts(reference.search(query)), query
        finally:
            engine.close()


def _document(id: str, *words: str, date: int = 0, internal: bool = False, **facets: str) -> IndexDocument:
    values = {name: [value] for name, value in facets.items()}
    return IndexDocument(id, f"v-{id}", {"content_words": [list(words)]}, values, values, date, internal)


def _ids(result: EngineResult) -> list[str]:
    return [row.id for row in result.rows]


def test_an_empty_index_finds_nothing(make: Make) -> None:
    result = make([]).search(EngineQuery(tree=q.Every(), facets=("year",)))
    assert (result.total, result.rows, dict(result.counts["year"])) == (0, (), {})


def test_newest_and_oldest_put_undated_documents_last(make: Make) -> None:
    engine = make(
        [_document("a", "停车"), _document("b", "停车", date=20200101), _document("c", "停车", date=20210101)]
    )
    tree = q.Term("content_words", "停车")
    assert _ids(engine.search(EngineQuery(tree=tree, sort=Sort.NEWEST))) == ["c", "b", "a"]
    assert _ids(engine.search(EngineQuery(tree=tree, sort=Sort.OLDEST))) == ["b", "c", "a"]


def test_pages_join_without_gap_or_overlap(make: Make) -> None:
    engine = make([_document(f"d{n}", "停车", date=20200101) for n in range(25)])
    for sort in Sort:
        pages = [
            _ids(engine.search(EngineQuery(tree=q.Every(), sort=sort, offset=offset, limit=10)))
            for offset in (0, 10, 20)
        ]
        assert sorted(itertools.chain.from_iterable(pages)) == sorted(f"d{n}" for n in range(25))


@settings(max_examples=30, deadline=None)
@given(documents(), documents(), QUERIES, st.integers(1, 4))
def test_going_on_behind_the_last_row_reads_what_offsets_read(
    built: list[IndexDocument], added: list[IndexDocument], query: EngineQuery, limit: int
) -> None:
    with TemporaryDirectory() as folder:
        whoosh.build(Path(folder), built, _same, fields=FIELDS)
        engine = whoosh.WhooshEngine(Path(folder))
        try:
            engine.update([replace(each, id=f"new-{each.id}") for each in added])
            for asked in (query, replace(query, rescoring=_RESCORING)):
                assert _read_on(engine, asked, limit) == _ids(engine.search(replace(asked, limit=100)))
        finally:
            engine.close()


_RESCORING = ProximityRescoring((ProximityField("content_words"),), hits=3, window=2)


def _read_on(engine: Engine, query: EngineQuery, limit: int) -> list[str]:
    """Every id, read page by page behind the last row of the page before."""
    result = engine.search(replace(query, limit=limit))
    total, counts, ids = result.total, result.counts, _ids(result)
    while result.end is not None:
        result = engine.search(replace(query, limit=limit, after=result.end))
        assert (result.total, result.counts) == (total, counts), "going on changes no count"
        assert result.rows
        ids += _ids(result)
    return ids


def test_every_engine_reads_on_and_says_when_there_is_no_more(make: Make) -> None:
    engine = make([_document(f"d{n}", "停车", date=20200101 * (n % 3 > 0)) for n in range(23)])
    for sort in Sort:
        query = EngineQuery(tree=q.Term("content_words", "停车"), sort=sort)
        for limit in (1, 10, 23, 50):
            assert _read_on(engine, query, limit) == _ids(engine.search(replace(query, limit=100)))
        assert engine.search(replace(query, limit=23)).end is None


def test_a_whole_listing_is_read_however_long_it_is(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    # A cluster answers so many rows at a time, and is asked again for the others.
    monkeypatch.setattr("indexer.engines.opensearch.engine._WINDOW", 4)
    engine = make([_document(f"d{n:02}", *["停车"] * (1 + n % 5), "收费", date=20200101 + n) for n in range(9)])
    for sort in Sort:
        for rescoring in (None, _RESCORING):
            query = EngineQuery(q.Term("content_words", "停车"), sort=sort, rescoring=rescoring, limit=1)
            one_by_one = [_ids(engine.search(replace(query, offset=n)))[0] for n in range(9)]
            assert _ids(engine.search(replace(query, limit=50_000))) == one_by_one
            assert _ids(engine.search(replace(query, limit=50_000, offset=5))) == one_by_one[5:]
            assert sorted(one_by_one) == [f"d{n:02}" for n in range(9)]


def test_a_state_stays_until_the_index_changes(make: Make) -> None:
    engine = make([_document("a", "停车")])
    query = EngineQuery(tree=q.Every())
    before = engine.search(query).state
    assert before == engine.search(query).state != ""
    engine.update([_document("b", "停车")])
    assert engine.search(query).state != before


def test_a_facet_is_counted_under_all_other_filters_but_not_its_own(make: Make) -> None:
    engine = make(
        [
            _document("a", "停车", year="2020", unit="公安局"),
            _document("b", "停车", year="2021", unit="公安局"),
            _document("c", "停车", year="2021", unit="城管局"),
        ]
    )
    filters = (FacetFilter("year", ("2021",)), FacetFilter("unit", ("公安局",)))
    result = engine.search(EngineQuery(tree=q.Every(), filters=filters, facets=("year", "unit")))
    assert result.total == 1
    assert dict(result.counts["year"]) == {"2020": 1, "2021": 1}
    assert dict(result.counts["unit"]) == {"公安局": 1, "城管局": 1}


#: Names, each by its variants.
_WRITTEN = {"商务": ("商务局", "商務局", "商務 局"), "卫生": ("卫生局", "衛生局"), "公安": ("公安局",)}
_NAME_OF = {written: name for name, forms in _WRITTEN.items() for written in forms}


def test_names_in_two_scripts_are_counted_and_filtered_as_one(make: Make) -> None:
    random = Random(25)
    records = [
        (f"d{n}", str(random.choice(_YEARS)), distinct(random.choices(list(_NAME_OF), k=random.randint(0, 4))))
        for n in range(40)
    ]
    values = [(id, {"year": [year], "unit": list(names)}) for id, year, names in records]
    engine = make([IndexDocument(id, f"v-{id}", {}, each, each) for id, each in values])
    counted = engine.search(EngineQuery(q.Every(), facets=("unit",))).counts
    variants = NameVariants.of(counted["unit"])
    for chosen, year in itertools.product(_NAME_OF, _YEARS):
        unit = FacetFilter("unit", variants.expand(variants.resolve(chosen)))
        filters = (unit, FacetFilter("year", (year,)))
        result = engine.search(EngineQuery(q.Every(), filters=filters, facets=("unit", "year")))
        named = [(its_year, {_NAME_OF[each] for each in names}) for _, its_year, names in records]
        mine = Counter(its_year for its_year, names in named if _NAME_OF[chosen] in names)
        assert (result.total, dict(result.counts["year"])) == (mine[year], dict(mine))
        by_hand = Counter(name for its_year, names in named if its_year == year for name in names)
        merged = variants.merge_counts(result.counts["unit"])
        assert {_NAME_OF[each]: count for each, count in merged.items() if count} == by_hand
        assert set(merged) <= {variants.resolve(each)[0] for each in _NAME_OF}


def test_internal_documents_do_not_exist_for_others(make: Make) -> None:
    engine = make([_document("a", "停车", year="2020"), _document("b", "停车", year="2020", internal=True)])
    anonymous = engine.search(EngineQuery(tree=q.Every(), facets=("year",)))
    staff = engine.search(EngineQuery(tree=q.Every(), facets=("year",), internal=True))
    assert (anonymous.total, dict(anonymous.counts["year"])) == (1, {"2020": 1})
    assert (staff.total, dict(staff.counts["year"])) == (2, {"2020": 2})


def test_an_update_is_visible_at_once_and_leaves_one_document_an_id(make: Make) -> None:
    engine = make([_document("a", "停车"), _document("b", "停车")])
    engine.update([_document("a", "收费"), _document("c", "停车")], removed=["b"])
    assert _ids(engine.search(EngineQuery(tree=q.Term("content_words", "停车")))) == ["c"]
    assert _ids(engine.search(EngineQuery(tree=q.Term("content_words", "收费")))) == ["a"]
    assert sorted(engine.versions()) == [("a", "v-a"), ("c", "v-c")]


def test_a_phrase_never_spans_two_parts(make: Make) -> None:
    parted = IndexDocument("a", "v", {"content_words": [["停车"], ["收费"]]})
    whole = IndexDocument("b", "v", {"content_words": [["停车", "收费"]]})
    found = make([parted, whole]).search(EngineQuery(tree=q.Phrase("content_words", ["停车", "收费"])))
    assert _ids(found) == ["b"]


def test_terms_come_in_order_with_their_document_frequency(make: Make) -> None:
    engine = make([_document("a", "停车", "停车"), _document("b", "停车", "停电"), _document("c", "养老")])
    assert list(engine.terms("content_words", "停")) == [("停电", 1), ("停车", 2)]
    assert [term for term, _ in engine.terms("content_words")] == ["停电", "停车", "养老"]
    assert list(engine.terms("reply_words")) == []
