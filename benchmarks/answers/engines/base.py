"""What every engine of this comparison does, and what it hands back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.answers.questions import Question
from benchmarks.answers.records import Records

__all__ = ["SHOWN", "SNIPPETS", "Answer", "Built", "Engine", "Hit", "OpenEngine"]

#: Hits of an answer; and fields of which a hit shows a passage.
SHOWN = 10
SNIPPETS = ("content", "reply")


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found: its id, its title and the passages that matched."""

    id: str
    title: str
    snippets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: total, the best hits, and per facet the values with their counts, most frequent first."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Built:
    """Seconds until the records are kept, seconds from there until they can be searched, and the bytes of both.

    An engine that does both at once says 0 seconds for the second.
    """

    load_seconds: float
    index_seconds: float
    bytes: int


class OpenEngine(Protocol):
    """An index ready to be asked."""

    def answer(self, question: Question, values: int) -> Answer:
        """Return the whole answer with at most so many values of each facet."""

    def processes(self) -> tuple[int, ...]:
        """Return the processes that hold what searching needs."""

    def close(self) -> None:
        """Release it."""


class Engine(Protocol):
    """One way to keep and search records.

    Attributes:
        label: its name in tables.
        how: one sentence for the page: what it was fed, how it cuts text, who makes the passages.
        used: processes or threads that build.
    """

    label: str
    how: str
    used: str

    def missing(self) -> str:
        """Return, in Chinese, what this machine lacks to run it; empty when nothing."""

    def build(self, directory: Path, records: Records, workers: int) -> Built:
        """Load and index the records below an empty directory."""

    def open(self, directory: Path) -> OpenEngine:
        """Open what ``build`` made."""
