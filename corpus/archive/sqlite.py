"""The only SQLite-specific lines of the archive: how a connection is set up, how a writer begins, what errors mean."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from corpus.archive.dialect import WRITER, Dialect

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.exc import DBAPIError

__all__ = ["SQLITE"]

_ADVICE = {
    "locked": "正被另一个导入占用，等了很久仍未空出。请等那个导入完成后再运行一次。",
    "full": "磁盘已满。请腾出空间后再运行一次；已提交的内容没有丢失。",
    "readonly": "没有写入权限。请检查文件和文件夹的权限。",
    "unable to open": "打不开文件。请检查路径和权限。",
}


def _prepare(engine: Engine, patience: float) -> None:
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
        writing = connection.get_execution_options().get(WRITER, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _advice(error: DBAPIError) -> str:
    return next((advice for sign, advice in _ADVICE.items() if sign in str(error.orig)), "")


def _lost(_error: DBAPIError) -> bool:
    return False


SQLITE = Dialect(options={}, reading={}, writing={WRITER: True}, prepare=_prepare, advice=_advice, lost=_lost)
