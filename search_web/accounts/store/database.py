"""Connections to the site's database, opened by the first use: a server may fork before it, never after."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

from search_web.accounts.store.migrations import MIGRATIONS, migrate, version
from search_web.site.config import SiteError

__all__ = ["IN_MEMORY", "Database"]

#: A database that lives as long as the program: for tests, and for a site that nobody signs in to.
IN_MEMORY = "sqlite://"

#: How long a writer waits for another one, in milliseconds.
_BUSY_TIMEOUT = 10_000

#: Key of the lock that writers of a PostgreSQL database hold; another than the archive's. Never change it.
_WRITERS_LOCK = 0x74697369  # "tisi"


class Database:
    """Short reading and writing transactions; safe to share between threads, and between processes by a file."""

    def __init__(self, where: str) -> None:
        self._path = None if "://" in where else Path(where).absolute()
        self._where = f"sqlite:///{self._path}" if self._path else where
        self._lock = threading.RLock()
        self._engine: Engine | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view."""
        with self._reporting_errors(), self._shared(), self._open().connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that sees and keeps all of what it does, or nothing. Writers queue."""
        with self._reporting_errors(), self._shared(), self._open().connect() as connection:
            writer = connection.execution_options(site_writer=True)
            with writer.begin():
                yield writer

    def close(self) -> None:
        """Give every connection back; the next use opens new ones."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    @contextmanager
    def _shared(self) -> Iterator[None]:
        """The one connection of a database in memory goes round; every other database takes care of itself."""
        if self._where != IN_MEMORY:
            yield
            return
        with self._lock:
            yield

    def _open(self) -> Engine:
        if self._engine is None:
            with self._lock:
                if self._engine is None:
                    self._engine = self._prepared()
        return self._engine

    def _prepared(self) -> Engine:
        if self._path and not self._path.exists():
            # Who came from where is nobody else's to read; SQLite gives its companion files the same mode.
            self._path.touch(mode=0o600)
        alone: dict[str, Any] = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
        engine = create_engine(self._where, **(alone if self._where == IN_MEMORY else {"pool_pre_ping": True}))
        if engine.dialect.name == "sqlite":
            _prepare_sqlite(engine)
        elif engine.dialect.name == "postgresql":
            _prepare_postgresql(engine)
        with engine.connect() as connection, connection.begin():
            current = version(connection) == len(MIGRATIONS)
        if not current:
            with engine.connect() as connection:
                writer = connection.execution_options(site_writer=True)
                with writer.begin():
                    migrate(writer)
        return engine

    @contextmanager
    def _reporting_errors(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, ModuleNotFoundError, OSError) as error:
            cause = getattr(error, "orig", None) or error
            raise SiteError(f"网站数据库无法使用：{cause}。请检查配置里的地址、文件和权限。") from error


def _prepare_sqlite(engine: Engine) -> None:
    """WAL so that readers never wait, a busy timeout for writers, and transactions that lock when they begin."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (f"busy_timeout = {_BUSY_TIMEOUT}", "journal_mode = WAL", "synchronous = NORMAL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("site_writer", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_postgresql(engine: Engine) -> None:
    """Writers queue for one lock as they begin, so that a count and what follows from it belong together."""

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("site_writer", False):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_BUSY_TIMEOUT}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")
