"""What the archive already knows that a file's records may turn out to be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select, union

from corpus.archive.payload import unpack
from corpus.archive.schema import payloads, records, sightings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from sqlalchemy import Connection
    from sqlalchemy.sql.elements import ColumnElement

    from corpus.model import Proposal

__all__ = ["KnownRecord", "Sighting", "bearing", "by_pk", "last_seen_in", "readings", "taken_ids"]

#: Values in one IN (…) list; every database takes this many.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one file says of a record: ``sequence`` orders what was said first and last."""

    identity: str
    checksum: str
    payload_pk: int
    sequence: int
    sha256: str
    place: str


@dataclass(slots=True)
class KnownRecord:
    """One record of the archive while a file is matched against it; ``sightings`` by file number."""

    pk: int
    id: str
    identity: str
    occurrence: int
    revision: int
    checksum: str
    payload_pk: int
    sightings: dict[int, Sighting] = field(default_factory=dict)

    def says(self, checksum: str, file_pk: int | None = None) -> bool:
        """Whether some file, or this one, says exactly this of the record."""
        return any(
            sighting.checksum == checksum for seen_in, sighting in self.sightings.items() if file_pk in (None, seen_in)
        )


def bearing(connection: Connection, identities: Iterable[str]) -> dict[str, list[KnownRecord]]:
    """Return, by identity, the records that bear or once bore it, in order of occurrence."""
    wanted = list(dict.fromkeys(identities))
    found: dict[str, dict[int, KnownRecord]] = defaultdict(dict)
    for chunk in _chunks(wanted):
        # A union, because PostgreSQL uses no index for an "or" of a column and a subquery.
        bears = select(records.c.pk).where(records.c.identity.in_(chunk))
        bore = select(sightings.c.record_pk).where(sightings.c.identity.in_(chunk))
        known = _load(connection, records.c.pk.in_(union(bears, bore)))
        asked = set(chunk)
        for record in known:
            borne = {record.identity} | {sighting.identity for sighting in record.sightings.values()}
            for identity in borne & asked:
                found[identity][record.pk] = record
    return {
        identity: sorted(group.values(), key=lambda record: (record.identity != identity, record.occurrence, record.pk))
        for identity, group in found.items()
    }


def last_seen_in(connection: Connection, file_pk: int, *, without: set[int]) -> list[tuple[KnownRecord, Proposal]]:
    """Return the records that a file had when it was last read, each as that file had it."""
    seen = select(sightings.c.record_pk).where(sightings.c.file_pk == file_pk)
    pks = [pk for pk in connection.scalars(seen) if pk not in without]
    known = by_pk(connection, pks)
    bodies = readings(connection, [record.sightings[file_pk].payload_pk for record in known])
    return [(record, bodies[record.sightings[file_pk].payload_pk]) for record in known]


def by_pk(connection: Connection, pks: Sequence[int]) -> list[KnownRecord]:
    """Return the records with these row numbers, in no particular order."""
    return [record for chunk in _chunks(pks) for record in _load(connection, records.c.pk.in_(chunk))]


def readings(connection: Connection, payload_pks: Sequence[int]) -> dict[int, Proposal]:
    """Return records as they were read, by payload number."""
    found: dict[int, Proposal] = {}
    for chunk in _chunks(payload_pks):
        for row in connection.execute(select(payloads).where(payloads.c.pk.in_(chunk))):
            found[row.pk] = unpack(row.body)
    return found


def taken_ids(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Return those of the ids that records already have."""
    return {
        id for chunk in _chunks(ids) for id in connection.scalars(select(records.c.id).where(records.c.id.in_(chunk)))
    }


def _load(connection: Connection, which: ColumnElement[bool]) -> list[KnownRecord]:
    columns = [records.c[name] for name in KnownRecord.__slots__ if name != "sightings"]
    found = {row.pk: KnownRecord(*row) for row in connection.execute(select(*columns).where(which))}
    for chunk in _chunks(list(found)):
        for row in connection.execute(select(sightings).where(sightings.c.record_pk.in_(chunk))):
            values = row._mapping
            found[row.record_pk].sightings[row.file_pk] = Sighting(*(values[name] for name in Sighting.__slots__))
    return list(found.values())


def _chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
