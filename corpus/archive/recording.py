"""Writes what an intake decided: new records, new sightings, and the revisions that follow from them.

What is current when several files differ: the newest reading leads. What it leaves out is filled from the older ones,
newest first, so that a poorer re-publication (no reply, an abstract only, no units) takes nothing away. Every reading
and every merged state stays in the archive. The rules, and why: docs/decisions/0005-identity-and-revisions.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from functools import reduce
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select, update

from corpus.archive.record_lookup import KnownRecord, Sighting, readings, taken_ids
from corpus.archive.rows import checksum, pack
from corpus.archive.schema import cases, corrections, payloads, records, revisions, sightings, storable
from corpus.identity import alike, case_digests, folded, id_lengths, is_id, record_id
from corpus.interchange import STORED
from corpus.model import Coverage, Proposal, Reply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from corpus.archive.record_lookup import Newcomer
    from corpus.archive.schema import Numbering
    from corpus.model import Handling

__all__ = ["FileReading", "Recorder", "merged"]


Kept = TypeVar("Kept", Proposal, Reply)

_COMPLETENESS = {Coverage.NONE: 0, Coverage.ABSTRACT: 1, Coverage.FULL: 2}


def merged(said: Sequence[Proposal]) -> Proposal:
    """Return the current state of a record from what each file says of it, newest first.

    A single reading comes back unchanged.

    >>> from corpus.model import Reply
    >>> with_reply = Proposal("关于停车", text="全文", replies=(Reply("已增设车位"),))
    >>> without = Proposal("关于停车", category="城建", coverage=Coverage.NONE)
    >>> both = merged([without, with_reply])
    >>> both.category, both.text, both.coverage.value, both.replies[0].text
    ('城建', '全文', '全文', '已增设车位')
    """
    return reduce(_completed, said[1:], said[0])


def _completed(newer: Proposal, older: Proposal) -> Proposal:
    text, coverage = _fuller_text(newer, older)
    return _filled(
        newer,
        older,
        title=_title(newer, older),
        # What kind it is, and where it comes from, the newest reading says alone.
        kind=newer.kind,
        source=newer.source,
        id=newer.id,
        text=text,
        coverage=coverage,
        proposers=_fuller_names(newer.proposers, older.proposers),
        cosigners=_fuller_names(newer.cosigners, older.cosigners),
        handlings=_all_handlings(newer.handlings, older.handlings),
        replies=_all_replies(newer.replies, older.replies),
        extra=tuple(dict.fromkeys(newer.extra + older.extra)),
    )


def _filled(newer: Kept, older: Kept, **decided: object) -> Kept:
    """The newer one, with the older one's word in every field of which it says nothing.

    So what one source keeps internal stays internal until that source itself says otherwise.
    """
    silent = (each.name for each in fields(newer) if getattr(newer, each.name) == each.default)
    return replace(newer, **{**{name: getattr(older, name) for name in silent}, **decided})


def _title(newer: Proposal, older: Proposal) -> str:
    """The newer title; but a proposal that is there itself is not called after its reply."""
    called_after_reply = not folded(newer.text) and any(reply.title == newer.title for reply in newer.replies)
    return older.title if called_after_reply and folded(older.text) else newer.title


def _fuller_text(newer: Proposal, older: Proposal) -> tuple[str, Coverage]:
    def completeness(record: Proposal) -> int:
        return _COMPLETENESS[record.coverage] if folded(record.text) else -1

    best = older if completeness(older) > completeness(newer) else newer
    return best.text, best.coverage


def _fuller_names(newer: tuple[str, ...], older: tuple[str, ...]) -> tuple[str, ...]:
    return older if set(newer) < set(older) else newer


def _all_handlings(newer: tuple[Handling, ...], older: tuple[Handling, ...]) -> tuple[Handling, ...]:
    named = {handling.unit for handling in newer}
    return newer + tuple(handling for handling in older if handling.unit not in named)


def _all_replies(newer: tuple[Reply, ...], older: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """Keep every reply of both: one that both have once, in the newer words unless those were cut short."""
    replies = list(newer)
    matched: set[int] = set()
    for old in older:
        free = (place for place in range(len(newer)) if place not in matched and _same_reply(newer[place], old))
        twin = next(free, None)
        if twin is None:
            replies.append(old)
        else:
            matched.add(twin)
            replies[twin] = _completed_reply(newer[twin], old)
    return tuple(replies)


def _same_reply(one: Reply, other: Reply) -> bool:
    told = ((set(one.units), set(other.units)), (one.document_number, other.document_number))
    if any(here and there and here != there for here, there in told):
        return False
    if one.replied and other.replied and one.replied != other.replied:
        return False
    return not folded(one.text) or not folded(other.text) or alike(one.text, other.text)


def _completed_reply(newer: Reply, older: Reply) -> Reply:
    cut_short = len(folded(newer.text)) < len(folded(older.text)) and folded(newer.text) in folded(older.text)
    return _filled(newer, older, text=older.text if cut_short or not folded(newer.text) else newer.text)


@dataclass(frozen=True, slots=True)
class FileReading:
    """Which file is being read, by which import, and when (ISO 8601 in UTC)."""

    file_pk: int
    sha256: str
    import_pk: int
    now: str


class Recorder:
    """Rows of one file's records; new rows are gathered and written in bulk by ``flush``."""

    def __init__(self, connection: Connection, numbering: Numbering, reading: FileReading) -> None:
        self.connection = connection
        self.file_pk, self.sha256 = reading.file_pk, reading.sha256
        self.numbering = numbering
        self._reading = reading
        self._new: dict[Any, list[dict[str, Any]]] = {
            table: [] for table in (payloads, records, sightings, revisions, cases)
        }
        self._taken: dict[str, bool] = {}

    def records_by_place(self) -> dict[str, int]:
        """Return which record these very bytes had at each place when they were last read, where it was one."""
        found: dict[str, list[int]] = {}
        own = (sightings.c.file_pk == self.file_pk) & (sightings.c.sha256 == self._reading.sha256)
        for row in self.connection.execute(select(sightings.c.place, sightings.c.record_pk).where(own)):
            found.setdefault(row.place, []).append(row.record_pk)
        return {place: pks[0] for place, pks in found.items() if len(pks) == 1}

    def expect(self, newcomers: Sequence[Newcomer]) -> None:
        """Look up in one go which of the ids that these records would have are taken."""
        ids = [record_id(newcomer.record, digest=newcomer.identity) for newcomer in newcomers]
        taken = taken_ids(self.connection, ids)
        self._taken.update((id, id in taken) for id in ids)

    def add(self, newcomer: Newcomer, *, occurrence: int) -> KnownRecord:
        """Keep a record the archive does not have, as the given occurrence of its identity."""
        payload_pk = self._payload(newcomer.body)
        known = KnownRecord(
            pk=self.numbering.next(records),
            id=self._free_id(newcomer, occurrence),
            identity=newcomer.identity,
            occurrence=occurrence,
            revision=1,
            checksum=newcomer.checksum,
            payload_pk=payload_pk,
        )
        sighting = self._sighting(newcomer, payload_pk, self.numbering.next_sequence())
        known.sightings[self.file_pk] = sighting
        self._new[records].append(
            {
                **{name: getattr(known, name) for name in KnownRecord.__slots__ if name != "sightings"},
                "updated": sighting.sequence,
                **_counted(newcomer.record),
            }
        )
        self._new[sightings].append(self._sighting_row(known, sighting))
        digests = dict.fromkeys(case_digests(newcomer.record))
        self._new[cases] += [{"record_pk": known.pk, "digest": digest} for digest in digests]
        self._revision(known)
        return known

    def sight(self, known: KnownRecord, newcomer: Newcomer, evidence: str = "") -> bool:
        """Keep what the file says of a known record; return whether the record's current state changed.

        Args:
            evidence: why the file's record is taken for this one, where the file had not said anything of it before.
        """
        before = known.sightings.get(self.file_pk)
        evidence = before.evidence if before else evidence
        if before and before.checksum == newcomer.checksum:
            self._replace_sighting(known, self._sighting(newcomer, before.payload_pk, before.sequence, evidence))
            return False
        said = next((one for one in known.sightings.values() if one.checksum == newcomer.checksum), None)
        if said:
            sighting = self._sighting(newcomer, said.payload_pk, said.sequence, evidence)
        else:
            payload_pk = self._payload(newcomer.body)
            sighting = self._sighting(newcomer, payload_pk, self.numbering.next_sequence(), evidence)
            self._file_under(known, newcomer.record)
        self._replace_sighting(known, sighting)
        return self.revise(known)

    def flush(self) -> None:
        """Write the gathered rows, so that queries see them."""
        for table, rows in self._new.items():
            if rows:
                self.connection.execute(table.insert(), rows)
                rows.clear()
        self._taken.clear()

    def merged_readings(self, known: KnownRecord) -> Proposal:
        """Return what the files say of a record together, without what people corrected."""
        self.flush()
        said = {sighting.checksum: sighting for sighting in known.sightings.values()}
        newest_first = sorted(said.values(), key=lambda sighting: -sighting.sequence)
        bodies = readings(self.connection, [sighting.payload_pk for sighting in newest_first])
        return merged([bodies[sighting.payload_pk] for sighting in newest_first])

    def revise(self, known: KnownRecord, *, reason: str = "") -> bool:
        """Bring a record to what its readings and corrections come to; return whether that changed it."""
        current = self._corrected(known, self.merged_readings(known))
        said = {sighting.checksum: sighting for sighting in known.sightings.values()}
        content = checksum(current)
        if content == known.checksum:
            return False
        known.payload_pk = said[content].payload_pk if content in said else self._payload(pack(current))
        known.checksum = content
        known.revision += 1
        self._revision(known, reason)
        changed = update(records).where(records.c.pk == known.pk)
        self.connection.execute(
            changed.values(
                revision=known.revision,
                checksum=known.checksum,
                payload_pk=known.payload_pk,
                updated=self.numbering.next_sequence(),
                **_counted(current),
            )
        )
        return True

    def _corrected(self, known: KnownRecord, said: Proposal) -> Proposal:
        """What people set, where the files still say what they said when it was set."""
        query = select(corrections).where(corrections.c.record_pk == known.pk).order_by(corrections.c.pk)
        rows = self.connection.execute(query).all()
        if not rows:
            return said
        plain = STORED.plain(said)
        for field, row in {row.field: row for row in rows}.items():
            value = json.loads(row.value)
            if plain.get(field) == json.loads(row.replaced):
                plain = {key: each for key, each in plain.items() if key != field}
                plain |= {} if value is None else {field: value}
        return STORED.structured(plain, Proposal)

    def _replace_sighting(self, known: KnownRecord, sighting: Sighting) -> None:
        before = known.sightings.get(self.file_pk)
        known.sightings[self.file_pk] = sighting
        row = self._sighting_row(known, sighting)
        if before is None:
            self._new[sightings].append(row)
        elif before != sighting:
            own = (sightings.c.record_pk == known.pk) & (sightings.c.file_pk == self.file_pk)
            self.connection.execute(update(sightings).where(own).values(row))

    def _file_under(self, known: KnownRecord, record: Proposal) -> None:
        """Let the record be found by the numbers that a further reading gives it."""
        self.flush()
        there = set(self.connection.scalars(select(cases.c.digest).where(cases.c.record_pk == known.pk)))
        missing = [digest for digest in case_digests(record) if digest not in there]
        self._new[cases] += [{"record_pk": known.pk, "digest": digest} for digest in missing]

    def _sighting(self, newcomer: Newcomer, payload_pk: int, sequence: int, evidence: str = "") -> Sighting:
        record = newcomer.record
        return Sighting(
            identity=newcomer.identity,
            checksum=newcomer.checksum,
            payload_pk=payload_pk,
            sequence=sequence,
            sha256=self.sha256,
            place=storable(record.source.place if record.source else ""),
            evidence=evidence,
        )

    def _sighting_row(self, known: KnownRecord, sighting: Sighting) -> dict[str, Any]:
        values = {name: getattr(sighting, name) for name in Sighting.__slots__}
        return {"record_pk": known.pk, "file_pk": self.file_pk, **values}

    def _revision(self, known: KnownRecord, reason: str = "") -> None:
        sighting = known.sightings[self.file_pk]
        self._new[revisions].append(
            {
                "record_pk": known.pk,
                "revision": known.revision,
                "payload_pk": known.payload_pk,
                "checksum": known.checksum,
                "file_pk": self.file_pk,
                "sha256": sighting.sha256,
                "place": sighting.place,
                "imported": self._reading.now,
                "import_pk": self._reading.import_pk,
                "reason": reason,
            }
        )

    def _payload(self, body: bytes) -> int:
        pk = self.numbering.next(payloads)
        self._new[payloads].append({"pk": pk, "body": body})
        return pk

    def _free_id(self, newcomer: Newcomer, occurrence: int) -> str:
        record = newcomer.record
        # A record that some archive exported keeps the id that people may have cited.
        exported = [record.id] if is_id(record.id) else []
        computed = (
            record_id(record, occurrence=occurrence, length=length, digest=newcomer.identity)
            for length in id_lengths(record)
        )
        for id in chain(exported, computed):
            if not self._is_taken(id):
                self._taken[id] = True
                return id
        raise AssertionError("two records with one identity and one occurrence")

    def _is_taken(self, id: str) -> bool:
        if id not in self._taken:
            self._taken[id] = bool(taken_ids(self.connection, [id]))
        return self._taken[id]


def _counted(record: Proposal) -> dict[str, Any]:
    return {
        "kind": record.kind.value,
        "session": storable(record.session.code) if record.session else "",
        "year": record.date.year if record.date else 0,
        "replies": len(record.replies),
    }
