"""From measured sizes to any size: straight lines, checked against the largest size that was measured.

Every cost is taken as ``fixed + each × n``. Vocabularies grow ever more slowly, so bytes and build times per
proposal fall a little with size: the line errs towards more.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from benchmarks.scale.figures import ArchiveFigures, Figures, IndexFigures

__all__ = ["ASSUMED", "Assumptions", "Check", "Line", "Needs", "checks", "fit", "line", "needs"]

T = TypeVar("T", bound=ArchiveFigures | IndexFigures)


@dataclass(frozen=True, slots=True)
class Line:
    """``fixed + each × n``."""

    fixed: float
    each: float

    def at(self, n: float) -> float:
        """Return the cost of ``n`` proposals.

        >>> Line(1, 2).at(10)
        21
        """
        return self.fixed + self.each * n


@dataclass(frozen=True, slots=True)
class Check:
    """What the smaller sizes say of the largest one, and what was measured there."""

    what: str
    unit: str
    documents: int
    predicted: float
    measured: float

    @property
    def error(self) -> float:
        """The prediction's error as a share of what was measured; positive: too much."""
        return self.predicted / self.measured - 1


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is not measured but chosen; change it and run the model again.

    Attributes:
        shard: bytes of a primary shard; 10 to 50 GB is the usual advice for searching.
        copies: primary and replicas.
        generations: the live one, and the next one while it is built.
        fill: share of a disk that is used; OpenSearch stops filling a disk at 85 %.
        node_disk, node_memory: bytes; ``node_cores``: cores of one machine of the cluster.
        hot: share of the live index that page caches should hold, for answers without waiting for disks.
        heap: share of a node's memory that is Java's and no page cache.
        busy: share of the cores that may be busy while an index is built or at the peak of searching.
        spare: the archive's disk as a multiple of its bytes (free space, write-ahead log, a dump).
    """

    shard: float = 30e9
    copies: int = 2
    generations: int = 2
    fill: float = 0.75
    node_disk: float = 4e12
    node_memory: float = 64e9
    node_cores: int = 16
    hot: float = 0.25
    heap: float = 0.5
    busy: float = 0.6
    spare: float = 2.0


ASSUMED = Assumptions()


@dataclass(frozen=True, slots=True)
class Needs:
    """What ``documents`` proposals need on a cluster. Bytes, hours, milliseconds."""

    documents: int
    archive: float
    archive_disk: float
    index: float
    shards: int
    nodes: int
    disk: float
    memory: float
    rebuild_hours: float
    query_cpu_ms: float
    query_ms: float
    queries_per_second: float


def fit(points: Sequence[tuple[float, float]]) -> Line:
    """Return the least-squares line through (n, cost) points, no part of it negative.

    >>> fit([(2000, 5000.0), (5000, 11000.0)])
    Line(fixed=1000.0, each=2.0)
    """
    n = len(points)
    mean_x, mean_y = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    each = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else mean_y / mean_x
    fixed = mean_y - each * mean_x
    if each < 0:
        # Noise larger than the growth: the sizes are too close together to tell one from the other.
        return Line(mean_y, 0.0)
    if fixed < 0:
        return Line(0.0, sum(x * y for x, y in points) / sum(x * x for x, _ in points))
    return Line(fixed, each)


def line(measured: Sequence[T], cost: Callable[[T], float]) -> Line:
    """Return the line of one cost over all sizes measured."""
    return fit([(each.documents, cost(each)) for each in measured])


def checks(figures: Figures) -> list[Check]:
    """Predict the largest size from the smaller ones, cost by cost."""
    found: list[Check] = []
    for label, archives in _by_name(figures.archives, lambda each: each.database).items():
        found += _checked(label, archives, {"字节": lambda each: each.size, "导入，秒": lambda each: each.cpu_seconds})
    for label, indexes in _by_name(figures.indexes, lambda each: each.engine).items():
        found += _checked(
            label,
            indexes,
            {
                "字节": lambda each: each.size,
                "建立，秒": lambda each: each.cpu_seconds + each.server_cpu_seconds,
                "一次检索，毫秒": lambda each: each.query_cpu_ms,
            },
        )
    return found


def needs(figures: Figures, documents: int, assumed: Assumptions = ASSUMED) -> Needs:
    """Return what a number of proposals needs on OpenSearch and PostgreSQL."""
    archives = [each for each in figures.archives if each.database == "postgresql"]
    indexes = [each for each in figures.indexes if each.engine == "opensearch"]
    archive = line(archives, lambda each: each.size).at(documents)
    index = line(indexes, lambda each: each.size).at(documents)
    query = line(indexes, lambda each: each.query_cpu_ms)
    shards = max(1, math.ceil(index / assumed.shard))
    disk = index * assumed.copies * assumed.generations / assumed.fill
    cache = index * assumed.copies * assumed.hot
    nodes = max(3, math.ceil(disk / assumed.node_disk), math.ceil(cache / (assumed.node_memory * (1 - assumed.heap))))
    cores = nodes * assumed.node_cores * assumed.busy
    ours = line(indexes, lambda each: each.cpu_seconds).each * documents / (assumed.node_cores * assumed.busy)
    theirs = line(indexes, lambda each: each.server_cpu_seconds).each * documents * assumed.copies / cores
    work = query.fixed * shards + query.each * documents
    return Needs(
        documents=documents,
        archive=archive,
        archive_disk=archive * assumed.spare,
        index=index,
        shards=shards,
        nodes=nodes,
        disk=disk,
        memory=nodes * assumed.node_memory,
        rebuild_hours=max(ours, theirs) / 3600,
        query_cpu_ms=work,
        query_ms=query.fixed + query.each * documents / shards,
        queries_per_second=1000 * cores / work,
    )


def _by_name(measured: Sequence[T], name: Callable[[T], str]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for each in measured:
        found.setdefault(name(each), []).append(each)
    return {label: sorted(group, key=lambda each: each.documents) for label, group in found.items()}


def _checked(label: str, measured: list[T], costs: dict[str, Callable[[T], float]]) -> list[Check]:
    *smaller, largest = measured
    if len(smaller) < 2:
        return []
    return [
        Check(label, unit, largest.documents, line(smaller, cost).at(largest.documents), cost(largest))
        for unit, cost in costs.items()
    ]
