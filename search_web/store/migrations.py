"""The format of the site's database, one numbered step after another; steps that shipped are never changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, inspect, select, update

from search_web.errors import SiteError
from search_web.store import schema

__all__ = ["MIGRATIONS", "migrate", "version"]


def _first_tables(connection: Connection) -> None:
    tables = [schema.accounts, schema.sessions, schema.attempts, schema.audit, schema.unanswered]
    schema.metadata.create_all(connection, tables=tables, checkfirst=False)


MIGRATIONS: Sequence[Callable[[Connection], None]] = (_first_tables,)


def version(connection: Connection) -> int:
    """Return the format a database has; 0 for an empty one.

    Raises:
        SiteError: it is newer than this program.
    """
    if not inspect(connection).has_table(schema.meta.name):
        return 0
    found = int(connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == "version")) or 0)
    if found > len(MIGRATIONS):
        raise SiteError(f"网站数据库的格式版本是 {found}，本程序只认识到第 {len(MIGRATIONS)} 版。请先升级程序。")
    return found


def migrate(connection: Connection) -> None:
    """Bring a database to this program's format, inside the caller's writing transaction."""
    known = version(connection)
    if known == 0:
        schema.meta.create(connection)
        connection.execute(schema.meta.insert().values(key="version", value="0"))
    for step in MIGRATIONS[known:]:
        step(connection)
    connection.execute(update(schema.meta).where(schema.meta.c.key == "version").values(value=str(len(MIGRATIONS))))
