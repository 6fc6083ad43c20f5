"""Writes what an intake decided: new records, new sightings, and the revisions that follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from corpus.archive import known as archive
from corpus.archive.known import KnownRecord, Sighting
from corpus.archive.merging import merged
from corpus.archive.payload import checksum, pack
from corpus.archive.schema import payloads, records, revisions, sightings, storable
from corpus.identity import id_lengths, is_id, record_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from corpus.archive.matching import Newcomer
    from corpus.archive.numbering import Numbering
    from corpus.model import Proposal

__all__ = ["FileReading", "Recorder"]


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
        self.file_pk = reading.file_pk
        self._numbering = numbering
        self._reading = reading
        self._new: dict[Any, list[dict[str, Any]]] = {payloads: [], records: [], sightings: [], revisions: []}
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
        taken = archive.taken_ids(self.connection, ids)
        self._taken.update((id, id in taken) for id in ids)

    def add(self, newcomer: Newcomer, *, occurrence: int) -> KnownRecord:
        """Keep a record the archive does not have, as the given occurrence of its identity."""
        payload_pk = self._payload(newcomer.body)
        known = KnownRecord(
            pk=self._numbering.next(records),
            id=self._free_id(newcomer, occurrence),
            identity=newcomer.identity,
            occurrence=occurrence,
            revision=1,
            checksum=newcomer.checksum,
            payload_pk=payload_pk,
        )
        sighting = self._sighting(newcomer, payload_pk, self._numbering.next_sequence())
        known.sightings[self.file_pk] = sighting
        self._new[records].append(
            {
                **{name: getattr(known, name) for name in KnownRecord.__slots__ if name != "sightings"},
                "updated": sighting.sequence,
                **_counted(newcomer.record),
            }
        )
        self._new[sightings].append(self._sighting_row(known, sighting))
        self._revision(known)
        return known

    def sight(self, known: KnownRecord, newcomer: Newcomer) -> bool:
        """Keep what the file says of a known record; return whether the record's current state changed."""
        before = known.sightings.get(self.file_pk)
        if before and before.checksum == newcomer.checksum:
            self._replace_sighting(known, self._sighting(newcomer, before.payload_pk, before.sequence))
            return False
        said = next((one for one in known.sightings.values() if one.checksum == newcomer.checksum), None)
        if said:
            sighting = self._sighting(newcomer, said.payload_pk, said.sequence)
        else:
            sighting = self._sighting(newcomer, self._payload(newcomer.body), self._numbering.next_sequence())
        self._replace_sighting(known, sighting)
        return self._revise(known)

    def flush(self) -> None:
        """Write the gathered rows, so that queries see them."""
        for table, rows in self._new.items():
            if rows:
                self.connection.execute(table.insert(), rows)
                rows.clear()
        self._taken.clear()

    def _revise(self, known: KnownRecord) -> bool:
        self.flush()
        said = {sighting.checksum: sighting for sighting in known.sightings.values()}
        newest_first = sorted(said.values(), key=lambda sighting: -sighting.sequence)
        bodies = archive.readings(self.connection, [sighting.payload_pk for sighting in newest_first])
        current = merged([bodies[sighting.payload_pk] for sighting in newest_first])
        content = checksum(current)
        if content == known.checksum:
            return False
        known.payload_pk = said[content].payload_pk if content in said else self._payload(pack(current))
        known.checksum = content
        known.revision += 1
        self._revision(known)
        changed = update(records).where(records.c.pk == known.pk)
        self.connection.execute(
            changed.values(
                revision=known.revision,
                checksum=known.checksum,
                payload_pk=known.payload_pk,
                updated=self._numbering.next_sequence(),
                **_counted(current),
            )
        )
        return True

    def _replace_sighting(self, known: KnownRecord, sighting: Sighting) -> None:
        before = known.sightings.get(self.file_pk)
        known.sightings[self.file_pk] = sighting
        row = self._sighting_row(known, sighting)
        if before is None:
            self._new[sightings].append(row)
        elif before != sighting:
            own = (sightings.c.record_pk == known.pk) & (sightings.c.file_pk == self.file_pk)
            self.connection.execute(update(sightings).where(own).values(row))

    def _sighting(self, newcomer: Newcomer, payload_pk: int, sequence: int) -> Sighting:
        place = newcomer.record.source.place if newcomer.record.source else ""
        return Sighting(
            newcomer.identity, newcomer.checksum, payload_pk, sequence, self._reading.sha256, storable(place)
        )

    def _sighting_row(self, known: KnownRecord, sighting: Sighting) -> dict[str, Any]:
        values = {name: getattr(sighting, name) for name in Sighting.__slots__}
        return {"record_pk": known.pk, "file_pk": self.file_pk, **values}

    def _revision(self, known: KnownRecord) -> None:
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
            }
        )

    def _payload(self, body: bytes) -> int:
        pk = self._numbering.next(payloads)
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
            self._taken[id] = bool(archive.taken_ids(self.connection, [id]))
        return self._taken[id]


def _counted(record: Proposal) -> dict[str, Any]:
    return {
        "kind": record.kind.value,
        "session": storable(record.session.code) if record.session else "",
        "year": record.date.year if record.date else 0,
        "replies": len(record.replies),
    }
