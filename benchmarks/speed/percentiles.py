"""From samples to the numbers of the tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.speed.figures import EngineFigures, Latency
from benchmarks.speed.questions import Question

__all__ = ["Summary", "latencies", "percentile", "summary"]


@dataclass(frozen=True, slots=True)
class Summary:
    """Milliseconds over all questions of one kind, each weighing the same."""

    median: float
    p95: float
    p99: float


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which this share of values lies (nearest rank).

    >>> percentile([3, 1, 2, 4], 0.5), percentile([3, 1, 2, 4], 0.95)
    (2, 4)
    """
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def latencies(
    figures: EngineFigures, kind: str, faceted: bool, among: Collection[Question] | None = None
) -> list[Latency]:
    """Return what was measured for one kind, for some of its questions only if given."""
    return [
        each
        for each in figures.serving.latencies
        if each.question.kind == kind and each.faceted == faceted and (among is None or each.question in among)
    ]


def summary(measured: Iterable[Latency]) -> Summary:
    """Return median, 95th and 99th percentile of all samples together."""
    samples = [sample for each in measured for sample in each.samples_ms]
    return Summary(median(samples), percentile(samples, 0.95), percentile(samples, 0.99))
