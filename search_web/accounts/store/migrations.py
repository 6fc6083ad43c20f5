"""The format of the site's database, one numbered step after another.

Steps that shipped are never changed, and use nothing that may change, such as the tables in ``schema``: their SQL is
written out here. What they come to is compared with ``schema`` by the tests, on every database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, inspect, select, text, update

from search_web.accounts.store import schema
from search_web.site.config import SiteError

__all__ = ["MIGRATIONS", "migrate", "version"]


_FIRST_TABLES = """
CREATE TABLE accounts (name VARCHAR(64) NOT NULL PRIMARY KEY, role VARCHAR(20) NOT NULL, password TEXT NOT NULL,
    enabled BOOLEAN NOT NULL, created VARCHAR(32) NOT NULL, signed_in VARCHAR(32) NOT NULL);
CREATE TABLE sessions (digest VARCHAR(64) NOT NULL PRIMARY KEY, name VARCHAR(64) NOT NULL,
    expires VARCHAR(32) NOT NULL, seen VARCHAR(32) NOT NULL);
CREATE INDEX ix_sessions_name ON sessions (name);
CREATE TABLE attempts (pk {NUMBER} NOT NULL PRIMARY KEY, bucket VARCHAR(64) NOT NULL, made VARCHAR(32) NOT NULL);
CREATE INDEX attempts_in_bucket ON attempts (bucket, made);
CREATE TABLE audit (pk {NUMBER} NOT NULL PRIMARY KEY, made VARCHAR(32) NOT NULL, who VARCHAR(64) NOT NULL,
    action VARCHAR(40) NOT NULL, target TEXT NOT NULL, detail TEXT NOT NULL, address VARCHAR(64) NOT NULL);
CREATE INDEX ix_audit_made ON audit (made);
CREATE INDEX ix_audit_who ON audit (who);
CREATE TABLE unanswered (query VARCHAR(80) NOT NULL PRIMARY KEY, times INTEGER NOT NULL,
    last_day VARCHAR(10) NOT NULL)
"""

_META = "CREATE TABLE site_meta (key VARCHAR(40) NOT NULL PRIMARY KEY, value TEXT NOT NULL)"

#: A row number that the database gives out.
_NUMBER = {"sqlite": "INTEGER", "postgresql": "SERIAL"}


def _first_tables(connection: Connection) -> None:
    _run(connection, _FIRST_TABLES)


def _run(connection: Connection, script: str) -> None:
    for statement in script.format(NUMBER=_NUMBER[connection.dialect.name]).split(";"):
        connection.execute(text(statement))


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
        _run(connection, _META)
        connection.execute(schema.meta.insert().values(key="version", value="0"))
    for step in MIGRATIONS[known:]:
        step(connection)
    connection.execute(update(schema.meta).where(schema.meta.c.key == "version").values(value=str(len(MIGRATIONS))))
