"""What the archive holds and tells: a record's stored form, frozen rows, counts and the latest imports.

A record is kept as JSON without what says nothing, compressed, under its checksum. That form is part of the archive's
format: whoever changes it adds a step to ``migrations`` that brings the payloads over. A field added to the model
changes neither payload nor checksum of what does not use it.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from corpus.archive.schema import imports, records, rejects, revisions, sightings, sources, tombstones
from corpus.errors import ArchiveError, Misshapen, ReadError, RecordDamaged
from corpus.interchange import STORED
from corpus.model import Proposal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Column, Connection
    from sqlalchemy.sql.elements import ColumnElement

__all__ = [
    "ArchiveCounts",
    "Change",
    "DeletionReport",
    "FileKey",
    "ImportRow",
    "IntakeCounts",
    "Refusal",
    "RejectRow",
    "Revision",
    "SourceRow",
    "StoredRecord",
    "Tombstone",
    "canonical",
    "checksum",
    "count",
    "latest_imports",
    "latest_rejects",
    "original",
    "pack",
    "unpack",
]


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record's current state and the checksum the archive knows it by; whoever derives from it keeps that."""

    record: Proposal
    checksum: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One state a record was in.

    Attributes:
        number: 1 for the first; the highest is the current one.
        record: the whole record as it was then.
        file, sha256, place: the file whose import made this state, its checksum, and where in it.
        imported: when, ISO 8601 in UTC.
        reason: why people changed the record by hand, ``""`` where an import did.
    """

    number: int
    record: Proposal
    checksum: str
    file: str
    sha256: str
    place: str
    imported: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """The last change of a record.

    Attributes:
        sequence: its number among all changes.
        revision: 1 where the record came in, more where it was revised.
        made: when, ISO 8601 in UTC.
    """

    id: str
    sequence: int
    revision: int
    made: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One file that a record was found in, and where in it the file last had it.

    Attributes:
        evidence: why the file's record was taken for this one; ``""`` for the first file, and where it is not known.
        redacted: when another record of the file was deleted; its kept original holds the other records only.
    """

    file: str
    sha256: str
    place: str
    evidence: str = ""
    redacted: str = ""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A deleted record: its id, who deleted it, when (ISO 8601 in UTC) and why.

    Attributes:
        lifted: when it was let in again, ``""`` while it is not.
        marks: digests by which a reading of it is known again.
    """

    id: str
    who: str
    made: str
    reason: str
    lifted: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeletionReport:
    """What a deletion did.

    Attributes:
        redacted: names of the files whose kept originals no longer hold the records.
        overwritten: whether nothing of them is left in SQLite's files; not while others go on reading.
    """

    records: int
    redacted: tuple[str, ...]
    overwritten: bool


@dataclass(frozen=True, slots=True)
class IntakeCounts:
    """What became of one file's records; ``withheld``: place and tombstone of each that was deleted before."""

    added: int = 0
    revised: int = 0
    unchanged: int = 0
    withheld: tuple[tuple[str, Tombstone], ...] = ()


@dataclass(frozen=True, slots=True)
class FileKey:
    """Which file is read, and how.

    Attributes:
        path: where it is, absolute: the same path is the same file, changed.
        name: as people see it, relative to the imported folder.
        sha256: checksum of its bytes, ``""`` where they cannot be read.
        reading: digest of everything that decides how the bytes are read (readers, profile).
    """

    path: str
    name: str
    sha256: str
    reading: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing a reader could not read: where, why, and a glimpse of it."""

    place: str
    reason: str
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class RejectRow:
    """Something an import could not read.

    Attributes:
        file: the file as the importer named it.
        sha256: checksum of its bytes, ``""`` where they could not be read at all.
        seen: when it was last met; ``resolved``: when a later import no longer met it, ``""`` while it stands.
    """

    file: str
    sha256: str
    place: str
    reason: str
    excerpt: str
    seen: str
    resolved: str = ""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One import; ``finished`` is ``""`` for one that runs or was cut off.

    Attributes:
        counts: what came of it, by the names of ``ImportReport``'s numbers; empty until it is finished.
    """

    number: int
    started: str
    finished: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ArchiveCounts:
    """How much an archive holds.

    Attributes:
        sessions: session code → records, ``""`` for records without one; likewise ``kinds`` and ``years``
            (0 for undated ones).
        merged: readings of further files that were taken for a record that was there, by evidence, ``""`` where an
            earlier version kept none; ``deleted``: records deleted and not let in again.
        answered: records with at least one reply; ``replies``: replies in all.
        revisions: states ever recorded, current ones included.
        sources: different files by content; ``source_bytes``: their uncompressed size.
        rejects: rejects that stand; ``resolved_rejects``: those that a later import settled.
    """

    records: int = 0
    answered: int = 0
    replies: int = 0
    revisions: int = 0
    sources: int = 0
    source_bytes: int = 0
    rejects: int = 0
    resolved_rejects: int = 0
    imports: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    sessions: Mapping[str, int] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)
    merged: Mapping[str, int] = field(default_factory=dict)
    deleted: int = 0


def count(connection: Connection) -> ArchiveCounts:
    """Return the counts as this connection's transaction sees them."""

    def number(column: ColumnElement[Any], *where: ColumnElement[bool]) -> int:
        return int(connection.scalar(select(column).where(*where)) or 0)

    return ArchiveCounts(
        records=number(func.count(records.c.pk)),
        answered=number(func.count(records.c.pk), records.c.replies > 0),
        replies=number(func.sum(records.c.replies)),
        revisions=number(func.count(revisions.c.record_pk)),
        sources=number(func.count(sources.c.sha256)),
        source_bytes=number(func.sum(sources.c.size)),
        rejects=number(func.count(rejects.c.pk), rejects.c.resolved.is_(None)),
        resolved_rejects=number(func.count(rejects.c.pk), rejects.c.resolved.is_not(None)),
        imports=number(func.count(imports.c.pk)),
        merged=_merged(connection),
        deleted=number(func.count(tombstones.c.pk), tombstones.c.lifted == ""),
        kinds=_by(connection, records.c.kind),
        sessions=_by(connection, records.c.session),
        years=_by(connection, records.c.year),
    )


def _merged(connection: Connection) -> dict[str, int]:
    beyond_first = select(func.count() - func.count(func.distinct(sightings.c.record_pk))).select_from(sightings)
    told = select(sightings.c.evidence, func.count()).where(sightings.c.evidence != "").group_by(sightings.c.evidence)
    found = {row[0]: row[1] for row in connection.execute(told)}
    unknown = int(connection.scalar(beyond_first) or 0) - sum(found.values())
    return dict(sorted(found.items())) | ({"": unknown} if unknown > 0 else {})


def _by(connection: Connection, column: Column[Any]) -> dict[Any, int]:
    rows = connection.execute(select(column, func.count()).group_by(column))
    # Sorted here, because databases sort text by rules of their own.
    return dict(sorted((row[0], row[1]) for row in rows))


def latest_imports(connection: Connection, limit: int) -> tuple[ImportRow, ...]:
    """Return the latest imports, the newest first."""
    rows = connection.execute(select(imports).order_by(imports.c.pk.desc()).limit(limit))
    return tuple(ImportRow(row.pk, row.started, row.finished or "", json.loads(row.counts)) for row in rows)


def latest_rejects(connection: Connection, offset: int, limit: int) -> tuple[RejectRow, ...]:
    """Return rejects that stand, the newest first, from the ``offset``-th on."""
    stands = select(rejects).where(rejects.c.resolved.is_(None)).order_by(rejects.c.pk.desc())
    rows = connection.execute(stands.offset(offset).limit(limit))
    return tuple(RejectRow(row.name, row.sha256, row.place, row.reason, row.excerpt, row.seen) for row in rows)


def checksum(record: Proposal) -> str:
    """Return the SHA-256 (64 hex digits) of everything the record says, without its id and source.

    >>> from corpus.model import Source
    >>> source = Source("a.csv", "0" * 64, "csv", place="第 2 行")
    >>> checksum(Proposal("关于停车", id="x-1")) == checksum(Proposal("关于停车", source=source))
    True
    """
    return hashlib.sha256(canonical(STORED.plain(replace(record, id="", source=None)))).hexdigest()


def pack(record: Proposal) -> bytes:
    """Return the record, source and all, as compressed canonical JSON.

    Raises:
        ReadError: the record would not come back as it is, such as one without a title; better refused than
            kept changed.
    """
    bare = replace(record, id="")
    try:
        written = canonical(STORED.plain(bare))
    except (ValueError, RecursionError) as error:
        # Python refuses to write a number of more than 4,300 digits, among others.
        raise ReadError("有一个值存不下（如几千位的数），没有存入。请核对来源，原件已留存") from error
    if not record.title:
        raise ReadError("缺少 title，请补上标题")
    if _parsed(written) != bare:
        raise ReadError("这条记录存档后读不回原样，没有存入。请报告给开发者，原件已留存")
    return zlib.compress(written, level=3)


def unpack(body: bytes, *, id: str = "") -> Proposal:
    """Return the record that ``pack`` wrote, under the id the archive gave it.

    Raises:
        RecordDamaged: it is not what was written.

    >>> unpack(pack(Proposal("关于停车", text="一、现状")), id="x-1").text
    '一、现状'
    """
    try:
        return _parsed(zlib.decompress(body), id)
    except (Misshapen, ValueError, zlib.error) as error:
        raise RecordDamaged(id, str(error)) from error


def original(content: bytes, sha256: str) -> bytes:
    """Return the bytes of a kept original; raise ArchiveError where they are not those of its checksum."""
    try:
        found = zlib.decompress(content)
    except zlib.error:
        found = None
    if found is None or hashlib.sha256(found).hexdigest() != sha256:
        raise ArchiveError(f"原件 {sha256[:12]} 已损坏，与校验和不符。请从备份恢复。")
    return found


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return JSON values as the one text they are kept as."""
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # A JSON source may hold half a surrogate pair; it is kept like any other character.
    return written.encode("utf-8", "surrogatepass")


def _parsed(written: bytes, id: str = "") -> Proposal:
    return STORED.structured({**json.loads(written.decode("utf-8", "surrogatepass")), "id": id}, Proposal)
