"""Every measured engine finds what walking through the tokens finds: else its speed would mean nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.speed.engines import ENGINES, OpenIndex, engine_named
from benchmarks.speed.questions import FACETS, Question
from benchmarks.speed.tokens import TokenRecord, prepare, read_frames, unpack
from indexer.engines.base import FacetFilter

DOCUMENTS = 60


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tokens") / "tokens"
    prepare(path, DOCUMENTS, workers=1)
    return path


@pytest.fixture(scope="module")
def records(tokens: Path) -> list[TokenRecord]:
    return [unpack(frame) for frame in read_frames(tokens)]


@pytest.fixture(params=list(ENGINES))
def index(request: pytest.FixtureRequest, tokens: Path, tmp_path: Path) -> Iterator[OpenIndex]:
    if request.param == "tantivy":
        pytest.importorskip("tantivy", reason="needs the extra [bench]")
    engine = engine_named(request.param)
    engine.build(tmp_path, tokens, workers=1)
    opened = engine.open(tmp_path)
    yield opened
    opened.close()


def asked(records: list[TokenRecord]) -> list[Question]:
    """Questions of every kind about words that the first documents hold."""
    words = [word for word in records[0].texts["content_words"][0].split(" ") if len(word) > 1]
    bigrams = records[1].texts["content_bigrams"][0].split(" ")
    session, unit = records[0].facets["session"][0], records[0].facets["lead_unit"][0]
    chosen = (FacetFilter("session", (session, records[2].facets["session"][0])), FacetFilter("lead_unit", (unit,)))
    return [
        Question("and", (words[0], words[5])),
        Question("or", (words[0], words[3], words[9])),
        Question("phrase", tuple(bigrams[3:5])),
        Question("prefix", (words[2][:1],)),
        Question("letter", (words[2][0],)),
        Question("filter", (words[0], words[1]), chosen),
        Question("filter", (words[0], words[1]), chosen[:1]),
    ]


def matches(record: TokenRecord, question: Question) -> bool:
    """Whether a document matches, found by looking at its tokens."""
    stream = {"phrase": "content_bigrams", "letter": "content_chars"}.get(question.kind, "content_words")
    parts = [part.split(" ") for part in record.texts[stream]]
    held = {token for part in parts for token in part}
    if question.kind == "phrase":
        size = len(question.tokens)
        return any(tuple(p[i : i + size]) == question.tokens for p in parts for i in range(len(p)))
    if question.kind == "prefix":
        return any(token.startswith(question.tokens[0]) for token in held)
    return (all if question.kind == "and" else any)(token in held for token in question.tokens)


def passes(record: TokenRecord, filters: tuple[FacetFilter, ...]) -> bool:
    return all(set(each.values) & set(record.facets[each.facet]) for each in filters)


def test_totals_and_counts_are_those_of_a_walk_through_all_tokens(index: OpenIndex, records: list[TokenRecord]) -> None:
    for question in asked(records):
        prepared = index.prepare(question, FACETS)
        answer = prepared.answer(prepared.run())
        found = [record for record in records if matches(record, question)]
        kept = [record for record in found if passes(record, question.filters)]
        assert answer.total == len(kept), question
        assert set(answer.ids) <= {record.id for record in kept}
        assert len(answer.ids) == min(10, len(kept))
        for facet in FACETS:
            others = tuple(each for each in question.filters if each.facet != facet)
            counted = Counter(value for each in found if passes(each, others) for value in each.facets[facet])
            assert {value: n for value, n in answer.counts[facet].items() if n} == dict(counted), (question, facet)


def test_an_update_is_found_and_replaces_the_old_text(index: OpenIndex, records: list[TokenRecord]) -> None:
    old = records[4]
    texts = {**old.texts, "content_words": ("更新",), "content_bigrams": ("更新",), "content_chars": ("更 新",)}
    index.update(old, replace(old, texts=texts))
    gone = Question("and", tuple(dict.fromkeys(old.texts["content_words"][0].split(" ")))[:40])
    for question, ids in ((Question("or", ("更新",)), (old.id,)), (gone, ())):
        prepared = index.prepare(question, FACETS)
        assert prepared.answer(prepared.run()).ids == ids
