"""The archive's format, one numbered step after another.

A step is a function of a connection; it runs once, inside the transaction that also raises the version. A new
step goes to the end of ``MIGRATIONS``. Steps that shipped are never changed: write plain DDL for a table that
has moved on since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, select, update

from corpus.archive import schema
from corpus.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

__all__ = ["MIGRATIONS", "exists", "is_current", "migrate"]


def _first_tables(connection: Connection) -> None:
    tables = [
        schema.imports,
        schema.sources,
        schema.files,
        schema.payloads,
        schema.records,
        schema.sightings,
        schema.revisions,
        schema.rejects,
    ]
    schema.metadata.create_all(connection, tables=tables, checkfirst=False)


def _decisions(connection: Connection) -> None:
    schema.metadata.create_all(connection, tables=[schema.decisions], checkfirst=False)


MIGRATIONS: Sequence[Callable[[Connection], None]] = (_first_tables, _decisions)


def exists(connection: Connection) -> bool:
    """Whether there is an archive at all: in a database without any table there is none."""
    return bool(inspect(connection).get_table_names())


def is_current(connection: Connection) -> bool:
    """Whether the archive has exactly this program's format.

    Raises:
        ArchiveError: it is newer than this program, or the database belongs to something else.
    """
    return _version(connection) == len(MIGRATIONS)


def migrate(connection: Connection) -> None:
    """Bring the archive to this program's format, inside the caller's transaction.

    Raises:
        ArchiveError: as in ``is_current``.
    """
    version = _version(connection)
    if version == 0:
        schema.meta.create(connection)
        first = [{"key": "schema_version", "value": "0"}, {"key": "sequence", "value": "0"}]
        connection.execute(schema.meta.insert(), first)
    for step in MIGRATIONS[version:]:
        step(connection)
    versioned = update(schema.meta).where(schema.meta.c.key == "schema_version")
    connection.execute(versioned.values(value=str(len(MIGRATIONS))))


def _version(connection: Connection) -> int:
    tables = inspect(connection).get_table_names()
    if not tables:
        return 0
    if schema.meta.name not in tables:
        raise ArchiveError("这个数据库里有别的程序的数据，不是提案档案库。请换一个文件名或数据库。")
    found = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == "schema_version"))
    if found is None or not found.isdecimal():
        raise ArchiveError("档案库里没有格式版本号，不是提案档案库，或已损坏。请换一个文件，或从备份恢复。")
    if int(found) > len(MIGRATIONS):
        raise ArchiveError(
            f"档案库的格式版本是 {found}，本程序只认识到第 {len(MIGRATIONS)} 版。请先升级程序，再打开这个档案库。"
        )
    return int(found)
