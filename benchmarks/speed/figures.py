"""What is measured, as plain values: they travel from the measuring processes to the report, and to JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.speed.questions import Question
from benchmarks.speed.tokens import Preparation

__all__ = ["BuildFigures", "Cold", "EngineFigures", "Floor", "Latency", "Run", "Serving", "SizeFigures"]


@dataclass(frozen=True, slots=True)
class BuildFigures:
    """Seconds from the first token to a durable index, its size, and the most memory held by all processes."""

    seconds: float
    index_bytes: int
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class Cold:
    """A fresh process, its modules loaded: milliseconds to open the index and to answer the first question."""

    kind: str
    open_ms: float
    first_ms: float


@dataclass(frozen=True, slots=True)
class Latency:
    """One question, asked again and again: its milliseconds, and what was found."""

    question: Question
    faceted: bool
    samples_ms: tuple[float, ...]
    total: int
    counts: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Serving:
    """A long-lived process: latencies, its memory after all questions, and updates until they are found.

    Attributes:
        resident_bytes: all memory, pages of mapped files included (the system can take those back).
        private_bytes: memory of its own.
    """

    latencies: tuple[Latency, ...]
    resident_bytes: int
    private_bytes: int
    update_ms: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Floor:
    """What one question has to touch at the very least.

    Attributes:
        postings: entries of all posting lists of the question's terms.
        touched_bytes: bytes of lists, without facet columns.
        column_bytes: bytes of facet columns over the matches.
    """

    question: Question
    postings: int
    touched_bytes: int
    column_bytes: int


@dataclass(frozen=True, slots=True)
class EngineFigures:
    """Everything about one engine at one size."""

    engine: str
    build: BuildFigures
    cold: tuple[Cold, ...]
    serving: Serving


@dataclass(frozen=True, slots=True)
class SizeFigures:
    """Everything at one size, in documents."""

    documents: int
    floors: tuple[Floor, ...]
    engines: tuple[EngineFigures, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One whole run on one machine.

    Attributes:
        bandwidth: bytes a second that one core reads from memory.
        machine: lines that say what it ran on.
    """

    command: str
    machine: tuple[str, ...]
    bandwidth: float
    seconds: float
    preparation: Preparation
    sizes: tuple[SizeFigures, ...]
