"""The only SQLite-specific lines of the archive: how a connection is set up and how a writer begins."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

__all__ = ["begin_writing", "prepare"]

#: How long a writer waits for another one before it gives up, in seconds.
PATIENCE = 30.0


def prepare(engine: Engine, patience: float = PATIENCE) -> None:
    """Set every connection of the engine up: WAL, durable commits, a busy time-out, explicit transactions."""

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver's own BEGIN comes too late and never locks; the begin event below replaces it.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("archive_writer", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def begin_writing(connection: Connection) -> Connection:
    """Return the connection marked as a writer: its transactions take the write lock when they begin."""
    return connection.execution_options(archive_writer=True)
