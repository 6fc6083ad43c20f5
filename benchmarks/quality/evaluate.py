"""One collection put to one system: its rankings measured, each part of the queries by itself."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path
from statistics import fmean

from benchmarks.quality.collection import Collection, JudgedQuery
from benchmarks.quality.metrics import ndcg, recall, reciprocal_rank
from benchmarks.quality.systems import Opener, Ranker

__all__ = ["Figures", "Part", "Result", "evaluate"]

#: One in so many queries is in the slice.
_SLICED = 8


class Part(StrEnum):
    """Two halves of a collection's queries, and a slice through both that is quick to measure again."""

    TUNING = "tuning"
    HELD_OUT = "held-out"
    SLICE = "slice"

    def of(self, queries: Iterable[JudgedQuery]) -> list[JudgedQuery]:
        """Return the queries of this part."""
        if self is Part.SLICE:
            return [each for each in queries if each.draw % _SLICED == 0]
        return [each for each in queries if each.held_out == (self is Part.HELD_OUT)]


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over some queries, each from 0 to 1."""

    mrr: float
    ndcg: float
    recall: float


#: What each part of the queries gave.
Result = dict[Part, Figures]


def evaluate(
    collection: Collection,
    opener: Opener,
    *,
    parts: Iterable[Part] = Part,
    asked: Callable[[JudgedQuery], None] | None = None,
) -> Result:
    """Return how well a system ranks the parts of a collection; ``asked`` is told of each query, put once.

    Raises:
        ImportError: the system needs something that is not installed.
    """
    queries = {part: part.of(collection.queries) for part in parts}
    # By identity: two records of one title are two queries of one text.
    measured: dict[int, tuple[float, float, float]] = {}
    with tempfile.TemporaryDirectory() as directory, opener(collection, Path(directory)) as rank:
        for query in chain.from_iterable(queries.values()):
            if id(query) not in measured:
                measured[id(query)] = _measured(query, rank)
                if asked:
                    asked(query)
    return {
        part: Figures(*map(fmean, zip(*(measured[id(each)] for each in chosen), strict=True)))
        for part, chosen in queries.items()
    }


def _measured(query: JudgedQuery, rank: Ranker) -> tuple[float, float, float]:
    ranking = rank(query.text)
    return reciprocal_rank(ranking, query.grades), ndcg(ranking, query.grades), recall(ranking, query.grades)
