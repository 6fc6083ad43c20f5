"""A batch of new proposals on a clerk's desk, as plain frozen values, and how they are written down meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus import Form, Proposal
from indexer import Against, Passage, Unread, Verdict

__all__ = [
    "FORM",
    "Batch",
    "BatchState",
    "DeskError",
    "Draft",
    "Line",
    "Match",
    "draft_id",
    "draft_number",
]

#: How batches, lines and matches are written down.
FORM = Form()

#: Share of a new text from which what it contains is told before what it overlaps with.
_HALF = 0.5

#: What stands before a new proposal's number where another proposal has its id; no id of the archive begins so.
_DRAFT = "新-"


class BatchState(StrEnum):
    """How far the check of a batch is."""

    WAITING = "等候"
    READING = "读取"
    CHECKING = "比对"
    DONE = "完成"
    FAILED = "未完成"

    @property
    def over(self) -> bool:
        """Whether nothing more happens by itself."""
        return self in (BatchState.DONE, BatchState.FAILED)


@dataclass(frozen=True, slots=True)
class Batch:
    """What is known of a batch without opening its proposals.

    Attributes:
        owner: the account that uploaded it; every clerk may open it.
        created: ISO 8601 in UTC; ``took_ms``: how long the comparison took.
        done, total: of the comparison, for the progress bar.
        drafts: new proposals that could be read; ``found`` of them have a candidate.
        message: why it failed.
    """

    id: str
    owner: str
    name: str
    against: Against
    created: str
    state: BatchState = BatchState.WAITING
    done: int = 0
    total: int = 0
    drafts: int = 0
    found: int = 0
    message: str = ""
    took_ms: float = 0.0
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """One new proposal: its number in the batch from 1, the uploaded file it came from, and where in it."""

    number: int
    file: int
    proposal: Proposal

    @property
    def id(self) -> str:
        """What it is called until the archive has it."""
        return draft_id(self.number)


@dataclass(frozen=True, slots=True)
class Match:
    """What a new proposal may duplicate: ``indexer.Candidate`` with the other proposal by its id.

    Attributes:
        other: id in the archive, or ``draft_id`` of another one of the batch.
    """

    other: str
    verdict: Verdict
    score: float
    coverage: float
    reverse_coverage: float
    topic: float = 0.0
    passages: tuple[Passage, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[int, float, float]:
        """Strongest first, by what is found again of the new text.

        A short text that is wholly in the new one (包含) says little of where that came from: it stands among those
        that overlap, which stand by how much of the new text is theirs.
        """
        part = self.verdict is Verdict.CONTAINS and self.coverage < _HALF
        verdict = Verdict.OVERLAPS if part else self.verdict
        return (verdict.rank, -self.coverage if verdict is Verdict.OVERLAPS else 0.0, -self.score)


@dataclass(frozen=True, slots=True)
class Line:
    """A new proposal in the batch's list: what it is, and the strongest match without its passages."""

    number: int
    title: str
    proposers: tuple[str, ...]
    file: str
    matches: int = 0
    best: Match | None = None

    @property
    def order(self) -> tuple[int, float, int]:
        """Strongest verdict first, then by how much of the new text is found again."""
        if self.best is None:
            return (len(Verdict), 0.0, self.number)
        return (self.best.order[0], -self.best.coverage, self.number)


def draft_id(number: int) -> str:
    """Return what the batch's proposal with this number is called until the archive has it.

    >>> draft_id(3), draft_number("新-3"), draft_number("12-5-0300-7c2e9a")
    ('新-3', 3, None)
    """
    return f"{_DRAFT}{number}"


def draft_number(id: str) -> int | None:
    """Return the number of a batch's proposal; None for an id of the archive."""
    number = id.removeprefix(_DRAFT)
    return int(number) if number != id and number.isdecimal() else None


class DeskError(Exception):
    """What was asked for cannot be done; nothing was changed."""
