"""A second archive from a first one: row by row into any database, or as a backup of SQLite's file.

copy: one reading transaction ── pages by primary key ──▶ compare ──▶ add, change ── checksums agree? ──▶ one commit
back_up: the file of this moment, compacted and checked, though others write meanwhile
restore: a backup takes the archive's place, without what was deleted since
damage: every payload and original read and compared with its checksum
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text, tuple_, update

from corpus.archive.amending import AmendmentStore
from corpus.archive.database import Database
from corpus.archive.rows import checksum, original, unpack
from corpus.archive.schema import files, meta, metadata, payloads, records, revisions, sightings, sources
from corpus.errors import ArchiveError, system_reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from sqlalchemy import Column, Connection, Table
    from sqlalchemy.engine import Row


__all__ = ["CopyReport", "RestoreReport", "back_up", "copy", "damage", "restore"]


#: Rows held in memory at a time; raw files may be large, so fewer of them.
PAGE, PAGE_OF_SOURCES = 500, 4

#: How long a restored archive waits for those who write the old one, in seconds.
_PATIENCE = 30.0

#: What tells one archive's rows from another's under the same number. These never change once written.
_FIXED = {
    "imports": ("started",),
    "files": ("path",),
    "payloads": ("body",),
    "records": ("id",),
    "revisions": ("checksum",),
    "rejects": ("digest",),
    "decisions": ("id",),
}


@dataclass(frozen=True, slots=True)
class CopyReport:
    """What a copy did.

    Attributes:
        rows: rows the source has, all tables together; ``added``, ``changed``: rows written in the target.
        checksum: SHA-256 (64 hex digits) over every row, the same on both sides.
    """

    rows: int
    added: int
    changed: int
    checksum: str


def copy(source: Database, target: Database, progress: Callable[[int, int], None] | None = None) -> CopyReport:
    """Copy everything an archive holds, of one moment, and return what was written once both sides agree.

    The source goes on being read and written meanwhile. The target is new or holds an earlier copy, which is
    brought up to date; killed half-way, it is as before. A second copy writes nothing.

    Args:
        progress: called with rows done and rows in all; each row counts twice, copied and compared.

    Raises:
        ArchiveError: the target holds another archive, or more than the source; or checksums do not agree.
    """
    with source.reading() as there, target.writing() as here:
        total = sum(there.scalar(select(func.count()).select_from(table)) or 0 for table in _tables())
        counter = _Counter(progress, 2 * total)
        merge = _Merge(there, here)
        digests = [merge.table(table, counter) for table in _tables()]
        _carry_sequence(there, here)
        for table, digest in zip(_tables(), digests, strict=True):
            if _digest(here, table, counter) != digest:
                raise ArchiveError(f"复制后核对不上（{table.name}），没有保留这次复制。请检查目标磁盘后再试。")
        checksum = hashlib.sha256("".join(digests).encode()).hexdigest()
        return CopyReport(total, merge.added, merge.changed, checksum)


class _Counter:
    def __init__(self, progress: Callable[[int, int], None] | None, total: int) -> None:
        self._progress = progress
        self._done, self._total = 0, total

    def advance(self, rows: int) -> None:
        self._done += rows
        if self._progress:
            self._progress(self._done, self._total)


class _Merge:
    """Brings the target's tables to the source's contents; both are walked in the order of the primary key."""

    def __init__(self, there: Connection, here: Connection) -> None:
        self._there = there
        self._here = here
        self.added = self.changed = 0

    def table(self, table: Table, counter: _Counter) -> str:
        """Bring one table over and return the digest of the source's rows."""
        digest = hashlib.sha256()
        after: tuple[Any, ...] | None = None
        for rows in _pages(self._there, table):
            last = _key(table, rows[-1])
            met = _between(self._here, table, after, last, limit=len(rows) + 1)
            known = {_key(table, row): row for row in met}
            self._write(table, rows, known)
            _feed(digest, rows)
            counter.advance(len(rows))
            after = last
        if _between(self._here, table, after, None, limit=1):
            raise _foreign(table)
        return digest.hexdigest()

    def _write(self, table: Table, rows: Sequence[Row[Any]], known: dict[tuple[Any, ...], Row[Any]]) -> None:
        fresh = []
        for row in rows:
            before = known.pop(_key(table, row), None)
            if before is None:
                fresh.append(row._asdict())
            elif tuple(before) != tuple(row):
                self._change(table, before, row)
        if known:
            raise _foreign(table)
        if fresh:
            self._here.execute(table.insert(), fresh)
            self.added += len(fresh)

    def _change(self, table: Table, before: Row[Any], row: Row[Any]) -> None:
        if any(getattr(before, name) != getattr(row, name) for name in _FIXED.get(table.name, ())):
            raise _foreign(table)
        same = [column == value for column, value in zip(table.primary_key, _key(table, row), strict=True)]
        self._here.execute(update(table).where(*same).values(row._asdict()))
        self.changed += 1


def _carry_sequence(there: Connection, here: Connection) -> None:
    sequence = there.scalar(select(meta.c.value).where(meta.c.key == "sequence"))
    here.execute(update(meta).where(meta.c.key == "sequence").values(value=sequence))


def _tables() -> list[Table]:
    # The format's version is the target's own; the sequence is carried over by itself.
    return [table for table in metadata.sorted_tables if table is not meta]


def _pages(connection: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    size = PAGE_OF_SOURCES if table.name == "sources" else PAGE
    after: tuple[Any, ...] | None = None
    while rows := _between(connection, table, after, None, limit=size):
        yield rows
        after = _key(table, rows[-1])


def _between(
    connection: Connection,
    table: Table,
    after: tuple[Any, ...] | None,
    last: tuple[Any, ...] | None,
    *,
    limit: int,
) -> Sequence[Row[Any]]:
    """The first rows behind ``after`` and up to ``last``."""
    columns: list[Column[Any]] = list(table.primary_key)
    place = tuple_(*columns) if len(columns) > 1 else columns[0]
    query = select(table).order_by(*columns).limit(limit)
    if after is not None:
        query = query.where(place > (after if len(columns) > 1 else after[0]))
    if last is not None:
        query = query.where(place <= (last if len(columns) > 1 else last[0]))
    return connection.execute(query).all()


def _digest(connection: Connection, table: Table, counter: _Counter) -> str:
    digest = hashlib.sha256()
    for rows in _pages(connection, table):
        _feed(digest, rows)
        counter.advance(len(rows))
    return digest.hexdigest()


def _feed(digest: hashlib._Hash, rows: Sequence[Row[Any]]) -> None:
    for row in rows:
        digest.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))


def _key(table: Table, row: Row[Any]) -> tuple[Any, ...]:
    return tuple(getattr(row, column.name) for column in table.primary_key)


def _foreign(table: Table) -> ArchiveError:
    return ArchiveError(
        f"目标里已经有别的档案，或有来源里没有的内容（{table.name}），没有改动它。请换一个空的数据库或文件。"
    )


def damage(database: Database) -> Iterator[str]:
    """Yield in Chinese what an archive keeps that is not what was written: pages, states of records, originals."""
    with database.reading() as connection:
        if connection.dialect.name == "sqlite":
            found = connection.execute(text("PRAGMA integrity_check(20)")).scalars().all()
            yield from (f"数据库文件已损坏：{line}。请从备份恢复。" for line in found if line != "ok")
        states = (
            select(records.c.id, revisions.c.revision, revisions.c.checksum, payloads.c.body)
            .join(records, records.c.pk == revisions.c.record_pk)
            .outerjoin(payloads, payloads.c.pk == revisions.c.payload_pk)
        )
        for row in connection.execution_options(yield_per=PAGE).execute(states):
            if not _is_whole(row.body, row.checksum):
                yield f"{row.id} 第 {row.revision} 版的内容已损坏，与校验和不符。请从备份恢复。"
        said = (
            select(records.c.id, files.c.name, sightings.c.checksum, payloads.c.body)
            .join(records, records.c.pk == sightings.c.record_pk)
            .join(files, files.c.pk == sightings.c.file_pk)
            .outerjoin(payloads, payloads.c.pk == sightings.c.payload_pk)
        )
        for reading in connection.execution_options(yield_per=PAGE).execute(said):
            if not _is_whole(reading.body, reading.checksum):
                yield f"{reading.id} 在来源 {reading.name} 里的内容已损坏。请从备份恢复，或重新导入这个文件。"
        kept = select(sources.c.sha256, sources.c.name, sources.c.content).where(sources.c.redacted == "")
        for source in connection.execution_options(yield_per=PAGE_OF_SOURCES).execute(kept):
            try:
                original(source.content, source.sha256)
            except ArchiveError:
                yield f"原件 {source.name} 已损坏，与校验和不符。请从备份恢复，或重新导入这个文件。"


def _is_whole(body: bytes | None, wanted: str) -> bool:
    try:
        return body is not None and checksum(unpack(body)) == wanted
    except ArchiveError:
        return False


def back_up(archive: Path, target: Path) -> int:
    """Write the archive of this moment, compacted, to a new file; return its size in bytes.

    Importing and searching go on. The target appears whole or not at all. It holds what the archive holds, and what
    in it is damaged: ask ``Archive.damage`` of it.

    Raises:
        ArchiveError: the target exists already, cannot be written, or the archive's file is damaged.
    """
    if target.exists():
        raise ArchiveError(f"{target} 已经存在，没有覆盖。请换一个文件名。")
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with closing(sqlite3.connect(f"{archive.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("VACUUM INTO ?", [str(part)])
        _check(part)
        with part.open("r+b") as written:
            os.fsync(written.fileno())
        part.rename(target)
    except sqlite3.Error as error:
        raise ArchiveError(f"备份 {archive} 没有成功：{error}。请检查磁盘空间和权限，再试一次。") from error
    except OSError as error:
        raise ArchiveError(f"写不了备份文件 {target}：{system_reason(error)}。请检查路径、权限和磁盘空间。") from error
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def _check(part: Path) -> None:
    with closing(sqlite3.connect(part)) as connection:
        (found,) = connection.execute("PRAGMA integrity_check").fetchone()
    if found != "ok":
        raise ArchiveError(f"档案库已损坏，备份没有保留：{found}。请从更早的备份恢复。")


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What a restored archive holds: records; how many of the backup's were deleted since; what is damaged."""

    records: int
    deleted: int
    damage: tuple[str, ...]


def restore(backup: Path, target: Path) -> RestoreReport:
    """Let a backup's contents take the place of an archive's, all or nothing, and return what came of it.

    What was deleted in the archive since the backup was made is deleted again: its tombstones are carried over. An
    index that was built of the archive has to be brought up to date.

    Raises:
        ArchiveError: the backup is missing, damaged as a file or no archive, or the archive cannot be written.
    """
    if not backup.exists():
        raise ArchiveError(f"找不到备份文件 {backup}。请检查路径。")
    with closing(Database.open(target, create=True)) as current:
        graves = AmendmentStore(current).tombstones()
    part = target.with_name(target.name + ".restoring")
    try:
        _remove(part)
        back_up(backup, part)
        with closing(Database.open(part, create=False)) as restored:
            deleted = AmendmentStore(restored).bury(graves)
            found = tuple(damage(restored))
            with restored.reading() as connection:
                held = int(connection.scalar(select(func.count()).select_from(records)) or 0)
        with closing(sqlite3.connect(part)) as source, closing(sqlite3.connect(target, timeout=_PATIENCE)) as place:
            source.backup(place)
        with closing(Database.open(target, create=False)) as current:
            current.compact()
    except sqlite3.Error as error:
        raise ArchiveError(f"没有恢复：{error}。现有的档案没有改动；请检查磁盘空间和权限，再试一次。") from error
    finally:
        _remove(part)
    return RestoreReport(held, deleted, found)


def _remove(path: Path) -> None:
    for each in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        each.unlink(missing_ok=True)
