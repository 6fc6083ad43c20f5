"""The other side of a match: a proposal of the archive, or another new one of the same pile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus import Archive, Proposal
from search_web.desk.folder import PileFolder
from search_web.desk.piles import draft_number

__all__ = ["Other", "find_others"]


@dataclass(frozen=True, slots=True)
class Other:
    """One proposal that a match names.

    Attributes:
        id: as the match has it.
        number: its number in the pile; None for one of the archive.
        archived: its id in the archive; ``""`` while it is only in the pile.
    """

    id: str
    proposal: Proposal
    number: int | None
    archived: str


def find_others(archive: Archive, folder: PileFolder, ids: Iterable[str]) -> dict[str, Other]:
    """Return the proposals of these ids; what is gone from archive or pile is left out."""
    wanted = set(ids)
    numbers = {id: number for id in wanted if (number := draft_number(id)) is not None}
    kept = folder.kept()
    records = archive.get_many(sorted(wanted - set(numbers)))
    found = {id: Other(id, record, None, id) for id, record in records.items()}
    if numbers:
        for draft in folder.drafts(set(numbers.values())):
            found[draft.id] = Other(draft.id, draft.proposal, draft.number, kept.get(draft.id, ""))
    return found
