"""What people change by hand: a record is deleted, corrected, or split into the records that were taken for one.

    delete   ──▶ every row of the record goes, kept originals are redacted; a tombstone holds who, when, why, digests
    withheld ──▶ an import asks the digests, so that the same source does not bring the record back
    correct  ──▶ a revision with its reason, which stands until the sources say something else of the field
    split    ──▶ each further file's reading becomes a record of its own

Why, and what a tombstone holds: docs/decisions/0033-identity.md.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete as delete_from
from sqlalchemy import func, or_, select, update

from corpus.archive.record_lookup import KnownRecord, Newcomer, by_pk, chunks, readings
from corpus.archive.recording import FileReading, Recorder
from corpus.archive.rows import DeletionReport, Tombstone, pack
from corpus.archive.schema import (
    Numbering,
    cases,
    corrections,
    decisions,
    files,
    hidden_key,
    payloads,
    records,
    rejects,
    revisions,
    sightings,
    sources,
    storable,
    tombstone_marks,
    tombstones,
)
from corpus.errors import ArchiveError, Misshapen
from corpus.identity import case_digests, case_key, folded, is_telling, weight_of_identity
from corpus.interchange import STORED, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from corpus.archive.database import Database
    from corpus.model import Proposal

__all__ = [
    "HIDDEN",
    "AmendmentStore",
    "correct",
    "delete",
    "hide_file",
    "lift",
    "remaining",
    "split",
    "tombstones_of",
    "withheld",
]


class AmendmentStore:
    """What people change in one archive. Safe to share between threads; several processes may write."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def delete(self, ids: Iterable[str], *, who: str, reason: str) -> DeletionReport:
        """Delete records, all or none, and overwrite what they were in SQLite's files.

        Raises:
            ArchiveError: a record is unknown.
        """
        with self._database.writing() as connection:
            redacted = [delete(connection, id, who=who, reason=reason) for id in dict.fromkeys(ids)]
        names = tuple(dict.fromkeys(name for names in redacted for name in names))
        return DeletionReport(len(redacted), names, self._database.compact())

    def overwrite(self) -> bool:
        """Overwrite what deletions left in SQLite's files, where there were any; return whether nothing is left."""
        return not self.tombstones() or self._database.compact()

    def correct(self, id: str, values: Mapping[str, Any], *, who: str, reason: str) -> bool:
        """Set fields (names of the model) to JSON values and return whether that changed the record; see ``correct``.

        Raises:
            ArchiveError: there is no such record, or a value does not fit its field.
        """
        try:
            with self._database.writing() as connection:
                return correct(connection, id, values, who=who, reason=reason)
        except Misshapen as error:
            raise ArchiveError(f"没有更正：{error}。请改写后再试。") from error

    def split(self, id: str, *, reason: str = "") -> tuple[str, ...]:
        """Make a record of each further file's reading of a record and return their ids; see ``split``."""
        with self._database.writing() as connection:
            return split(connection, id, reason=reason)

    def tombstones(self, *, since: int = -1) -> tuple[Tombstone, ...]:
        """Return what was deleted after a change number (see ``Archive.sequence``), oldest first."""
        with self._database.reading() as connection:
            return removed(connection, since)

    def bury(self, tombstones: Iterable[Tombstone]) -> int:
        """Delete here what was deleted elsewhere, such as in the archive that this backup is of; return how many."""
        here = {(each.id, each.made) for each in self.tombstones()}
        buried = 0
        with self._database.writing() as connection:
            for each in tombstones:
                if each.lifted or (each.id, each.made) in here:
                    continue
                if connection.scalar(select(records.c.pk).where(records.c.id == each.id)) is not None:
                    delete(connection, each.id, who=each.who, reason=each.reason)
                    buried += 1
                numbering = Numbering(connection)
                entomb(connection, numbering, each)
                numbering.store()
        if buried:
            self._database.compact()
        return buried


#: What stands where a deletion left nothing to tell.
HIDDEN = "（已删除）"


def delete(connection: Connection, id: str, *, who: str, reason: str) -> tuple[str, ...]:
    """Take a record out of every table, leave a tombstone, and return the names of originals that were redacted.

    Raises:
        ArchiveError: there is no such record.
    """
    known = _known(connection, id)
    numbering = Numbering(connection)
    states = connection.execute(select(revisions).where(revisions.c.record_pk == known.pk)).all()
    pks = {known.payload_pk, *(one.payload_pk for one in known.sightings.values()), *(row.payload_pk for row in states)}
    bodies = readings(connection, sorted(pks))
    seen = {one.sha256 for one in known.sightings.values()} | {row.sha256 for row in states}
    touched = set(known.sightings) | {row.file_pk for row in states}
    left = marks(bodies.values()) - _shared(connection, known)
    entomb(connection, numbering, Tombstone(id, storable(who), _now(), storable(reason), marks=tuple(left)))
    for table, column in ((sightings, "record_pk"), (revisions, "record_pk"), (cases, "record_pk"), (records, "pk")):
        connection.execute(delete_from(table).where(table.c[column] == known.pk))
    connection.execute(delete_from(corrections).where(corrections.c.record_pk == known.pk))
    connection.execute(delete_from(decisions).where(or_(decisions.c.first == id, decisions.c.second == id)))
    for chunk in chunks(sorted(pks)):
        connection.execute(delete_from(payloads).where(payloads.c.pk.in_(chunk)))
    redacted = [name for sha256 in sorted(seen) if (name := redact(connection, sha256))]
    _hide_names(connection, touched, {folded(record.title) for record in bodies.values()})
    numbering.store()
    return tuple(redacted)


def marks(said: Iterable[Proposal]) -> set[str]:
    """Return digests by which readings of a deleted record are known again; they tell nothing of its text."""
    found: set[str] = set()
    for record in said:
        key = case_key(record)
        if record.source and is_telling(record.title):
            found.add(_mark("file", storable(record.source.name), folded(record.title)))
        if record.source:
            found.add(_mark("place", record.source.sha256, storable(record.source.place)))
        if weight_of_identity(record) or record.extra:
            found.add(_mark("words", STORED.plain(replace(record, id="", source=None))))
        if weight_of_identity(record):
            found.add(
                _mark(
                    "named",
                    key.body,
                    key.kind,
                    key.session,
                    list(record.numbers),
                    key.number_written,
                    folded(record.title),
                    _opening(record),
                )
            )
        if key.body and key.numbered:
            found.add(_mark("case", key.body, key.kind, key.session, list(record.numbers), key.number_written))
    return found


def entomb(connection: Connection, numbering: Numbering, tombstone: Tombstone) -> None:
    """Keep a tombstone with the digests by which the record is known again."""
    pk = numbering.next(tombstones)
    values = {name: getattr(tombstone, name) for name in ("id", "who", "made", "reason", "lifted")}
    connection.execute(tombstones.insert().values(pk=pk, sequence=numbering.next_sequence(), **values))
    rows = [{"tombstone_pk": pk, "mark": mark} for mark in sorted(tombstone.marks)]
    if rows:
        connection.execute(tombstone_marks.insert(), rows)


def withheld(connection: Connection, said: Sequence[Proposal]) -> list[int]:
    """Return, for each record, the row number of the tombstone that keeps it out, 0 where none does."""
    if connection.scalar(select(tombstone_marks.c.mark).limit(1)) is None:
        return [0] * len(said)
    wanted = [marks([record]) for record in said]
    every = sorted(set().union(*wanted)) if wanted else []
    met: dict[str, int] = {}
    for chunk in chunks(every):
        query = select(tombstone_marks.c.mark, tombstone_marks.c.tombstone_pk).where(tombstone_marks.c.mark.in_(chunk))
        met.update((row.mark, row.tombstone_pk) for row in connection.execute(query))
    return [max((met.get(mark, 0) for mark in each), default=0) for each in wanted]


def tombstones_of(connection: Connection, pks: Iterable[int]) -> dict[int, Tombstone]:
    """Return tombstones by row number, without their digests."""
    rows = connection.execute(select(tombstones).where(tombstones.c.pk.in_(list(pks))))
    return {row.pk: Tombstone(row.id, row.who, row.made, row.reason, row.lifted) for row in rows}


def lift(connection: Connection, pk: int) -> None:
    """Let a deleted record in again: the tombstone stays as a note, its digests go."""
    connection.execute(update(tombstones).where(tombstones.c.pk == pk).values(lifted=_now()))
    connection.execute(delete_from(tombstone_marks).where(tombstone_marks.c.tombstone_pk == pk))


def removed(connection: Connection, since: int = -1) -> tuple[Tombstone, ...]:
    """Return the tombstones after a change number, oldest first."""
    rows = connection.execute(select(tombstones).where(tombstones.c.sequence > since).order_by(tombstones.c.pk)).all()
    left: dict[int, list[str]] = {}
    for row in connection.execute(select(tombstone_marks)):
        left.setdefault(row.tombstone_pk, []).append(row.mark)
    return tuple(
        Tombstone(row.id, row.who, row.made, row.reason, row.lifted, tuple(left.get(row.pk, ()))) for row in rows
    )


def redact(connection: Connection, sha256: str) -> str:
    """Keep of an original only the records that stand, as JSON lines; return its name, ``""`` where none is kept."""
    row = connection.execute(select(sources.c.name, sources.c.sha256).where(sources.c.sha256 == sha256)).one_or_none()
    if row is None:
        return ""
    rest = remaining(connection, sha256)
    values: dict[str, Any] = {"content": zlib.compress(rest, level=3), "redacted": _now()}
    if not rest:
        values["name"] = HIDDEN
    connection.execute(update(sources).where(sources.c.sha256 == sha256).values(values))
    return str(row.name)


def remaining(connection: Connection, sha256: str) -> bytes:
    """Return what an original says of the records that stand, as JSON lines."""
    said = select(sightings.c.payload_pk).where(sightings.c.sha256 == sha256)
    was = select(revisions.c.payload_pk).where(revisions.c.sha256 == sha256)
    pks = sorted({*connection.scalars(said), *connection.scalars(was)})
    rest = (record for record in readings(connection, pks).values() if record.source and record.source.sha256 == sha256)
    lines = (json.dumps(to_json(record), ensure_ascii=False) for record in rest)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")


def correct(connection: Connection, id: str, values: Mapping[str, Any], *, who: str, reason: str) -> bool:
    """Set fields of a record to JSON values (None for nothing) and return whether that changed it.

    Raises:
        ArchiveError: there is no such record; Misshapen: a value is none of its field.
    """
    known = _known(connection, id)
    recorder = _recorder(connection, known)
    said = STORED.plain(recorder.merged_readings(known))
    for field, value in values.items():
        connection.execute(
            corrections.insert().values(
                pk=recorder.numbering.next(corrections),
                record_pk=known.pk,
                field=field,
                value=json.dumps(value, ensure_ascii=False),
                replaced=json.dumps(said.get(field), ensure_ascii=False),
                who=storable(who),
                made=_now(),
                reason=storable(reason),
            )
        )
    changed = recorder.revise(known, reason=storable(f"更正：{reason}"))
    recorder.flush()
    recorder.numbering.store()
    return changed


def split(connection: Connection, id: str, *, reason: str) -> tuple[str, ...]:
    """Make a record of each further file's reading and return the new ids; copies of the first file stay with it.

    Raises:
        ArchiveError: there is no such record, or only one file says anything of it.
    """
    known = _known(connection, id)
    in_order = sorted(known.sightings.items(), key=lambda item: (item[1].sequence, item[0]))
    (_, first), *others = in_order
    parted = [(file_pk, one) for file_pk, one in others if one.sha256 != first.sha256]
    if not parted:
        raise ArchiveError(f"{id} 只来自一份文件，没有可以拆开的。请用 tian show {id} 核对来源。")
    bodies = readings(connection, [one.payload_pk for _, one in parted])
    found = []
    for file_pk, one in parted:
        connection.execute(
            delete_from(sightings).where(sightings.c.record_pk == known.pk, sightings.c.file_pk == file_pk)
        )
        del known.sightings[file_pk]
        taken = connection.scalar(select(func.max(records.c.occurrence)).where(records.c.identity == one.identity))
        recorder = Recorder(connection, Numbering(connection), FileReading(file_pk, one.sha256, 0, _now()))
        record = bodies[one.payload_pk]
        newcomer = Newcomer(record, pack(record), one.identity, one.checksum, 1)
        found.append(recorder.add(newcomer, occurrence=(taken or 0) + 1).id)
        recorder.flush()
        recorder.numbering.store()
    recorder = _recorder(connection, known)
    said = readings(connection, [one.payload_pk for one in known.sightings.values()]).values()
    digests = {digest for record in said for digest in case_digests(record)}
    connection.execute(delete_from(cases).where(cases.c.record_pk == known.pk, cases.c.digest.not_in(digests)))
    recorder.revise(known, reason=storable(f"拆分：{reason}"))
    recorder.flush()
    recorder.numbering.store()
    return tuple(found)


def _known(connection: Connection, id: str) -> KnownRecord:
    pk = connection.scalar(select(records.c.pk).where(records.c.id == id))
    if pk is None:
        raise ArchiveError(f"档案库里没有编号 {id}。请核对编号。")
    return by_pk(connection, [pk])[0]


def _recorder(connection: Connection, known: KnownRecord) -> Recorder:
    """A recorder that writes in the name of the file that spoke last."""
    file_pk, last = max(known.sightings.items(), key=lambda item: (item[1].sequence, item[0]))
    return Recorder(connection, Numbering(connection), FileReading(file_pk, last.sha256, 0, _now()))


def _shared(connection: Connection, known: KnownRecord) -> set[str]:
    """The digests that other records of the same identity or files have, too: those must not be kept out."""
    identities = {known.identity, *(one.identity for one in known.sightings.values())}
    near = or_(sightings.c.identity.in_(identities), sightings.c.file_pk.in_(known.sightings))
    alike = select(sightings.c.payload_pk).where(near, sightings.c.record_pk != known.pk)
    return marks(readings(connection, list(connection.scalars(alike))).values())


def _hide_names(connection: Connection, file_pks: set[int], titles: set[str]) -> None:
    """Leave no file name that tells a title, and no excerpt of what could not be read beside the record."""
    for row in connection.execute(select(files).where(files.c.pk.in_(sorted(file_pks)))).all():
        connection.execute(update(rejects).where(rejects.c.path == row.path).values(excerpt=""))
        others = connection.scalar(select(func.count()).where(sightings.c.file_pk == row.pk))
        if others and not any(title and title in folded(row.name) for title in titles):
            continue
        hide_file(connection, row.pk, row.path)


def hide_file(connection: Connection, file_pk: int, path: str) -> None:
    """Keep of a file's name and path only a digest, by which it is known again."""
    hidden = path if path.startswith("sha256:") else hidden_key(path)
    connection.execute(update(files).where(files.c.pk == file_pk).values(path=hidden, name=HIDDEN))
    connection.execute(update(rejects).where(rejects.c.path == path).values(path=hidden, name=HIDDEN, excerpt=""))


def _opening(record: Proposal) -> str:
    return folded(record.text) or "".join(folded(reply.text) for reply in record.replies)


def _mark(*parts: object) -> str:
    written = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
