"""Whole answers: everybody is asked the same and found out when they differ; figures told as they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.answers.compare import disagreements
from benchmarks.answers.engines import ENGINES, OURS, Answer, Built, engine_named
from benchmarks.answers.figures import Asked, EngineFigures, Run, Served, SizeFigures
from benchmarks.answers.questions import KINDS, Question, questions_of
from benchmarks.answers.records import Records, write_records
from benchmarks.answers.report import markdown
from benchmarks.kept import load, save
from indexer import FACETS

#: So few that everything is made in seconds, and enough for words to meet in several.
_DOCUMENTS = 60
_ALL = 10_000
#: Peers that need no server to be given: whoever is missing here is skipped with a message.
_PEERS = [name for name in ENGINES if name not in (OURS, "opensearch")]


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Records:
    return write_records(tmp_path_factory.mktemp("answers"), _DOCUMENTS, 1)


@pytest.fixture(scope="module")
def questions(records: Records) -> tuple[Question, ...]:
    return questions_of(records, two=8, others=3)


@pytest.fixture(scope="module")
def ours(records: Records, questions: tuple[Question, ...], tmp_path_factory: pytest.TempPathFactory) -> list[Answer]:
    return _answers(OURS, records, questions, tmp_path_factory.mktemp("ours"))


def _answers(name: str, records: Records, questions: tuple[Question, ...], directory: Path) -> list[Answer]:
    engine = engine_named(name)
    if missing := engine.missing():
        pytest.skip(missing)
    assert engine.build(directory, records, 1).bytes > 0
    opened = engine.open(directory)
    assert opened.processes()
    answers = [opened.answer(question, _ALL) for question in questions]
    opened.close()
    return answers


def test_every_kind_is_asked_and_no_question_twice(questions: tuple[Question, ...]) -> None:
    assert {question.kind for question in questions} == set(KINDS)
    assert len(set(questions)) == len(questions)


def test_questions_are_the_same_at_any_size(records: Records, tmp_path: Path) -> None:
    again = write_records(tmp_path, _DOCUMENTS, 1)
    assert questions_of(again, 4, 2) == questions_of(records, 4, 2)


@pytest.mark.parametrize("name", _PEERS)
def test_peers_find_what_we_find(
    name: str, records: Records, questions: tuple[Question, ...], ours: list[Answer], tmp_path: Path
) -> None:
    answers = _answers(name, records, questions, tmp_path)
    shown = [len(answer.hits) for answer in answers]
    assert shown == [min(10, answer.total) for answer in answers]
    for question, mine, theirs in zip(questions, ours, answers, strict=True):
        assert theirs.total == mine.total, question
        for facet in FACETS:
            assert dict(theirs.facets[facet.name]) == dict(mine.facets[facet.name]), (question, facet.name)


def test_a_hit_shows_the_words_that_were_asked_for(questions: tuple[Question, ...], ours: list[Answer]) -> None:
    """Phrases alone: a word may stand in a unit's name only, and passages of names are not compared."""
    phrases = [
        (question, answer) for question, answer in zip(questions, ours, strict=True) if question.kind == "phrase"
    ]
    assert phrases
    for question, answer in phrases:
        for hit in answer.hits:
            assert any(question.words[0] in text for text in (hit.title, *hit.snippets)), (question, hit)


def _figures(engine: str, *, total: int, counts: dict[str, dict[str, int]], ms: float) -> EngineFigures:
    question = Question("two", ("停车", "收费"))
    served = Served((Asked(question, (ms, ms), total, counts),), {"two": ms / 2}, 200_000_000, 100_000_000)
    return EngineFigures(engine, Built(2.0, 6.0, 40_000_000), served)


def _size(theirs: EngineFigures) -> SizeFigures:
    mine = _figures(OURS, total=7, counts={"year": {"2021": 7}}, ms=3.0)
    return SizeFigures(2_000, 4_000_000, (mine, theirs), {"opensearch": "没有地址"}, {"摘录": 1.0, "引擎": 3.0}, {})


def test_another_total_or_another_count_is_a_disagreement() -> None:
    same = _figures("groonga", total=7, counts={"year": {"2021": 7}}, ms=6.0)
    assert disagreements(_size(same)) == ()
    (told,) = disagreements(_size(_figures("groonga", total=8, counts={"year": {"2021": 7}}, ms=6.0)))
    assert "总数 7 与 8" in told
    (told,) = disagreements(_size(_figures("groonga", total=7, counts={"year": {"2021": 6}}, ms=6.0)))
    assert "year 计数不同" in told


def test_ratios_are_ours_over_theirs() -> None:
    size = _size(_figures("groonga", total=7, counts={"year": {"2021": 7}}, ms=6.0))
    told = markdown(Run(("两核",), (replace(size, documents=20_000),)))
    assert "| 两个词（7） | 3.00 / 3.00 / 3.00；1.50 | 6.00 / 6.00 / 6.00；3.00 | 0.50 / 0.50 / 0.50；0.50 |" in told
    assert "没有测 OpenSearch（Lucene）：没有地址" in told
    assert "| 引擎 | 3.00 | 75% |" in told


def test_a_kept_run_tells_the_same(tmp_path: Path) -> None:
    run = Run(("两核",), (_size(_figures("groonga", total=7, counts={"year": {"2021": 7}}, ms=6.0)),))
    save(run, tmp_path / "run.json")
    assert markdown(load(Run, tmp_path / "run.json")) == markdown(run)
