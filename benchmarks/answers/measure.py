"""One size measured: every engine builds in a process of its own and is asked in another, one after the other."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.answers.engines import OURS, Built, OpenEngine, engine_named
from benchmarks.answers.figures import Asked, EngineFigures, Served, SizeFigures
from benchmarks.answers.processes import held_by, worked
from benchmarks.answers.questions import KINDS, Question, questions_of
from benchmarks.answers.records import Records, write_records
from benchmarks.answers.stages import answer_stages, page_stages
from benchmarks.speed.child import in_child

__all__ = ["Plan", "measure"]

#: Values of a facet in a timed answer (what a page shows of one), and when answers are compared: all.
_TIMED_VALUES, _ALL_VALUES = 20, 60_000
#: Passes over the questions of one kind, where the time allowed suffices.
_MOST_PASSES = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """How to measure.

    Attributes:
        directory: scratch space, about 100 kB a record; emptied first and taken away afterwards.
        seconds: how long questions of one kind are asked again and again; one pass is made however long it takes.
        opensearch: the address of a node; "" where there is none.
        two, others: how many questions of two words, and of every other kind.
    """

    engines: tuple[str, ...]
    directory: Path
    workers: int
    seconds: float
    opensearch: str = ""
    two: int = 240
    others: int = 24


def measure(documents: int, plan: Plan, tell: Callable[[str], None]) -> SizeFigures:
    """Return the figures of every engine that this machine has, over so many records."""
    shutil.rmtree(plan.directory, ignore_errors=True)
    tell(f"{documents:,} 件：写出记录，挑选问题")
    records = write_records(plan.directory / "records", documents, plan.workers)
    questions = in_child(questions_of, records, plan.two, plan.others)
    measured: list[EngineFigures] = []
    skipped: dict[str, str] = {}
    stages: tuple[dict[str, float], dict[str, float]] = ({}, {})
    for name in plan.engines:
        engine = engine_named(name, plan.opensearch)
        if missing := engine.missing():
            skipped[name] = missing
            tell(f"{documents:,} 件：不测 {engine.label}：{missing}")
            continue
        home = plan.directory / name
        home.mkdir()
        tell(f"{documents:,} 件：{engine.label}，建")
        built = in_child(_build, name, plan, home, records)
        tell(f"{documents:,} 件：{engine.label}，问")
        measured.append(EngineFigures(name, built, in_child(_serve, name, plan, home, questions)))
        if name == OURS:
            tell(f"{documents:,} 件：{engine.label}，各步")
            stages = in_child(answer_stages, home, questions), in_child(page_stages, home, questions)
        shutil.rmtree(home)
    text_bytes = records.text_bytes()
    shutil.rmtree(plan.directory)
    return SizeFigures(documents, text_bytes, tuple(measured), skipped, *stages)


def _build(name: str, plan: Plan, home: Path, records: Records) -> Built:
    return engine_named(name, plan.opensearch).build(home, records, plan.workers)


def _serve(name: str, plan: Plan, home: Path, questions: Sequence[Question]) -> Served:
    opened = engine_named(name, plan.opensearch).open(home)
    try:
        asked: list[Asked] = []
        work: dict[str, float] = {}
        for kind in KINDS:
            alike = [question for question in questions if question.kind == kind]
            for question in alike:
                opened.answer(question, _TIMED_VALUES)
            before = worked(opened.processes())
            answered = _asked(opened, alike, plan.seconds)
            answers = sum(len(each.samples_ms) for each in answered)
            work[kind] = 1e3 * (worked(opened.processes()) - before) / max(answers, 1)
            asked += answered
        resident, own = held_by(opened.processes())
        # Last, so that whole tables of values are not in the memory that was measured.
        compared = [(each, opened.answer(each.question, _ALL_VALUES)) for each in asked]
    finally:
        opened.close()
    return Served(
        tuple(Asked(each.question, each.samples_ms, answer.total, answer.facets) for each, answer in compared),
        work,
        resident,
        own,
    )


def _asked(opened: OpenEngine, questions: Sequence[Question], seconds: float) -> list[Asked]:
    """Ask all questions in turn, every one of them once before, for as long as there is time."""
    samples: list[list[float]] = [[] for _ in questions]
    end = time.perf_counter() + seconds
    for _ in range(_MOST_PASSES):
        for question, mine in zip(questions, samples, strict=True):
            started = time.perf_counter()
            opened.answer(question, _TIMED_VALUES)
            mine.append((time.perf_counter() - started) * 1e3)
        if time.perf_counter() >= end:
            break
    return [Asked(question, tuple(mine), 0, {}) for question, mine in zip(questions, samples, strict=True)]
