"""A Whoosh query tree becomes one dict of the query DSL, the same whoever asks."""

from __future__ import annotations

import fnmatch
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query as q

from indexer.engines.opensearch.layout import MISSING, Layout
from indexer.engines.opensearch.translate import NOTHING, Translator, regexp_of
from indexer.engines.whoosh.schema import IndexFields

LAYOUT = Layout(IndexFields(positional=("text",), frequency=("chars",), exact=("session", "date")))
TO = Translator(LAYOUT)

SCORED: list[tuple[q.Query, dict[str, Any]]] = [
    (q.Term("text", "停车", boost=2.0), {"term": {"text": {"value": "停车", "boost": 2.0}}}),
    (
        q.Term("session", "12-5", boost=3.0),
        {"constant_score": {"filter": {"term": {"session": "12-5"}}, "boost": 3.0}},
    ),
    (
        q.Or([q.Term("text", "a", boost=2.0), q.Term("text", "b")], boost=0.5),
        {
            "bool": {
                "should": [
                    {"term": {"text": {"value": "a", "boost": 1.0}}},
                    {"term": {"text": {"value": "b", "boost": 0.5}}},
                ],
                "minimum_should_match": 1,
            }
        },
    ),
    (
        q.Phrase("text", ["停车", "车位"], boost=0.5),
        {
            "bool": {
                "filter": [{"match_phrase": {"text": "停车 车位"}}],
                "must": [
                    {"term": {"text": {"value": "停车", "boost": 0.5}}},
                    {"term": {"text": {"value": "车位", "boost": 0.5}}},
                ],
            }
        },
    ),
    (
        q.AndMaybe(q.Every(), q.Term("text", "a")),
        {
            "bool": {
                "must": [{"constant_score": {"filter": {"match_all": {}}, "boost": 1.0}}],
                "should": [{"term": {"text": {"value": "a", "boost": 1.0}}}],
            }
        },
    ),
    (
        q.ConstantScoreQuery(q.Prefix("session", "12-"), 100.0),
        {"constant_score": {"filter": {"prefix": {"session": "12-"}}, "boost": 100.0}},
    ),
    (q.NullQuery, NOTHING),
    (q.And([]), NOTHING),
    (q.Or([]), NOTHING),
]

MATCHED: list[tuple[q.Query, dict[str, Any]]] = [
    (
        q.And([q.Term("text", "a"), q.Not(q.Term("text", "b"))]),
        {"bool": {"filter": [{"term": {"text": "a"}}], "must_not": [{"term": {"text": "b"}}]}},
    ),
    (q.Not(q.Term("text", "b")), {"bool": {"must_not": [{"term": {"text": "b"}}]}}),
    (q.TermRange("date", "2020", "2021-06-31"), {"range": {"date": {"gte": "2020", "lte": "2021-06-31"}}}),
    (q.TermRange("date", "2020", None, True, False), {"range": {"date": {"gt": "2020"}}}),
    (q.TermRange("date", None, None), {"exists": {"field": "date"}}),
    (q.Every("text"), {"bool": {"must_not": [{"term": {"text": MISSING}}]}}),
    (q.Wildcard("session", "12*"), {"regexp": {"session": {"value": "12.*", "flags": "NONE"}}}),
    # Characters keep no positions: what asks for a phrase in them finds nothing, and nothing breaks.
    (q.Phrase("chars", ["a", "b"]), NOTHING),
]


@pytest.mark.parametrize(("tree", "expected"), SCORED, ids=lambda each: type(each).__name__)
def test_what_scores(tree: q.Query, expected: dict[str, Any]) -> None:
    assert TO.scoring(tree) == expected


@pytest.mark.parametrize(("tree", "expected"), MATCHED, ids=lambda each: type(each).__name__)
def test_what_only_matches(tree: q.Query, expected: dict[str, Any]) -> None:
    assert TO.matching(tree) == expected


def test_a_query_that_no_cluster_knows_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="FuzzyTerm"):
        TO.scoring(q.FuzzyTerm("text", "a"))


def test_a_token_that_the_tokenizer_would_cut_is_asked_for_as_it_is_kept() -> None:
    token = "x" * 400
    document = {"term": {"text": {"value": TO.text("text", token), "boost": 1.0}}}
    assert TO.scoring(q.Term("text", token)) == document
    assert len(TO.text("text", token)) == 127
    assert TO.text("text", "x" * 401) != TO.text("text", token)


_PATTERNS = st.text(alphabet="ab停[]!-*?.\\", max_size=8)


@given(_PATTERNS, st.lists(st.text(alphabet="ab停[]!-*?.\\", max_size=5), max_size=20))
def test_a_wildcard_finds_what_fnmatch_finds(pattern: str, values: list[str]) -> None:
    # Lucene reads these expressions as Python does: escaped letters aside, there is nothing else in them.
    expression = re.compile(regexp_of(pattern), re.DOTALL)
    for value in [*values, pattern]:
        assert bool(expression.fullmatch(value)) == fnmatch.fnmatchcase(value, pattern), (pattern, value)


@given(st.text(max_size=20))
def test_whatever_a_person_types_can_be_sent(typed: str) -> None:
    tree = q.And([q.Term("text", typed), q.Wildcard("session", f"*{typed}*")])
    json.dumps(TO.scoring(tree)).encode()
