"""Many strings, checked in several processes; what fails is kept with the number that makes it again."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from benchmarks.fuzz.checks import check_request, check_search, check_understanding
from benchmarks.fuzz.strings import hostile, hostile_arguments
from indexer import SearchService, Settings, open_service
from indexer.analysis.analyzer import Analyzer
from indexer.search.request import parse
from sample_archive import sample_records

__all__ = ["Figures", "Slowest", "check_many", "search_many"]

#: Strings that one task checks; a task's number is its seed.
CHUNK = 1_000
_MOST_FAILURES = 20


@dataclass(frozen=True, slots=True)
class Slowest:
    """The slowest of many."""

    seconds: float = 0.0
    text: str = ""


@dataclass(slots=True)
class Figures:
    """What came of checking: processor seconds of each check, and the first failures with what made them."""

    seconds: list[float] = field(default_factory=list)
    slowest: Slowest = Slowest()
    failures: list[str] = field(default_factory=list)
    failed: int = 0

    def fail(self, args: Mapping[str, Sequence[str]]) -> None:
        """Note the failure that is being handled."""
        self.failed += 1
        self.failures.append(f"{dict(args)!r}\n{traceback.format_exc()}")

    def note(self, seconds: float, text: str) -> None:
        """Note one check that held."""
        self.seconds.append(seconds)
        if seconds > self.slowest.seconds:
            self.slowest = Slowest(seconds, text)

    def add(self, other: Figures) -> None:
        """Add what another process found."""
        self.seconds += other.seconds
        self.slowest = max(self.slowest, other.slowest, key=lambda each: each.seconds)
        self.failures = [*self.failures, *other.failures][:_MOST_FAILURES]
        self.failed += other.failed

    def quantile(self, share: float) -> float:
        """Return the seconds that this share of the checks stayed within."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


#: A check, its seed and how many strings.
_Task = tuple[Callable[[int, int], Figures], int, int]


def check_many(count: int, *, seed: int, processes: int) -> Figures:
    """Read, understand and spell again ``count`` strings."""
    return _together([(_check, number, size) for number, size in _chunks(count, seed)], processes)


def search_many(home: Path, count: int, *, seed: int, processes: int) -> Figures:
    """Search ``count`` strings, each as a whole, in the archive of a home directory."""
    chunks = _chunks(count, seed)
    return _together([(_Searching(home), number, size) for number, size in chunks], processes)


def _chunks(count: int, seed: int) -> Iterator[tuple[int, int]]:
    for start in range(0, count, CHUNK):
        yield seed * 1_000_003 + start, min(CHUNK, count - start)


def _together(tasks: Sequence[_Task], processes: int) -> Figures:
    figures = Figures()
    if processes < 2:
        for task in tasks:
            figures.add(_run(task))
        return figures
    with ProcessPoolExecutor(processes) as pool:
        for found in pool.map(_run, tasks):
            figures.add(found)
            sys.stderr.write(f"\r{len(figures.seconds):,} 条，失败 {figures.failed:,}")
    sys.stderr.write("\n")
    return figures


def _run(task: _Task) -> Figures:
    check, seed, size = task
    return check(seed, size)


def _check(seed: int, size: int) -> Figures:
    dice, figures, texts, analyzer = Random(seed), Figures(), _texts(), _analyzer()
    for _ in range(size):
        args = hostile_arguments(dice, texts)
        try:
            check_request(args)
            text = args["q"][0]
            figures.note(check_understanding(text, analyzer), text)
        except Exception:
            figures.fail(args)
    return figures


@dataclass(frozen=True, slots=True)
class _Searching:
    home: Path

    def __call__(self, seed: int, size: int) -> Figures:
        dice, figures, texts, service = Random(seed), Figures(), _texts(), _service(self.home)
        for number in range(size):
            args = hostile_arguments(dice, texts) if number % 4 == 0 else {"q": [hostile(dice, texts)]}
            try:
                request = check_request(args)
                figures.note(check_search(service, request), request.query)
            except Exception:
                figures.fail(args)
        return figures


@cache
def _analyzer() -> Analyzer:
    """The analyzer, with its dictionary loaded."""
    analyzer = Analyzer()
    check_understanding("停车收费", analyzer)
    return analyzer


@cache
def _service(home: Path) -> SearchService:
    """The service of a home directory, opened once a process and asked once: the first search loads dictionaries."""
    service = open_service(Settings(home))
    service.search(parse({"q": ["停车 不存在的词"]}))
    return service


@cache
def _texts() -> Sequence[str]:
    return [text for each in sample_records() for text in (each.title, each.text) if text]
