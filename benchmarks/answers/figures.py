"""What is measured, as plain values: they travel from the measuring processes to the page, and to JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.answers.engines import Built
from benchmarks.answers.questions import Question

__all__ = ["Asked", "EngineFigures", "Run", "Served", "SizeFigures"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, asked again and again: milliseconds of whole answers, and what was found.

    Attributes:
        counts: facet → value → records, all values.
    """

    question: Question
    samples_ms: tuple[float, ...]
    total: int
    counts: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Served:
    """A process that answers: all answers, and its memory afterwards.

    Attributes:
        work_ms: kind of question → mean milliseconds of processor time of an answer, of all processes and threads
            that have a part in it; what other work on the machine does not change much.
        resident_bytes: with pages of mapped files, which the system can take back.
        own_bytes: without.
    """

    asked: tuple[Asked, ...]
    work_ms: Mapping[str, float]
    resident_bytes: int
    own_bytes: int


@dataclass(frozen=True, slots=True)
class EngineFigures:
    """Everything about one engine at one size."""

    engine: str
    built: Built
    served: Served


@dataclass(frozen=True, slots=True)
class SizeFigures:
    """Everything at one size.

    Attributes:
        text_bytes: of the exported records.
        engines: ours first.
        skipped: engine → what is missing here.
        answer_stages, page_stages: step → median processor milliseconds of our whole answer, of the site's page.
    """

    documents: int
    text_bytes: int
    engines: tuple[EngineFigures, ...]
    skipped: Mapping[str, str]
    answer_stages: Mapping[str, float]
    page_stages: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Run:
    """One whole run on one machine; ``facts`` are lines that say what it ran on and how busy it was."""

    facts: tuple[str, ...]
    sizes: tuple[SizeFigures, ...]
