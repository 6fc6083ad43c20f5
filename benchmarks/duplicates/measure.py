"""One collection put to one system: what it caught of each kind of copy, and what it raised for nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from benchmarks.duplicates.cases import INDEPENDENT, Case, Cases
from benchmarks.duplicates.changes import CHANGES
from benchmarks.duplicates.systems import Answer, Opener

__all__ = ["BASE_RATES", "Figures", "Measured", "best_threshold", "curve", "f1", "figures", "measure", "precision"]

#: How many of a hundred texts handed in are copies: what two sessions' published figures of merged proposals span.
BASE_RATES = (0.04, 0.14)


@dataclass(frozen=True, slots=True)
class Measured:
    """Every case with what a system answered."""

    answered: tuple[tuple[Case, tuple[Answer, ...]], ...]

    def of(self, *, held_out: bool) -> Measured:
        """Return one half of the cases."""
        return Measured(tuple(each for each in self.answered if each[0].held_out == held_out))


@dataclass(frozen=True, slots=True)
class Figures:
    """What one kind of copy gave.

    Attributes:
        recall: share of the sources that were named.
        false_alarms: records named wrongly, a case.
        overlap_precision, overlap_recall: characters said to be copied against those that were, over all cases;
            None for a system that cannot say.
    """

    recall: float
    false_alarms: float
    overlap_precision: float | None = None
    overlap_recall: float | None = None


def measure(cases: Cases, opener: Opener) -> Measured:
    """Put every case to a system.

    Raises:
        ImportError: the system needs something that is not installed.
    """
    with tempfile.TemporaryDirectory() as directory, opener(cases, Path(directory)) as ask:
        return Measured(tuple((case, tuple(ask(case))) for case in cases.cases))


def figures(measured: Measured, threshold: float | None) -> dict[str, Figures]:
    """Return the figures of every kind of copy, and of independent texts."""
    return {name: _figures(_of(measured, name), threshold) for name in (*(each.name for each in CHANGES), INDEPENDENT)}


def precision(recall: float, false_alarms: float, rate: float) -> float:
    """Return the share of alarms that are right where ``rate`` of the texts handed in are copies (Bayes' rule).

    >>> round(precision(0.99, 0.01, 0.04), 3)
    0.798
    """
    right = rate * recall
    return right / (right + false_alarms) if right else 0.0


def best_threshold(measured: Measured) -> float:
    """Return the score from which on an answer is best called a copy: highest mean F1 at one copy in ten."""
    scores = {round(answer.score, 2) for _, answers in measured.answered for answer in answers}
    return max(sorted(scores) or [1.0], key=lambda threshold: _mean_f1(measured, threshold))


def _mean_f1(measured: Measured, threshold: float) -> float:
    found = figures(measured, threshold)
    wrong = found.pop(INDEPENDENT).false_alarms
    return fmean(f1(each.recall, precision(each.recall, wrong, 0.1)) for each in found.values())


def f1(recall: float, exactness: float) -> float:
    """Return the harmonic mean of recall and precision."""
    return 2 * recall * exactness / (recall + exactness) if recall and exactness else 0.0


def _of(measured: Measured, change: str) -> list[tuple[Case, tuple[Answer, ...]]]:
    return [each for each in measured.answered if each[0].change == change]


def _figures(answered: Sequence[tuple[Case, tuple[Answer, ...]]], threshold: float | None) -> Figures:
    named = wanted = wrong = said = right = copied = 0
    says = False
    for case, answers in answered:
        alarms = [each for each in answers if _alarm(each, threshold)]
        true = [each for each in alarms if each.key in case.sources]
        named, wanted, wrong = named + len(true), wanted + len(case.sources), wrong + len(alarms) - len(true)
        spots = frozenset[int]().union(*(each.copied or () for each in true))
        truth = frozenset(place for place, origin in enumerate(case.copied.origins) if origin)
        says = says or any(each.copied is not None for each in alarms)
        said, right, copied = said + len(spots), right + len(spots & truth), copied + len(truth)
    return Figures(
        recall=named / wanted if wanted else 0.0,
        false_alarms=wrong / len(answered) if answered else 0.0,
        overlap_precision=right / said if says and said else None,
        overlap_recall=right / copied if says and copied else None,
    )


def _alarm(answer: Answer, threshold: float | None) -> bool:
    if threshold is None:
        return bool(answer.alarm)
    return answer.score >= threshold


def curve(measured: Measured, names: Iterable[str]) -> list[tuple[float, dict[str, float], float]]:
    """Return, for thresholds from 0 to 1, the recall of some kinds and the false alarms a text."""
    steps = [step / 50 for step in range(1, 51)]
    points = []
    for threshold in steps:
        found = figures(measured, threshold)
        points.append((threshold, {name: found[name].recall for name in names}, found[INDEPENDENT].false_alarms))
    return points
