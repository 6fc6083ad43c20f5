"""One whole run: prepare tokens, then one engine after another, each measurement in a process of its own."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.speed.child import in_child, in_watched_child
from benchmarks.speed.engines import ENGINES, LARGE, EngineEntry
from benchmarks.speed.figures import BuildFigures, Cold, EngineFigures, Floor, Run, SizeFigures
from benchmarks.speed.floor import bandwidth, floors
from benchmarks.speed.measure import build_seconds, cold, serve
from benchmarks.speed.questions import KINDS, QUESTION_SAMPLE, Question, questions_of
from benchmarks.speed.tokens import head, prepare

__all__ = ["Plan", "run"]

_ONLY_FIELD = "content"
_FEW = 4

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure.

    Attributes:
        directory: scratch space; two token files of about 35 kB a document, and an index of up to 25 kB.
        seconds: time for each kind of question, with or without facets, and engine.
        patient: whether an engine that takes a quarter of an hour to index the larger sizes is measured there too.
    """

    sizes: tuple[int, ...]
    engines: tuple[str, ...]
    directory: Path
    workers: int
    seconds: float
    command: str
    patient: bool = True


def run(plan: Plan, tell: Tell) -> Run:
    """Measure everything and return the figures; ``tell`` is told what is being done."""
    started = time.perf_counter()
    shutil.rmtree(plan.directory, ignore_errors=True)
    plan.directory.mkdir(parents=True)
    tell("内存带宽")
    speed = in_child(bandwidth)
    most = max(*plan.sizes, QUESTION_SAMPLE)
    tell(f"生成和切分 {most:,} 件")
    tokens = plan.directory / "all.tokens"
    preparation = prepare(tokens, most, plan.workers)
    questions = questions_of(tokens)
    sizes = tuple(_size(plan, documents, tokens, questions, tell) for documents in plan.sizes)
    shutil.rmtree(plan.directory)
    return Run(plan.command, _machine(), speed, time.perf_counter() - started, preparation, sizes)


def _size(plan: Plan, documents: int, everything: Path, questions: Sequence[Question], tell: Tell) -> SizeFigures:
    tokens = plan.directory / f"{documents}.tokens"
    head(everything, documents, tokens)
    names = [name for name in plan.engines if _measured(ENGINES[name], documents, plan.patient)]
    measured: list[EngineFigures] = []
    found: tuple[Floor, ...] = ()
    for name in names:
        directory = plan.directory / f"{name}-{documents}"
        directory.mkdir()
        asked = questions
        if _slow(ENGINES[name], documents):
            head(everything, documents, tokens, _ONLY_FIELD)
            asked = _fewer(questions)
        figures = _engine(plan, name, directory, tokens, asked, tell, f"{documents:,} 件：{ENGINES[name].label}")
        measured.append(figures)
        if name == "arrays":
            totals = {each.question: each.total for each in figures.serving.latencies}
            found = in_child(floors, directory, questions, totals)
        shutil.rmtree(directory)
    tokens.unlink()
    return SizeFigures(documents, found, tuple(measured))


def _measured(engine: EngineEntry, documents: int, patient: bool) -> bool:
    return documents <= engine.most_documents and (patient or not _slow(engine, documents))


def _slow(engine: EngineEntry, documents: int) -> bool:
    return documents >= LARGE and engine.slow


def _engine(
    plan: Plan, name: str, directory: Path, tokens: Path, questions: Sequence[Question], tell: Tell, what: str
) -> EngineFigures:
    tell(f"{what}，建索引")
    seconds, peak = in_watched_child(build_seconds, name, directory, tokens, plan.workers)
    size = sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
    tell(f"{what}，冷启动")
    firsts = {question.kind: question for question in reversed(questions)}
    colds: list[Cold] = [in_child(cold, name, directory, question) for question in firsts.values()]
    tell(f"{what}，检索和更新")
    serving = in_child(serve, name, directory, tokens, questions, plan.seconds)
    return EngineFigures(name, BuildFigures(seconds, size, peak), tuple(colds), serving)


def _fewer(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The first questions of each kind that is answered from one field."""
    kinds = [kind for kind in KINDS if kind != "typed"]
    return tuple(each for kind in kinds for each in [q for q in questions if q.kind == kind][:_FEW])


def _machine() -> tuple[str, ...]:
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    packages = "、".join(f"{name} {version(name)}" for name in ("whoosh3", "numpy", "tantivy", "rjieba"))
    return (
        f"{_processor()}，{cores} 核，内存 {memory:.0f} GB，{platform.system()} {platform.release()}",
        f"Python {platform.python_version()}、SQLite {sqlite3.sqlite_version}、{packages}",
        time.strftime("%Y-%m-%d"),
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
