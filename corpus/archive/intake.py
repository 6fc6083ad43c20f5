"""One file's records on their way into the archive.

    add(record) … ──▶ known already, word for word ──▶ unchanged
                 ──▶ same bytes, same place as before ──▶ revised, by a new profile or reader
                 ──▶ identity unknown, file unknown ──▶ added
                 ──▶ anything else: held until the whole file is known ──▶ revised, or added

A record is never put in another's place on doubtful evidence: it is added instead.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.archive import known as archive
from corpus.archive.known import CHUNK, KnownRecord
from corpus.archive.matching import Newcomer, renamed, same_identity
from corpus.archive.payload import checksum, pack
from corpus.archive.schema import storable
from corpus.identity import identity

if TYPE_CHECKING:
    from corpus.archive.recording import Recorder
    from corpus.model import Proposal

__all__ = ["Intake", "IntakeCounts"]


@dataclass(frozen=True, slots=True)
class IntakeCounts:
    """What became of one file's records."""

    added: int = 0
    revised: int = 0
    unchanged: int = 0


class Intake:
    """Takes one file's records in, within one transaction. Use once: ``add`` each, then ``finish``."""

    def __init__(self, recorder: Recorder, *, known_file: bool) -> None:
        self._recorder = recorder
        self._connection = recorder.connection
        self._file_pk = recorder.file_pk
        self._known_file = known_file
        self._waiting: list[Newcomer] = []
        self._held: dict[str, list[Newcomer]] = defaultdict(list)
        self._claimed: set[int] = set()
        self._ordinals: Counter[str] = Counter()
        self._first_checksum: dict[str, str] = {}
        self._mixed: set[str] = set()
        self._outcomes: Counter[str] = Counter()

    def add(self, record: Proposal) -> None:
        """Take one record in; records of a file come in the file's order.

        Raises:
            ReadError: the record cannot be kept exactly as it is; it is left out.
        """
        body = pack(record)
        mark, content = identity(record), checksum(record)
        self._ordinals[mark] += 1
        if self._first_checksum.setdefault(mark, content) != content:
            self._mixed.add(mark)
        self._waiting.append(Newcomer(record, body, mark, content, self._ordinals[mark]))
        if len(self._waiting) >= CHUNK:
            self._settle_waiting()

    def finish(self) -> IntakeCounts:
        """Settle what was held back and return what became of all."""
        self._settle_waiting()
        if self._known_file:
            self._settle_in_place()
        leftover = self._settle_held()
        if self._known_file and leftover:
            leftover = self._settle_renamed(leftover)
        for start in range(0, len(leftover), CHUNK):
            chunk = leftover[start : start + CHUNK]
            groups = self._groups(chunk)
            self._add_new([(newcomer, groups[newcomer.identity]) for newcomer in chunk])
        self._recorder.flush()
        return IntakeCounts(self._outcomes["added"], self._outcomes["revised"], self._outcomes["unchanged"])

    def _settle_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        groups = self._groups(waiting)
        new: list[tuple[Newcomer, list[KnownRecord]]] = []
        for newcomer in waiting:
            group = groups[newcomer.identity]
            free = [record for record in group if record.pk not in self._claimed]
            said = [record for record in free if record.says(newcomer.checksum)]
            own = [record for record in said if record.says(newcomer.checksum, self._file_pk)]
            if own or (said and not self._known_file):
                self._claim(newcomer, (own or said)[0])
            elif free or self._known_file:
                self._held[newcomer.identity].append(newcomer)
            else:
                new.append((newcomer, group))
        self._add_new(new)

    def _settle_in_place(self) -> None:
        """Take up what the very same bytes gave at the same place when they were last read in another way."""
        by_place = self._recorder.records_by_place()
        held = [newcomer for newcomers in self._held.values() for newcomer in newcomers]
        placed = {by_place[_place(newcomer)]: newcomer for newcomer in held if _place(newcomer) in by_place}
        for known in archive.by_pk(self._connection, [pk for pk in placed if pk not in self._claimed]):
            newcomer = placed[known.pk]
            self._claim(newcomer, known)
            self._held[newcomer.identity].remove(newcomer)

    def _settle_held(self) -> list[Newcomer]:
        leftover: list[Newcomer] = []
        marks = list(self._held)
        for start in range(0, len(marks), CHUNK):
            chunk = [newcomer for mark in marks[start : start + CHUNK] for newcomer in self._held[mark]]
            groups = self._groups(chunk)
            for mark in marks[start : start + CHUNK]:
                group = groups[mark]
                free = {record.pk for record in group} - self._claimed
                matches = list(
                    same_identity(self._held[mark], group, file_pk=self._file_pk, free=free, mixed=mark in self._mixed)
                )
                for newcomer, known in matches:
                    self._claim(newcomer, known)
                matched = {newcomer.ordinal for newcomer, _ in matches}
                leftover += [newcomer for newcomer in self._held[mark] if newcomer.ordinal not in matched]
        return leftover

    def _settle_renamed(self, newcomers: list[Newcomer]) -> list[Newcomer]:
        self._recorder.flush()
        before = archive.last_seen_in(self._connection, self._file_pk, without=self._claimed)
        matched: set[tuple[str, int]] = set()
        for newcomer, known in renamed(newcomers, before):
            self._claim(newcomer, known)
            matched.add((newcomer.identity, newcomer.ordinal))
        return [newcomer for newcomer in newcomers if (newcomer.identity, newcomer.ordinal) not in matched]

    def _groups(self, newcomers: list[Newcomer]) -> defaultdict[str, list[KnownRecord]]:
        self._recorder.flush()
        found = archive.bearing(self._connection, (newcomer.identity for newcomer in newcomers))
        return defaultdict(list, found)

    def _claim(self, newcomer: Newcomer, known: KnownRecord) -> None:
        self._claimed.add(known.pk)
        revised = self._recorder.sight(known, newcomer)
        self._outcomes["revised" if revised else "unchanged"] += 1

    def _add_new(self, newcomers: list[tuple[Newcomer, list[KnownRecord]]]) -> None:
        self._recorder.expect([newcomer for newcomer, _ in newcomers])
        for newcomer, group in newcomers:
            taken = [record.occurrence for record in group if record.identity == newcomer.identity]
            known = self._recorder.add(newcomer, occurrence=max(taken, default=0) + 1)
            group.append(known)
            self._claimed.add(known.pk)
            self._outcomes["added"] += 1


def _place(newcomer: Newcomer) -> str:
    return storable(newcomer.record.source.place) if newcomer.record.source else ""
