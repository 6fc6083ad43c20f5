"""Any text is a query: nothing raises, nothing grows out of bounds."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from whoosh.query import Query

from indexer.analysis.analyzer import Analyzer
from indexer.fields import EXACT_FIELDS, FACETS, TEXT_FIELDS, ExactField, Facet, TextField
from indexer.query.parsed_query import ParsedQuery, parse_query
from tests.indexer.query.records import ANALYZER, DOCUMENTS, passes

#: Nodes of the largest tree that 500 characters can ask for, with room to spare.
MAX_NODES = 12_000

FIELDS: tuple[TextField | ExactField | Facet, ...] = (*TEXT_FIELDS, *EXACT_FIELDS, *FACETS)
NAMES = [name for each in FIELDS for name in (each.name, each.label, *each.aliases)]
#: Equal to the other, and another object.
OTHER = Analyzer()
SYNTAX = [
    "或",
    "OR",
    "与",
    "非",
    "NOT",
    "-",
    "－",
    "(",
    ")",
    "（",
    "）",
    '"',
    "“",
    "”",
    "「",
    "」",
    ":",
    "：",
    "*",
    "..",
    ">=",
    "<",
    "|",
    "~",
    "[",
    "]",
    "!",
    "?",
    "\\",
]
WORDS = [
    "停车",
    "舒苒",
    "300",
    "12-5",
    "十二届五次",
    "2021-06",
    "的",
    "5G-A",
    "收费",
    "〇",
    "\x00",
    "́",
    "𠮷",
    "㈠",
    "ﷺ",
    "第",
    "号",
    "关于",
]
HOSTILE = st.lists(st.sampled_from([*SYNTAX, *WORDS, *NAMES, " ", "　", "\n"]) | st.text(max_size=3), max_size=40).map(
    "".join
)


def nodes(tree: Query) -> int:
    """How many nodes a tree has."""
    return 1 + sum(map(nodes, tree.children()))


def checked(text: str) -> ParsedQuery:
    """The understanding of a text, whole and of bounded size."""
    understood = parse_query(text, ANALYZER)
    assert understood.description
    assert all(step.relaxed == bool(step.notice) for step in understood.steps)
    assert all(step.relaxed for step in understood.steps[1:])
    assert all(needle.text for needle in understood.highlight_terms)
    for step in understood.steps:
        assert nodes(step.tree) < MAX_NODES
        assert step.scope is None or nodes(step.scope) < MAX_NODES
    return understood


@settings(max_examples=400, deadline=None)
@given(HOSTILE | st.text() | st.text(st.characters(categories=["Cs", "Lo", "P"])))
@example("\ud800")
@example("案号:" + "9" * 400)
@example("日期:9999..0000")
@example("日期:>2199-12-31")
@example("届次:1..999")
@example("届次:999-999..1-1")
@example("案号:<0")
@example("类别:![]-^\\*?")
def test_any_text_is_understood_and_can_be_asked(text: str) -> None:
    understood = checked(text)
    for step in understood.steps:
        for document in DOCUMENTS:
            passes(step, document)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000,
        "停 " * 5000,
        "-" * 5000,
        "“" * 5000,
        '"' * 4999,
        "标题:" * 2000,
        "或 " * 3000,
        "停车收费" * 2000,
        "a|" * 3000,
        "(停 或 " * 2000,
        "NOT " * 3000,
        "1" * 5000,
        "单位:(" * 900,
    ],
)
def test_long_text_stays_small(text: str) -> None:
    checked(text)


@settings(deadline=None)
@given(HOSTILE)
def test_understanding_is_pure(text: str) -> None:
    one, other = parse_query(text, ANALYZER), parse_query(text, OTHER)
    assert one.expression == other.expression
    assert one.description == other.description
    assert [repr(step) for step in one.steps] == [repr(step) for step in other.steps]


@settings(deadline=None)
@given(HOSTILE)
def test_looser_steps_never_find_less(text: str) -> None:
    steps = parse_query(text, ANALYZER).steps
    for document in DOCUMENTS:
        results = [passes(step, document) for step in steps]
        assert results == sorted(results)
