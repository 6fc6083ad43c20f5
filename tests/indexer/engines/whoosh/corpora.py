"""Random small corpora and query trees, and stock Whoosh as the oracle."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from whoosh import query
from whoosh.index import create_in, open_dir
from whoosh.matching.binary import AndMaybeMatcher, AndNotMatcher
from whoosh.matching.wrappers import InverseMatcher
from whoosh.scoring import BM25F

from indexer.engines.base import EngineQuery, IndexDocument
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.engines.whoosh.schema import IndexFields, schema_of, token_text

FIELDS = IndexFields(
    positional=("content_bigrams", "title_words"), frequency=("content_chars",), exact=("session", "date")
)
WEIGHTING = BM25F(B=0.7, K1=1.3, title_words_B=0.4)

#: Few tokens, so that they meet; long ones share their first eight bytes; two need more than one.
TOKENS = ["养老", "老服", "服务", "a", "ab", "养老服务", "养老服务体系", "养老服务机构", "\U0002b740子", "务"]
SESSIONS = ["12-1", "12-2", "12-3", "13-1"]
DATES = ["2019-03-01", "2019-11-30", "2020-05-05", "2021-06-28"]

parts = st.lists(st.lists(st.sampled_from(TOKENS), max_size=12), max_size=3)


@st.composite
def documents(draw: st.DrawFn, number: int) -> IndexDocument:
    """One document; ids are given from outside, so that updates can meet them."""
    date = draw(st.sampled_from(["", *DATES]))
    units = draw(st.lists(st.sampled_from(["民政局", "财政局", "教育局"]), max_size=3))
    return IndexDocument(
        id=f"d{number}",
        version=f"v{draw(st.integers(0, 9))}",
        tokens={name: draw(parts) for name in (*FIELDS.positional, *FIELDS.frequency)},
        terms={
            "session": draw(st.lists(st.sampled_from(SESSIONS), max_size=2)),
            "date": [date] if date else [],
        },
        facets={
            "unit": units,
            "session": draw(st.lists(st.sampled_from(SESSIONS), max_size=1)),
            **({"rare": ["有"]} if number % 3 == 0 else {}),
        },
        date=int(date.replace("-", "")) if date else 0,
        internal=draw(st.booleans()) and draw(st.booleans()),
    )


@st.composite
def corpora(draw: st.DrawFn, start: int = 0, min_size: int = 1, max_size: int = 12) -> list[IndexDocument]:
    """Documents with consecutive ids."""
    count = draw(st.integers(min_size, max_size))
    return [draw(documents(number)) for number in range(start, start + count)]


TOKEN_FIELDS = st.sampled_from([*FIELDS.positional, *FIELDS.frequency])
boosts = st.sampled_from([1.0, 1.0, 0.5, 3.0])

terms = st.builds(query.Term, TOKEN_FIELDS, st.sampled_from([*TOKENS, "没有"]), boost=boosts) | st.builds(
    query.Term, st.just("session"), st.sampled_from(SESSIONS), boost=boosts
)
phrases = st.builds(
    query.Phrase,
    st.sampled_from(FIELDS.positional),
    st.lists(st.sampled_from(TOKENS), min_size=1, max_size=4),
    boost=boosts,
)
patterns = (
    st.builds(query.Prefix, TOKEN_FIELDS, st.sampled_from(["养", "养老服务", "a", "", "无"]), boost=boosts)
    | st.builds(
        query.Wildcard, TOKEN_FIELDS, st.sampled_from(["养*务", "*", "?", "养老??", "*老*", "[a-b]*"]), boost=boosts
    )
    | st.builds(
        query.TermRange,
        st.sampled_from(["date", "session"]),
        st.sampled_from([None, "12-2", "2019-11-30", "2020"]),
        st.sampled_from([None, "12-3", "2020-05-05", "2020"]),
        st.booleans(),
        st.booleans(),
        boost=boosts,
    )
)
others = (
    st.builds(query.Every, boost=boosts)
    | st.builds(query.Every, st.sampled_from(["session", "content_chars"]), boost=boosts)
    | st.just(query.NullQuery)
)
leaves = terms | terms | terms | phrases | patterns | others


def _compounds(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(children, min_size=1, max_size=4)
    return (
        st.builds(query.And, several, boost=boosts)
        | st.builds(query.Or, several, boost=boosts)
        | st.builds(query.Not, children)
        | st.builds(query.AndMaybe, children, children)
        | st.builds(query.ConstantScoreQuery, children, st.sampled_from([1.0, 2.5]))
    )


trees = st.recursive(leaves, _compounds, max_leaves=8)


def write_stock_index(directory: Path, corpus: list[IndexDocument]) -> None:
    """Write the same documents with Whoosh's own writer and codec."""
    writer = create_in(str(directory), schema_of(FIELDS)).writer()
    for document in corpus:
        texts = {name: token_text(value) for name, value in document.tokens.items()}
        exact = {name: list(value) for name, value in document.terms.items() if value}
        writer.add_document(id=document.id, version=document.version, **texts, **exact)
    writer.commit()


def _skip_both(matcher: Any, id: int) -> bool:
    """Do what whoosh3 3.54's AndMaybeMatcher.skip_to means to: bring the second matcher to where the first is.

    It skips to ``id`` instead, so below an "and" a document can lose the score of its optional part.
    """
    matcher.a.skip_to(id)
    if matcher.a.is_active() and matcher.b.is_active():
        matcher.b.skip_to(matcher.a.id())
    return True


def _find_first(matcher: Any) -> None:
    """Do what whoosh3 3.54's AndNotMatcher._find_first means to: leave out the first document if it is excluded.

    It only looks where the excluding matcher starts, so the first document gets through when others come before.
    """
    if matcher.b.is_active():
        matcher._find_next()


def _find_next(matcher: Any, original: Any = AndNotMatcher._find_next) -> Any:
    """Do what whoosh3 3.54's AndNotMatcher._find_next does, unless there is nothing left to find: then it fails."""
    return original(matcher) if matcher.a.is_active() else None


def _find_live(matcher: Any, original: Any = InverseMatcher._find_next) -> None:
    """Do what whoosh3 3.54's InverseMatcher._find_next means to: stop at a document that is not deleted.

    After the last document that its child matches, it stops at the next one, deleted or not.
    """
    original(matcher)
    while matcher._id < matcher.limit and matcher.missing(matcher._id):
        matcher._id += 1
        original(matcher)


CORRECTIONS = (
    (AndMaybeMatcher, "skip_to", _skip_both),
    (AndNotMatcher, "_find_first", _find_first),
    (AndNotMatcher, "_find_next", _find_next),
    (InverseMatcher, "_find_next", _find_live),
)


@contextmanager
def corrected_whoosh() -> Iterator[None]:
    """Give stock Whoosh the four corrections without which it contradicts itself or fails."""
    with ExitStack() as undo:
        for owner, name, corrected in CORRECTIONS:
            undo.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, corrected)
        yield


def stock_hits(directory: Path, tree: Any) -> dict[str, tuple[int, float]]:
    """Return what stock Whoosh finds: id → (document number, score)."""
    with corrected_whoosh(), open_dir(str(directory)).searcher(weighting=WEIGHTING) as searcher:
        return {hit["id"]: (hit.docnum, hit.score) for hit in searcher.search(tree, limit=None)}


def assert_same_hits(engine: WhooshEngine, directory: Path, tree: Any) -> None:
    """Check documents, total, scores and order against stock Whoosh on some directory with the same documents."""
    expected = stock_hits(directory, tree)
    result = engine.search(EngineQuery(tree, limit=1000, internal=True))
    assert {row.id for row in result.rows} == set(expected)
    assert result.total == len(expected)
    for row in result.rows:
        assert math.isclose(row.score, expected[row.id][1], rel_tol=1e-4, abs_tol=1e-4), row
    assert [row.id for row in result.rows] == in_order(
        {row.id: (expected[row.id][0], row.score) for row in result.rows}
    )


def in_order(hits: dict[str, tuple[int, float]]) -> list[str]:
    """Return ids by descending score, equal scores by document number."""
    return sorted(hits, key=lambda id: (-hits[id][1], hits[id][0]))


def identity(document: IndexDocument) -> IndexDocument:
    """Analyse a record that is analysed already."""
    return document
