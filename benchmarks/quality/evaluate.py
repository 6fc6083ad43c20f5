"""One collection put to one system: its rankings measured, each half of the queries by itself."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from statistics import fmean

from benchmarks.quality.collection import Collection, JudgedQuery
from benchmarks.quality.metrics import ndcg, recall, reciprocal_rank
from benchmarks.quality.systems import Opener, Ranker

__all__ = ["Figures", "Half", "Result", "evaluate"]


class Half(StrEnum):
    """The two halves of a collection's queries."""

    TUNING = "tuning"
    HELD_OUT = "held-out"

    def of(self, queries: Iterable[JudgedQuery]) -> list[JudgedQuery]:
        """Return the queries of this half."""
        return [each for each in queries if each.held_out == (self is Half.HELD_OUT)]


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over some queries, each from 0 to 1."""

    mrr: float
    ndcg: float
    recall: float


#: What each half of the queries gave.
Result = dict[Half, Figures]


def evaluate(collection: Collection, opener: Opener, *, asked: Callable[[JudgedQuery], None] | None = None) -> Result:
    """Return how well a system ranks a collection; ``asked`` is told of each query.

    Raises:
        ImportError: the system needs something that is not installed.
    """
    with tempfile.TemporaryDirectory() as directory, opener(collection, Path(directory)) as rank:
        return {half: _figures(half.of(collection.queries), rank, asked) for half in Half}


def _figures(queries: list[JudgedQuery], rank: Ranker, asked: Callable[[JudgedQuery], None] | None) -> Figures:
    measured: list[tuple[float, float, float]] = []
    for query in queries:
        ranking = rank(query.text)
        measured.append(
            (reciprocal_rank(ranking, query.grades), ndcg(ranking, query.grades), recall(ranking, query.grades))
        )
        if asked:
            asked(query)
    return Figures(*map(fmean, zip(*measured, strict=True)))
