"""What the benchmark asks of an engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from benchmarks.speed.questions import Question
from benchmarks.speed.tokens import TokenRecord

__all__ = ["Answer", "BenchEngine", "OpenIndex", "Prepared"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine found; total and counts must be the same in all engines, the order need not."""

    total: int
    ids: tuple[str, ...]
    counts: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A question in the engine's own words. Only ``run`` is timed.

    Attributes:
        run: finds the total, the ten best ids, and the facet counts.
        answer: turns what ``run`` returned into an :class:`Answer`.
    """

    run: Callable[[], Any]
    answer: Callable[[Any], Answer]


class OpenIndex(Protocol):
    """An index opened for searching and updating by one long-lived process."""

    def prepare(self, question: Question, facets: tuple[str, ...]) -> Prepared:
        """Return the question with what the engine can work out before it is asked."""
        ...

    def update(self, old: TokenRecord, new: TokenRecord) -> None:
        """Replace a document; the next search sees it."""
        ...

    def close(self) -> None:
        """Release everything."""
        ...


class BenchEngine(Protocol):
    """One way to index and search."""

    def build(self, directory: Path, tokens: Path, workers: int) -> None:
        """Index a token file into an empty directory with up to ``workers`` cores; durable on return."""
        ...

    def open(self, directory: Path) -> OpenIndex:
        """Open a built index."""
        ...
