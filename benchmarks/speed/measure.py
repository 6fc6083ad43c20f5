"""The measurements of one engine; each function is the whole life of one process."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.speed.engines import OpenIndex, engine_named
from benchmarks.speed.figures import Cold, Latency, Serving
from benchmarks.speed.memory import private_bytes, resident_bytes
from benchmarks.speed.questions import FACETS, Question
from benchmarks.speed.tokens import read_frames, unpack

__all__ = ["build_seconds", "cold", "serve"]

_UPDATES = 7
#: Passes over the questions of one kind, where the time allowed suffices.
_MOST_PASSES = 100


def build_seconds(name: str, directory: Path, tokens: Path, workers: int) -> float:
    """Build an index; return the seconds it took. Loading the engine's modules is not counted."""
    engine = engine_named(name)
    started = time.perf_counter()
    engine.build(directory, tokens, workers)
    return time.perf_counter() - started


def cold(name: str, directory: Path, question: Question) -> Cold:
    """Open the index and ask one faceted question, the first this process asks."""
    engine = engine_named(name)
    started = time.perf_counter()
    index = engine.open(directory)
    opened = time.perf_counter()
    prepared = index.prepare(question, FACETS)
    asked = time.perf_counter()
    prepared.run()
    answered = time.perf_counter()
    index.close()
    return Cold(question.kind, (opened - started) * 1e3, (answered - asked) * 1e3)


def serve(name: str, directory: Path, tokens: Path, questions: Sequence[Question], seconds: float) -> Serving:
    """Ask all questions of an open index, with and without facets, then update some documents.

    Args:
        seconds: time for one kind of question, with or without facets; one pass is made however long it takes.
    """
    index = engine_named(name).open(directory)
    kinds = dict.fromkeys(question.kind for question in questions)
    latencies = [
        latency
        for kind in kinds
        for facets in ((), FACETS)
        for latency in _latencies(index, [each for each in questions if each.kind == kind], facets, seconds)
    ]
    resident, private = resident_bytes(), private_bytes()
    updates = _updates(index, tokens)
    index.close()
    return Serving(tuple(latencies), resident, private, updates)


def _latencies(
    index: OpenIndex, questions: Sequence[Question], facets: tuple[str, ...], seconds: float
) -> list[Latency]:
    """Ask each question once unmeasured, then all of them in turn for as long as there is time."""
    prepared = [index.prepare(question, facets) for question in questions]
    answers = [each.answer(each.run()) for each in prepared]
    samples: list[list[float]] = [[] for _ in questions]
    end = time.perf_counter() + seconds
    for _ in range(_MOST_PASSES):
        for each, mine in zip(prepared, samples, strict=True):
            started = time.perf_counter()
            each.run()
            mine.append((time.perf_counter() - started) * 1e3)
        if time.perf_counter() >= end:
            break
    return [
        Latency(question, bool(facets), tuple(mine), answer.total, answer.counts)
        for question, mine, answer in zip(questions, samples, answers, strict=True)
    ]


def _updates(index: OpenIndex, tokens: Path) -> tuple[float, ...]:
    """Change documents one at a time; milliseconds until a search finds the change."""
    durations = []
    for number, frame in enumerate(read_frames(tokens, _UPDATES)):
        record = unpack(frame)
        word = f"更新{number}"
        words = record.texts["content_words"]
        changed = replace(record, texts={**record.texts, "content_words": (*words[:-1], f"{words[-1]} {word}")})
        started = time.perf_counter()
        index.update(record, changed)
        prepared = index.prepare(Question("update", (word,)), ())
        answer = prepared.answer(prepared.run())
        durations.append((time.perf_counter() - started) * 1e3)
        if answer.ids != (record.id,):
            raise AssertionError(f"更新后应只找到 {record.id}，却找到 {answer.ids}")
    return tuple(durations)
