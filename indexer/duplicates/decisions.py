"""Decisions on pairs of records, as far as whoever asks may know of them.

Clerks see and make them all. The public sees that two public proposals are handled as one (并案), never notes, names,
doubts or what was rejected; of a pair with an internal record it learns nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from corpus import Archive, Decision, Pair, Ruling, visible_to
from indexer.errors import NotAllowed
from indexer.search.request import Reader

__all__ = ["DecisionService"]


class DecisionService:
    """Answers with decisions, and takes them from clerks. Safe to share between threads."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._kept = archive.decisions

    def of_records(self, ids: Collection[str], reader: Reader) -> dict[Pair, Decision]:
        """Return what stands on each pair that one of these records is in, oldest first."""
        return self._shown(self._kept.of_records(ids), reader)

    def current(self, pairs: Iterable[Pair], reader: Reader) -> dict[Pair, Decision]:
        """Return what stands on each of these pairs that is decided."""
        return self._shown(self._kept.current(pairs), reader)

    def history(self, pair: Pair, reader: Reader) -> tuple[Decision, ...]:
        """Return every entry of a pair, oldest first; nothing for the public."""
        return self._kept.history(pair) if reader.internal else ()

    def listed(
        self, reader: Reader, *, ruling: Ruling | None = None, who: str = "", since: str = "", limit: int = 50,
        offset: int = 0,
    ) -> tuple[Decision, ...]:  # fmt: skip
        """Return standing decisions, newest first; nothing for the public."""
        if not reader.internal:
            return ()
        return self._kept.listed(ruling=ruling, who=who, since=since, limit=limit, offset=offset)

    def count(self, reader: Reader, *, ruling: Ruling | None = None, who: str = "", since: str = "") -> int:
        """Return how many standing decisions ``listed`` goes through."""
        return self._kept.count(ruling=ruling, who=who, since=since) if reader.internal else 0

    def decide(
        self, pair: Pair, ruling: Ruling, reader: Reader, *, who: str, main: str = "", note: str = "",
        seen: str | None = None,
    ) -> Decision:  # fmt: skip
        """Keep a clerk's ruling on a pair and return its entry.

        Raises:
            NotAllowed: the reader is the public.
            Overtaken, ArchiveError: as ``DecisionStore.decide``.
        """
        _clerks_only(reader)
        return self._kept.decide(pair, ruling, who=who, main=main, note=note, seen=seen)

    def decide_all(
        self, mains: Mapping[Pair, str], ruling: Ruling, reader: Reader, *, who: str, note: str = ""
    ) -> list[Decision]:
        """Keep a clerk's one ruling on many pairs, all or none; what is decided already stays.

        Raises:
            NotAllowed: the reader is the public.
            ArchiveError: as ``DecisionStore.decide_all``.
        """
        _clerks_only(reader)
        return self._kept.decide_all(mains, ruling, who=who, note=note)

    def undo(self, entry_id: str, reader: Reader, *, who: str, note: str = "") -> Decision:
        """Take a standing decision back and return the entry that says so.

        Raises:
            NotAllowed: the reader is the public.
            ArchiveError: as ``DecisionStore.undo``.
        """
        _clerks_only(reader)
        return self._kept.undo(entry_id, who=who, note=note)

    def _shown(self, found: dict[Pair, Decision], reader: Reader) -> dict[Pair, Decision]:
        if reader.internal:
            return found
        merged = {pair: each for pair, each in found.items() if each.ruling is Ruling.MERGE}
        records = self._archive.get_many(dict.fromkeys(id for pair in merged for id in (pair.first, pair.second)))
        public = {id for id, record in records.items() if visible_to(record, internal=False)}
        return {
            pair: replace(each, note="", who="", made="")
            for pair, each in merged.items()
            if {pair.first, pair.second} <= public
        }


def _clerks_only(reader: Reader) -> None:
    if not reader.internal:
        raise NotAllowed("查重的决定由提案工作人员作出。请先登录。")
