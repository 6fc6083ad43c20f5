"""What was measured, as frozen values that are kept as a JSON file with its date."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ArchiveFigures", "Figures", "IndexFigures"]


@dataclass(frozen=True, slots=True)
class ArchiveFigures:
    """One archive of generated proposals.

    Attributes:
        database: ``sqlite`` or ``postgresql``.
        size: bytes on disk, raw files and history included.
        seconds: how long the import took; ``cpu_seconds``: what the importing process worked of it.
    """

    database: str
    documents: int
    size: int
    seconds: float
    cpu_seconds: float


@dataclass(frozen=True, slots=True)
class IndexFigures:
    """One index over such an archive.

    Attributes:
        engine: ``embedded`` or ``opensearch``.
        size: bytes on disk, without replicas.
        seconds: how long building took; ``cpu_seconds``: what our processes worked of it (reading the archive,
            cutting, sending); ``server_cpu_seconds``: what the cluster worked of it.
        query_cpu_ms: work of a search of two words with ten hits and four facets, median over the questions for the
            embedded engine, mean for the cluster; ``query_ms``: median time until the answer.
        resident: bytes of memory the searching process held after the questions (not known of a cluster: 0).
    """

    engine: str
    documents: int
    size: int
    seconds: float
    cpu_seconds: float
    server_cpu_seconds: float
    query_cpu_ms: float
    query_ms: float
    resident: int


@dataclass(frozen=True, slots=True)
class Figures:
    """One run of the measurements.

    Attributes:
        date: ISO 8601.
        machine: what it ran on, in words.
        source_size: bytes of the imported files per proposal.
    """

    date: str
    machine: str
    source_size: float
    archives: tuple[ArchiveFigures, ...]
    indexes: tuple[IndexFigures, ...]
