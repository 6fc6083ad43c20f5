"""Every query that this project builds is evaluated by every engine; whatever else is refused by name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from whoosh import query as q

import indexer
from indexer.engines.base import EngineQuery, IndexDocument, UnsupportedQuery
from indexer.engines.opensearch.layout import Layout
from indexer.engines.opensearch.translate import Translator
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.engines.whoosh.schema import IndexFields
from indexer.engines.whoosh.writer import build
from tests.indexer.engines.whoosh.corpora import identity

FIELDS = IndexFields(positional=("text",), frequency=("chars",), exact=("session",))
PARKING, CHARGE = q.Term("text", "停车"), q.Term("text", "收费")

#: One query of every kind that the package builds, and the documents it finds.
EXAMPLES: dict[str, tuple[q.Query, set[str]]] = {
    "And": (q.And([PARKING, CHARGE]), {"a"}),
    "AndMaybe": (q.AndMaybe(PARKING, CHARGE), {"a", "b"}),
    "ConstantScoreQuery": (q.ConstantScoreQuery(PARKING, 2.0), {"a", "b"}),
    "Every": (q.Every(), {"a", "b", "c"}),
    "Not": (q.Not(PARKING), {"c"}),
    "NullQuery": (q.NullQuery, set()),
    "Or": (q.Or([PARKING, q.Term("session", "13-1")]), {"a", "b", "c"}),
    "Phrase": (q.Phrase("text", ["停车", "收费"]), {"a"}),
    "Prefix": (q.Prefix("session", "12-"), {"a", "b"}),
    "Term": (PARKING, {"a", "b"}),
    "TermRange": (q.TermRange("session", "12-2", None), {"b", "c"}),
    "Wildcard": (q.Wildcard("session", "*-1"), {"a", "c"}),
}

REFUSED = [
    q.FuzzyTerm("text", "停车"),
    q.DisjunctionMax([PARKING, CHARGE]),
    q.AndNot(PARKING, CHARGE),
    q.Require(PARKING, CHARGE),
    q.Otherwise(PARKING, CHARGE),
    q.Or([PARKING, CHARGE], minmatch=2),
    q.Or([PARKING, CHARGE], scale=0.5),
    q.Phrase("text", ["停车", "收费"], slop=2),
]


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    """Three documents."""
    rows = {"a": (["停车", "收费"], "12-1"), "b": (["停车"], "12-2"), "c": (["养老"], "13-1")}
    documents = [IndexDocument(id, "v", {"text": [words]}, {"session": [code]}) for id, (words, code) in rows.items()]
    build(tmp_path / "index", documents, identity, fields=FIELDS)
    return WhooshEngine(tmp_path / "index")


def _sources() -> list[ast.Module]:
    """What the package is written in, less the engines."""
    package = Path(indexer.__file__).parent
    paths = [path for path in package.rglob("*.py") if "engines" not in path.relative_to(package).parts]
    return [ast.parse(path.read_text(encoding="utf-8")) for path in paths]


def _built() -> set[str]:
    """The query classes that the package builds trees of."""
    nodes = [node for tree in _sources() for node in ast.walk(tree)]
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    elsewhere = [node.module for node in imports if str(node.module).startswith("whoosh.query.")]
    assert elsewhere == [], "query classes are imported from whoosh.query, where this test sees them"
    return {alias.name for node in imports if node.module == "whoosh.query" for alias in node.names} - {"Query"}


def test_every_kind_of_query_that_is_built_has_an_example_here() -> None:
    assert _built() == set(EXAMPLES)


def test_what_engines_refuse_of_a_kind_they_know_is_never_asked_for() -> None:
    keywords = {
        keyword.arg
        for tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        for keyword in node.keywords
    }
    assert keywords.isdisjoint({"minmatch", "scale", "slop"})


@pytest.mark.parametrize("kind", EXAMPLES)
def test_the_array_engine_evaluates_every_kind_of_query_that_is_built(engine: WhooshEngine, kind: str) -> None:
    tree, expected = EXAMPLES[kind]
    for asked in (tree, q.And([q.Every(), tree]), q.Or([tree, q.NullQuery])):
        assert {row.id for row in engine.search(EngineQuery(asked)).rows} == expected
        assert {row.id for row in engine.search(EngineQuery(q.Every(), scope=asked)).rows} == expected
    scored = engine.search(EngineQuery(q.AndMaybe(q.Every(), tree))).rows
    assert {row.id for row in scored if row.score > 1} == expected


@pytest.mark.parametrize("kind", EXAMPLES)
def test_the_cluster_is_sent_every_kind_of_query_that_is_built(kind: str) -> None:
    translator = Translator(Layout(FIELDS))
    tree = EXAMPLES[kind][0]
    assert translator.scoring(tree)
    assert translator.matching(tree)


@pytest.mark.parametrize("tree", REFUSED, ids=lambda tree: type(tree).__name__)
def test_any_other_query_is_refused_by_name_wherever_it_stands(engine: WhooshEngine, tree: q.Query) -> None:
    translator = Translator(Layout(FIELDS))
    for asked in (tree, q.And([q.Every(), tree]), q.Not(tree), q.AndMaybe(q.Every(), tree)):
        with pytest.raises(UnsupportedQuery, match=f"检索引擎不支持这种查询：{type(tree).__name__}"):
            engine.search(EngineQuery(asked))
        with pytest.raises(UnsupportedQuery, match=type(tree).__name__):
            translator.scoring(asked)


def test_a_phrase_in_a_field_without_positions_is_refused(engine: WhooshEngine) -> None:
    engine.update([IndexDocument("d", "v", {"chars": [["停", "车"]]})])
    with pytest.raises(UnsupportedQuery, match="chars"):
        engine.search(EngineQuery(q.Phrase("chars", ["停", "车"])))
