"""Decisions on a batch: in its folder while a new proposal is not in the archive, in the archive from then on.

Either side of a pair may be a proposal of the archive or another new one of the same batch (``Counterpart``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from corpus import Archive, Decision, Overtaken, Pair, Proposal, Ruling, overtaken, standing
from indexer import DecisionService, Reader
from search_web.desk.batches.folder import BatchFolder
from search_web.desk.batches.model import DeskError, draft_number

__all__ = ["BatchDecisions", "Counterpart", "find_counterparts"]

_STAFF = Reader(internal=True)


class BatchDecisions:
    """Keeps and looks up decisions on pairs of which one or both may be new proposals of one batch."""

    def __init__(self, folder: BatchFolder, decisions: DecisionService) -> None:
        self._folder = folder
        self._archived = decisions
        self._kept = folder.kept()

    def current(self, pairs: Iterable[Pair]) -> dict[Pair, Decision]:
        """Return what stands on each of the pairs that is decided; ids as they were asked."""
        asked = list(pairs)
        in_archive = {pair: archived for pair in asked if (archived := self._archive_pair(pair))}
        found = self._archived.current(in_archive.values(), _STAFF)
        here = self._histories()
        current: dict[Pair, Decision] = {}
        for pair in asked:
            archived = in_archive.get(pair)
            now = found.get(archived) if archived else standing(here.get(pair, []))
            if now:
                current[pair] = now
        return current

    def history(self, pair: Pair) -> tuple[Decision, ...]:
        """Return every entry of a pair, oldest first."""
        archived = self._archive_pair(pair)
        return self._archived.history(archived, _STAFF) if archived else tuple(self._histories().get(pair, []))

    def decide(
        self, pair: Pair, ruling: Ruling, *, who: str, main: str = "", note: str = "", seen: str | None = None
    ) -> Decision:
        """Keep a ruling and return its entry.

        Raises:
            Overtaken: somebody else was faster since ``seen``, as in ``DecisionStore.decide``.
            DeskError, ArchiveError: a 并案 names no main case, or a record is not there.
        """
        archived = self._archive_pair(pair)
        if ruling is Ruling.RAISED_BEFORE and draft_number(self._kept.get(main, main)) is not None:
            raise DeskError("往届已提的原提案应是档案里的一件，不能是本批的新提案。请改选原提案，或改作别的决定。")
        if archived:
            main = self._kept.get(main, main)
            return self._archived.decide(archived, ruling, _STAFF, who=who, main=main, note=note, seen=seen)
        main = main if ruling.names_one else ""
        if ruling.names_one and main not in pair:
            raise DeskError(f"{ruling.value}要指定两件中的哪一件是主案。请选定主案后再保存。")
        return self._add(Decision(pair, ruling, main, note.strip(), who), seen)

    def undo(self, pair: Pair, entry_id: str, *, who: str) -> Decision:
        """Take a standing ruling back and return the entry that says so.

        Raises:
            DeskError, ArchiveError: it does not stand any more.
        """
        if self._archive_pair(pair):
            return self._archived.undo(entry_id, _STAFF, who=who)
        return self._add(Decision(pair, None, who=who, undoes=entry_id))

    def _add(self, entry: Decision, seen: str | None = None) -> Decision:
        """Add an entry; what it rests on is checked under the same lock that it is written under."""
        added = entry

        def change(entries: list[Decision]) -> list[Decision]:
            nonlocal added
            history = [each for each in entries if each.pair == entry.pair]
            before = standing(history)
            if entry.undoes and (before is None or before.id != entry.undoes):
                raise DeskError("这一条决定已经不是现在的决定。请刷新页面，核对后再操作。")
            if overtaken(history, seen, entry.who):
                raise Overtaken("您填写的时候，别人先作了决定。请看过以后再保存。")
            if before and entry.ruling and _says(before) == _says(entry):
                added = before
                return entries
            now = datetime.now(UTC)
            if entries:
                now = max(now, datetime.fromisoformat(entries[-1].made) + timedelta(microseconds=1))
            added = replace(entry, made=now.isoformat(timespec="microseconds"))
            return [*entries, added]

        self._folder.change_decisions(change)
        return added

    def _histories(self) -> dict[Pair, list[Decision]]:
        found: dict[Pair, list[Decision]] = {}
        for entry in self._folder.decisions():
            found.setdefault(entry.pair, []).append(entry)
        return found

    def _archive_pair(self, pair: Pair) -> Pair | None:
        """The pair by ids of the archive; None while one of them is only in the batch."""
        one, other = self._kept.get(pair.first, pair.first), self._kept.get(pair.second, pair.second)
        if one == other or draft_number(one) is not None or draft_number(other) is not None:
            return None
        return Pair.of(one, other)


def _says(entry: Decision) -> tuple[object, ...]:
    return (entry.ruling, entry.main, entry.note, entry.who)


@dataclass(frozen=True, slots=True)
class Counterpart:
    """One proposal that a match names.

    Attributes:
        id: as the match has it.
        number: its number in the batch; None for one of the archive.
        archived: its id in the archive; ``""`` while it is only in the batch.
    """

    id: str
    proposal: Proposal
    number: int | None
    archived: str


def find_counterparts(archive: Archive, folder: BatchFolder, ids: Iterable[str]) -> dict[str, Counterpart]:
    """Return the proposals of these ids; what is gone from archive or batch is left out."""
    wanted = set(ids)
    numbers = {id: number for id in wanted if (number := draft_number(id)) is not None}
    kept = folder.kept()
    records = archive.get_many(sorted(wanted - set(numbers)))
    found = {id: Counterpart(id, record, None, id) for id, record in records.items()}
    if numbers:
        for draft in folder.drafts(set(numbers.values())):
            found[draft.id] = Counterpart(draft.id, draft.proposal, draft.number, kept.get(draft.id, ""))
    return found
