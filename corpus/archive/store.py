"""The archive: every record ever read, the bytes it came from, and what could not be read."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import bindparam, select

from corpus.archive.amending import AmendmentStore
from corpus.archive.copying import copy, damage
from corpus.archive.database import Database
from corpus.archive.decisions import DecisionStore
from corpus.archive.rows import (
    Change,
    FileKey,
    RejectRow,
    Revision,
    SourceRow,
    StoredRecord,
    count,
    latest_imports,
    latest_rejects,
    original,
    unpack,
)
from corpus.archive.schema import (
    files,
    meta,
    path_keys,
    payloads,
    records,
    rejects,
    revisions,
    sightings,
    sources,
)
from corpus.archive.writing import Writer
from corpus.errors import ArchiveError, RecordDamaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Select
    from sqlalchemy.engine import Row

    from corpus.archive.copying import CopyReport
    from corpus.archive.rows import ArchiveCounts, ImportRow
    from corpus.model import Proposal

__all__ = ["Archive"]

T = TypeVar("T")

_LOG = logging.getLogger(__name__)

#: Rows fetched at a time by the streaming readers; no lock is held between two fetches.
PAGE = 256


class Archive:
    """The one place where records are kept. Safe to share between threads; several processes may open it.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as home, Archive.open(Path(home, "archive.sqlite")) as archive:
    ...     archive.get("12-5-0300-7c2e9a"), archive.counts().records
    (None, 0)
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        #: What clerks decided on pairs of records.
        self.decisions = DecisionStore(database)
        #: What people delete, correct and split.
        self.amendments = AmendmentStore(database)

    @classmethod
    def open(
        cls,
        where: str | Path,
        *,
        create: bool = True,
        password: str = "",
        progress: Callable[[int, int], None] | None = None,
    ) -> Archive:
        """Return the archive at a file path or an SQLAlchemy URL, created or migrated where needed.

        Args:
            password: goes into the URL, so that it need not be written there.
            progress: called with payloads done and payloads in all while an older archive is brought over.

        Raises:
            ArchiveError: it cannot be opened, has a newer format, is no archive, or is missing with
                ``create=False``.
        """
        return cls(Database.open(where, create=create, password=password, progress=progress))

    def close(self) -> None:
        """Give every connection back; the next use opens new ones."""
        self._database.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One writing transaction, for importers: everything the writer was told is kept, or nothing.

        Raises:
            ArchiveError: another writer kept the archive busy for too long, or it cannot be written.
        """
        with self._database.writing() as connection:
            writer = Writer(connection)
            yield writer
            writer.flush()

    def get(self, id: str) -> Proposal | None:
        """Return the current state of one record, or None where the archive has no such id."""
        return self.get_many([id]).get(id)

    def get_many(self, ids: Iterable[str]) -> dict[str, Proposal]:
        """Return the current states by id, in the order asked; ids the archive does not have are left out."""
        return {id: stored.record for id, stored in self._stored_many(ids).items()}

    def all(self, *, after: str | None = None, ids: Iterable[str] | None = None) -> Iterator[Proposal]:
        """Yield records in the order they first came in, or those of ``ids`` in that order; damaged ones are left out.

        No lock is held between records: what an importer commits meanwhile may or may not be seen, but every
        record that was there at the beginning comes exactly once.

        Args:
            after: begin behind this id; an unknown id raises ``ArchiveError``.
        """
        return (stored.record for stored in self.stored(after=after, ids=ids))

    def stored(self, *, after: str | None = None, ids: Iterable[str] | None = None) -> Iterator[StoredRecord]:
        """Yield what ``all`` yields, each with the checksum the archive knows it by."""
        if ids is not None:
            waiting = iter(ids)
            while chunk := list(islice(waiting, PAGE)):
                yield from self.patiently(partial(self._stored_many, chunk)).values()
            return
        for row in self._pages(_CURRENT, start=self._place(after)):
            if stored := _stored(row):
                yield stored

    def versions(self) -> Iterator[tuple[str, str]]:
        """Yield ``(id, checksum)`` of every record's current state, in the order of ``all``."""
        for row in self._pages(select(records.c.pk, records.c.id, records.c.checksum)):
            yield row.id, row.checksum

    def sequence(self) -> int:
        """Return the number of the last change; it only grows, with every record added or revised."""
        with self._database.reading() as connection:
            found = connection.scalar(select(meta.c.value).where(meta.c.key == "sequence"))
        return int(found or 0)

    def changed_since(self, sequence: int) -> Iterator[tuple[str, int]]:
        """Yield ``(id, sequence)`` of each record whose last change is later than ``sequence``, oldest first.

        Go on from the last number yielded and nothing is missed, whatever is imported meanwhile.
        """
        query = select(records.c.id, records.c.updated).order_by(records.c.updated).limit(PAGE)
        while True:
            rows = self._rows(query.where(records.c.updated > sequence))
            if not rows:
                return
            for row in rows:
                yield row.id, row.updated
            sequence = rows[-1].updated

    def latest(self, ids: Iterable[str] | None = None) -> Iterator[Change]:
        """Yield the last change of every record, or of those with these ids, the newest change first."""
        if ids is not None:
            wanted = iter(dict.fromkeys(ids))
            found: list[Row[Any]] = []
            while chunk := list(islice(wanted, PAGE)):
                with self._database.reading() as connection:
                    found += connection.execute(_CHANGES.where(records.c.id.in_(chunk))).all()
            yield from (_change(row) for row in sorted(found, key=lambda row: -row.updated))
            return
        before: int | None = None
        while True:
            older = _CHANGES if before is None else _CHANGES.where(records.c.updated < before)
            with self._database.reading() as connection:
                rows = connection.execute(older.order_by(records.c.updated.desc()).limit(PAGE)).all()
            yield from map(_change, rows)
            if len(rows) < PAGE:
                return
            before = rows[-1].updated

    def revisions(self, id: str) -> tuple[Revision, ...]:
        """Return every state the record was ever in, oldest first; the last is the current one."""
        query = (
            select(revisions, files.c.name, payloads.c.body)
            .join(records, records.c.pk == revisions.c.record_pk)
            .join(files, files.c.pk == revisions.c.file_pk)
            .join(payloads, payloads.c.pk == revisions.c.payload_pk)
            .where(records.c.id == id)
            .order_by(revisions.c.revision)
        )
        with self._database.reading() as connection:
            return tuple(found for row in connection.execute(query) if (found := _revision(row, id)))

    def sources(self, id: str) -> tuple[SourceRow, ...]:
        """Return every file the record was found in, oldest first."""
        query = (
            select(files.c.name, sightings.c.sha256, sightings.c.place, sightings.c.evidence, sources.c.redacted)
            .join(records, records.c.pk == sightings.c.record_pk)
            .join(files, files.c.pk == sightings.c.file_pk)
            .join(sources, sources.c.sha256 == sightings.c.sha256, isouter=True)
            .where(records.c.id == id)
            .order_by(sightings.c.sequence, sightings.c.file_pk)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(SourceRow(row.name, row.sha256, row.place, row.evidence, row.redacted or "") for row in rows)

    def found_in(self, path: str) -> dict[str, str]:
        """Return the id of the record at each place of the file last imported from this absolute path."""
        query = (
            select(sightings.c.place, records.c.id)
            .join(records, records.c.pk == sightings.c.record_pk)
            .join(files, files.c.pk == sightings.c.file_pk)
            .where(files.c.path.in_(path_keys(path)), sightings.c.sha256 == files.c.sha256)
        )
        with self._database.reading() as connection:
            return {row.place: row.id for row in connection.execute(query)}

    def raw(self, sha256: str) -> bytes:
        """Return the bytes of an imported file, exactly as they were.

        Raises:
            ArchiveError: no imported file has this checksum, it is damaged, or a deletion took a record out of it.
        """
        with self._database.reading() as connection:
            query = select(sources.c.content, sources.c.redacted).where(sources.c.sha256 == sha256)
            row = connection.execute(query).one_or_none()
        if row is None:
            raise ArchiveError(f"档案库里没有校验和为 {sha256} 的原件。请核对校验和。")
        if row.redacted:
            raise ArchiveError(
                f"原件 {sha256[:12]} 里有提案已按要求删除，{row.redacted[:10]} 起不再保留原件；其余各件仍在档案里。"
            )
        return original(row.content, sha256)

    def rejects(self, *, resolved: bool = False) -> Iterator[RejectRow]:
        """Yield what could not be read and still stands, oldest first; with ``resolved``, what was settled."""
        settled = rejects.c.resolved.is_not(None) if resolved else rejects.c.resolved.is_(None)
        return (_reject(row) for row in self._pages(select(rejects).where(settled)))

    def rejects_of(self, path: str) -> tuple[RejectRow, ...]:
        """Return what stands against the file at this absolute path."""
        stands = rejects.c.resolved.is_(None) & rejects.c.path.in_(path_keys(path))
        with self._database.reading() as connection:
            rows = connection.execute(select(rejects).where(stands).order_by(rejects.c.pk))
            return tuple(_reject(row) for row in rows)

    def has_read(self, file: FileKey) -> bool:
        """Whether this file was last read as the same bytes in the same way, and nothing else stands against it."""
        query = select(files.c.sha256, files.c.reading).where(files.c.path.in_(path_keys(file.path)))
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None or (row.sha256, row.reading) != (file.sha256, file.reading):
            return False
        return all(reject.sha256 == file.sha256 for reject in self.rejects_of(file.path))

    def damage(self) -> tuple[str, ...]:
        """Read everything that is kept and return what of it is not what was written, in Chinese; empty when sound."""
        return tuple(damage(self._database))

    def copy_to(self, target: Archive, *, progress: Callable[[int, int], None] | None = None) -> CopyReport:
        """Copy everything, history and all, into another archive; see ``corpus.archive.copying``."""
        return copy(self._database, target._database, progress)

    def latest_imports(self, *, limit: int = 20) -> tuple[ImportRow, ...]:
        """Return the latest imports, the newest first."""
        with self._database.reading() as connection:
            return latest_imports(connection, limit)

    def latest_rejects(self, *, offset: int = 0, limit: int = 50) -> tuple[RejectRow, ...]:
        """Return what could not be read and still stands, the newest first, from the ``offset``-th on."""
        with self._database.reading() as connection:
            return latest_rejects(connection, offset, limit)

    def counts(self) -> ArchiveCounts:
        """Return how much the archive holds, all of one moment."""
        with self._database.reading() as connection:
            return count(connection)

    def patiently(self, work: Callable[[], T]) -> T:
        """Return what the work returns; do it again, for a minute, while the archive's server cannot be reached.

        The work must come to the same when it is done twice. Long work that only reads is patient by itself.
        """
        return self._database.patiently(work)

    def _stored_many(self, ids: Iterable[str]) -> dict[str, StoredRecord]:
        wanted = list(dict.fromkeys(ids))
        found: dict[str, StoredRecord] = {}
        with self._database.reading() as connection:
            for start in range(0, len(wanted), PAGE):
                rows = connection.execute(_CURRENT_BY_ID, {"ids": wanted[start : start + PAGE]}).all()
                found.update((row.id, stored) for row in rows if (stored := _stored(row)))
        return {id: found[id] for id in wanted if id in found}

    def _rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        def fetch() -> Sequence[Row[Any]]:
            with self._database.reading() as connection:
                return connection.execute(query).all()

        return self._database.patiently(fetch)

    def _place(self, id: str | None) -> int:
        if id is None:
            return 0
        with self._database.reading() as connection:
            place: int | None = connection.scalar(select(records.c.pk).where(records.c.id == id))
        if place is None:
            raise ArchiveError(f"档案库里没有编号 {id}。请核对编号。")
        return place

    def _pages(self, query: Select[Any], start: int = 0) -> Iterator[Row[Any]]:
        """Yield a query's rows by row number, each page in a transaction of its own."""
        number = query.selected_columns["pk"]
        while True:
            rows = self._rows(query.where(number > start).order_by(number).limit(PAGE))
            yield from rows
            if len(rows) < PAGE:
                return
            start = rows[-1].pk


_CURRENT = select(records.c.pk, records.c.id, records.c.checksum, payloads.c.body).join(
    payloads, payloads.c.pk == records.c.payload_pk
)
#: Made once: every page of hits asks this.
_CURRENT_BY_ID = _CURRENT.where(records.c.id.in_(bindparam("ids", expanding=True)))

_CHANGES: Select[Any] = select(records.c.id, records.c.updated, records.c.revision, revisions.c.imported).join(
    revisions, (revisions.c.record_pk == records.c.pk) & (revisions.c.revision == records.c.revision)
)


def _unpacked(body: bytes, id: str) -> Proposal | None:
    """The record; None for a damaged one: it must not stop the others, and ``damage`` tells of it."""
    try:
        return unpack(body, id=id)
    except RecordDamaged as damage:
        _LOG.error("%s", damage)
        return None


def _stored(row: Any) -> StoredRecord | None:
    record = _unpacked(row.body, row.id)
    return StoredRecord(record, row.checksum) if record else None


def _change(row: Row[Any]) -> Change:
    return Change(row.id, row.updated, row.revision, row.imported)


def _revision(row: Row[Any], id: str) -> Revision | None:
    record = _unpacked(row.body, id)
    if record is None:
        return None
    return Revision(row.revision, record, row.checksum, row.name, row.sha256, row.place, row.imported, row.reason)


def _reject(row: Row[Any]) -> RejectRow:
    return RejectRow(row.name, row.sha256, row.place, row.reason, row.excerpt, row.seen, row.resolved or "")
