"""A pile of new proposals on a clerk's desk, as plain frozen values, and how they are written down meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from corpus import Proposal
from indexer import Against, Passage, Unread, Verdict

__all__ = [
    "Draft",
    "Line",
    "Match",
    "Pile",
    "PileState",
    "as_json",
    "draft_id",
    "draft_number",
    "line_from_json",
    "match_from_json",
    "pile_from_json",
]

#: What stands before a new proposal's number where another proposal has its id; no id of the archive begins so.
_DRAFT = "新-"


class PileState(StrEnum):
    """How far the check of a pile is."""

    WAITING = "等候"
    READING = "读取"
    CHECKING = "比对"
    DONE = "完成"
    FAILED = "未完成"

    @property
    def over(self) -> bool:
        """Whether nothing more happens by itself."""
        return self in (PileState.DONE, PileState.FAILED)


@dataclass(frozen=True, slots=True)
class Pile:
    """What is known of a pile without opening its proposals.

    Attributes:
        owner: the account whose desk it lies on; nobody else sees it.
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
    state: PileState = PileState.WAITING
    done: int = 0
    total: int = 0
    drafts: int = 0
    found: int = 0
    message: str = ""
    took_ms: float = 0.0
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """One new proposal: its number in the pile from 1, the uploaded file it came from, and where in it."""

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
        other: id in the archive, or ``draft_id`` of another one of the pile.
    """

    other: str
    verdict: Verdict
    score: float
    coverage: float
    reverse_coverage: float
    topic: float = 0.0
    passages: tuple[Passage, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A new proposal in the pile's list: what it is, and the strongest match without its passages."""

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
        return (self.best.verdict.rank, -self.best.coverage, self.number)


def draft_id(number: int) -> str:
    """Return what the pile's proposal with this number is called until the archive has it.

    >>> draft_id(3), draft_number("新-3"), draft_number("12-5-0300-7c2e9a")
    ('新-3', 3, None)
    """
    return f"{_DRAFT}{number}"


def draft_number(id: str) -> int | None:
    """Return the number of a pile's proposal; None for an id of the archive."""
    number = id.removeprefix(_DRAFT)
    return int(number) if number != id and number.isdecimal() else None


def pile_from_json(value: Mapping[str, Any]) -> Pile:
    """Return the pile whose ``asdict`` was written down."""
    given = {
        **value,
        "against": Against(value["against"]),
        "state": PileState(value["state"]),
        "unread": tuple(Unread(**each) for each in value["unread"]),
    }
    return Pile(**given)


def match_from_json(value: Mapping[str, Any]) -> Match:
    """Return the match whose ``asdict`` was written down."""
    given = {
        **value,
        "verdict": Verdict(value["verdict"]),
        "passages": tuple(_passage(each) for each in value["passages"]),
        "reasons": tuple(value["reasons"]),
    }
    return Match(**given)


def line_from_json(value: Mapping[str, Any]) -> Line:
    """Return the line whose ``asdict`` was written down."""
    best = match_from_json(value["best"]) if value["best"] else None
    return Line(**{**value, "proposers": tuple(value["proposers"]), "best": best})


def _passage(value: Mapping[str, Any]) -> Passage:
    return Passage(**{**value, "query": tuple(value["query"]), "span": tuple(value["span"])})


def as_json(value: Pile | Match | Line) -> dict[str, Any]:
    """Return the value as JSON can hold it."""
    return asdict(value)
