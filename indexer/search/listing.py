"""A whole search rather than a page of it: every id in order, what stands beside one hit, what came in last.

All three ask the engine the question that the page asked, so that they agree with it to the last proposal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from whoosh.query import Or, Query, Term

from corpus import Archive, Change
from indexer.engines.base import EngineResult

__all__ = ["Ask", "Listing", "Neighbours", "News", "changes_among", "neighbours_of"]

#: Searches of at most so many hits are looked up in the archive at once; larger ones are met soon enough by walking.
_FEW = 2_000
#: Changes asked about at a time; every one is a clause of the query.
_BATCH = 256
#: How far behind the place it was seen at a proposal is looked for after the index has changed.
_DRIFT = 100


class Ask(Protocol):
    """Asks one search for a stretch of its hits; ``scope`` narrows it further."""

    def __call__(self, offset: int, limit: int, scope: Query | None = None) -> EngineResult:
        """Return the hits from ``offset`` on, without facets."""
        ...


@dataclass(frozen=True, slots=True)
class Listing:
    """The ids a search finds, in its order.

    Attributes:
        total: how many match; ``ids`` holds fewer where more match than were wanted.
    """

    total: int
    ids: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every match is listed."""
        return len(self.ids) >= self.total


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a proposal stands in a search.

    Attributes:
        place: from 1, among ``total``.
        before, after: the ids on either side, ``""`` at the ends.
    """

    place: int
    total: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class News:
    """What came into the archive last among a search's hits, newest first, and how many match at all."""

    total: int
    changes: tuple[Change, ...]


def neighbours_of(ask: Ask, id: str, place: int) -> Neighbours | None:
    """Return what stands beside a proposal seen at a place of a search; None where the search no longer finds it.

    The place is only a hint: after the index has changed, the proposal is looked for up to 100 places further on.
    """
    start = max(place - 2, 0)
    result = ask(start, place + 1 - start)
    ids = [row.id for row in result.rows]
    if id not in ids:
        start, result = 0, ask(0, place + _DRIFT)
        ids = [row.id for row in result.rows]
    if id not in ids:
        return None
    at = ids.index(id)
    if at + 1 == len(ids) and start + len(ids) < result.total:
        ids += [row.id for row in ask(start + len(ids), 1).rows]
    return Neighbours(
        place=start + at + 1,
        total=result.total,
        before=ids[at - 1] if at else "",
        after=ids[at + 1] if at + 1 < len(ids) else "",
    )


def changes_among(ask: Ask, archive: Archive, most: int, since: str = "") -> News:
    """Return the hits of a search that came into the archive, or were revised, last.

    Args:
        most: how many to return.
        since: leave out what came in before this moment (ISO 8601 in UTC; a day alone will do).
    """
    first = ask(0, _FEW)
    few = first.total <= _FEW
    changes = archive.latest([row.id for row in first.rows]) if few else _met(ask, archive)
    recent = (change for change in changes if change.made >= since)
    return News(first.total, tuple(islice(recent, most)))


def _met(ask: Ask, archive: Archive) -> Iterator[Change]:
    """Walk the archive back from its last change and keep what the search finds."""
    changes = archive.latest()
    while batch := list(islice(changes, _BATCH)):
        scope = Or([Term("id", change.id) for change in batch])
        found = {row.id for row in ask(0, len(batch), scope).rows}
        yield from (change for change in batch if change.id in found)
