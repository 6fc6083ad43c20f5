"""An archive's database: a pool of connections, and what SQLite and PostgreSQL each do in their own way.

Database.open ── dialect of the URL ── migrations ──▶ reading(), writing(): short transactions
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
import weakref
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, TimeoutError

from corpus.archive.migrations import exists, is_current, migrate
from corpus.errors import ArchiveError, ArchiveUnreachable, system_reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy import URL, Connection, Engine

__all__ = ["POSTGRESQL", "SQLITE", "WRITER", "Database", "Dialect"]


#: Execution option of a connection whose transactions write: they wait for any other writer as they begin.
WRITER = "archive_writer"


@dataclass(frozen=True, slots=True)
class Dialect:
    """One database's own ways.

    Attributes:
        options: arguments of ``sqlalchemy.create_engine``.
        reading, writing: execution options of a connection that reads one consistent view, and of a writer.
        prepare: set every connection of an engine up; told how long a writer waits, in seconds.
        advice: what an error means and what to do, in Chinese; ``""`` where the message alone has to do.
        lost: whether an error means that the server could not be reached, or was lost on the way.
    """

    options: Mapping[str, Any]
    reading: Mapping[str, Any]
    writing: Mapping[str, Any]
    prepare: Callable[[Engine, float], None]
    advice: Callable[[DBAPIError], str]
    lost: Callable[[DBAPIError], bool]


_SQLITE_ADVICE = {
    "locked": "正被另一个导入占用，等了很久仍未空出。请等那个导入完成后再运行一次。",
    "full": "磁盘已满。请腾出空间后再运行一次；已提交的内容没有丢失。",
    "readonly": "没有写入权限。请检查文件和文件夹的权限。",
    "unable to open": "打不开文件。请检查路径和权限。",
}


def _sqlite_prepare(engine: Engine, patience: float) -> None:
    """Set every connection of the engine up: WAL, durable commits, a busy time-out, explicit transactions."""

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver's own BEGIN comes too late and never locks; the begin event below replaces it.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        # What is deleted is overwritten, not only forgotten.
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(WRITER, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _sqlite_advice(error: DBAPIError) -> str:
    return next((advice for sign, advice in _SQLITE_ADVICE.items() if sign in str(error.orig)), "")


def _sqlite_lost(_error: DBAPIError) -> bool:
    return False


SQLITE = Dialect(
    options={}, reading={}, writing={WRITER: True}, prepare=_sqlite_prepare, advice=_sqlite_advice, lost=_sqlite_lost
)


#: Key of the advisory lock that writers of a database hold, one after another, until they have committed:
#: change numbers become visible in their order, and two migrations never meet. Never change it: programs of
#: two versions must wait for each other.
WRITERS_LOCK = 0x7469616E  # "tian"

#: SQLSTATE → what it means. https://www.postgresql.org/docs/current/errcodes-appendix.html
_SQLSTATES = {
    "55P03": "正被另一个导入占用，等了很久仍未空出。请等那个导入完成后再运行一次。",
    "53100": "数据库所在的磁盘已满。请腾出空间后再运行一次；已提交的内容没有丢失。",
    "53300": "数据库的连接数已满。请稍后再试，或请管理员调高 max_connections。",
    "25006": "数据库是只读的（可能是备库）。请改用主库的地址。",
    "42501": "这个账号没有所需的权限。请管理员授权后再试。",
    "40001": "与别的操作冲突，没有写入。请再运行一次。",
    "40P01": "与别的操作互相等待，没有写入。请再运行一次。",
}
_CANNOT_CONNECT = (
    "连不上数据库，或连接中途断了：{message}。请检查地址、账号、密码，以及数据库是否在运行；"
    "已提交的内容没有丢失，恢复后再运行一次同样的命令即可。"
)

#: Connection exceptions; the server is shutting down, crashed, or is not ready yet.
_LOST = ("08", "57P01", "57P02", "57P03")


def _postgresql_prepare(engine: Engine, patience: float) -> None:
    """Let writers take the lock as they begin, and give each process connections of its own."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        # A writer whose machine is gone gives its lock back after about two minutes, not after two hours.
        with connection.cursor() as cursor:
            cursor.execute("SET tcp_keepalives_idle = 60")
            cursor.execute("SET tcp_keepalives_interval = 15")
            cursor.execute("SET tcp_keepalives_count = 4")
        connection.commit()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get(WRITER, False):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(patience * 1000)}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")

    here = weakref.ref(engine)

    def _forked() -> None:
        # A server that forks its workers must not let two of them talk over one connection.
        if inherited := here():
            inherited.dispose(close=False)

    if sys.platform != "win32":
        os.register_at_fork(after_in_child=_forked)


def _postgresql_advice(error: DBAPIError) -> str:
    state = _state(error)
    if state in _SQLSTATES:
        return _SQLSTATES[state]
    return _CANNOT_CONNECT.format(message=_line(error)) if _postgresql_lost(error) else ""


def _postgresql_lost(error: DBAPIError) -> bool:
    state = _state(error)
    # A connection that could not be made at all carries no state.
    return error.connection_invalidated or (_is_operational(error) if not state else state.startswith(_LOST))


def _is_operational(error: DBAPIError) -> bool:
    return type(error.orig).__name__ in ("OperationalError", "ConnectionTimeout")


def _state(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")


def _line(error: DBAPIError) -> str:
    return "，".join(line.strip() for line in str(error.orig).splitlines() if line.strip()).rstrip(".。")


POSTGRESQL = Dialect(
    # A connection is asked for a sign of life before it is used: a restarted server goes unnoticed.
    options={"pool_pre_ping": True, "pool_size": 8, "max_overflow": 24, "connect_args": {"connect_timeout": 10}},
    reading={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
    # Each statement sees what was committed before it: what a writer reads after it got the lock is the latest.
    writing={"isolation_level": "READ COMMITTED", WRITER: True},
    prepare=_postgresql_prepare,
    advice=_postgresql_advice,
    lost=_postgresql_lost,
)


T = TypeVar("T")

_DIALECTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}

#: How long a writer waits for another one before it gives up, in seconds.
PATIENCE = 30.0

#: How long long work goes on trying to reach a server that was lost, in seconds.
RECONNECT = 60.0


class Database:
    """Short reading and writing transactions on one archive; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._dialect = _DIALECTS[engine.dialect.name]
        self._where = engine.url.render_as_string(hide_password=True)

    @classmethod
    def open(
        cls,
        where: str | Path,
        *,
        create: bool,
        password: str = "",
        patience: float = PATIENCE,
        progress: Callable[[int, int], None] | None = None,
    ) -> Database:
        """Return the database at a path (SQLite) or an SQLAlchemy URL, in this program's format.

        Args:
            password: goes into the URL, so that it need not be written there.
            progress: called with payloads done and payloads in all while an older archive is brought over.

        Raises:
            ArchiveError: it cannot be opened, is missing though ``create`` is off, is newer than this program
                or is no archive.
        """
        url = (
            _url(where, password)
            if isinstance(where, str) and "://" in where
            else _sqlite_url(Path(where), create=create)
        )
        dialect = _DIALECTS[url.get_backend_name()]
        try:
            engine = create_engine(url, **dialect.options)
        except ModuleNotFoundError as error:
            raise ArchiveError(
                f"没有安装 PostgreSQL 的驱动（{error.name}）。请运行 pip install 'tian-search[postgres]'，再试一次。"
            ) from error
        dialect.prepare(engine, patience)
        database = cls(engine)
        try:
            database._bring_up_to_date(create=create, progress=progress)
        except BaseException:
            engine.dispose()
            raise
        return database

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view; keep it short.

        Raises:
            ArchiveUnreachable: the server cannot be reached, or was lost on the way.
        """
        with self._clear_errors(), self._engine.connect() as connection:
            reader = connection.execution_options(**self._dialect.reading)
            with reader.begin():
                yield reader

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One writing transaction: all or nothing. Waits a while for another writer.

        Raises:
            ArchiveError: another writer kept the archive busy for too long, or the disk is full or read-only.
            ArchiveUnreachable: the server was lost on the way; whether a commit under way was kept is unknown.
        """
        with self._clear_errors(), self._engine.connect() as connection:
            writer = connection.execution_options(**self._dialect.writing)
            with writer.begin():
                yield writer

    def compact(self) -> bool:
        """Leave nothing of what was deleted in SQLite's files; return whether that is done (others may be reading).

        PostgreSQL gives the space of deleted rows back by itself.
        """
        if self._engine.dialect.name != "sqlite":
            return True
        connection = self._engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            (busy, *_) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:
            return False
        finally:
            connection.close()
        return not busy

    def patiently(self, work: Callable[[], T]) -> T:
        """Return what the work returns; do it again, for a minute, while the server cannot be reached.

        The work must come to the same when it is done twice.

        Raises:
            ArchiveUnreachable: the server did not come back.
        """
        pause, waited = 0.25, 0.0
        while True:
            try:
                return work()
            except ArchiveUnreachable:
                if waited >= RECONNECT:
                    raise
            time.sleep(pause)
            waited += pause
            pause = min(2 * pause, 4.0)

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    def _bring_up_to_date(self, *, create: bool, progress: Callable[[int, int], None] | None) -> None:
        with self.reading() as connection:
            current = is_current(connection)
            if not create and not exists(connection):
                raise ArchiveError(f"{self._where} 里还没有档案库。请先导入提案。")
        if not current:
            with self.writing() as connection:
                migrate(connection, progress)

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            kind = ArchiveUnreachable if self._dialect.lost(error) else ArchiveError
            raise kind(f"档案库 {self._where}：{self._dialect.advice(error) or _unknown(error)}") from error
        except TimeoutError as error:
            raise ArchiveError(f"档案库 {self._where} 太忙，没有空闲的连接。请稍后再试。") from error


def _url(written: str, password: str) -> URL:
    try:
        url = make_url(written)
    except (ArgumentError, ValueError) as error:
        raise ArchiveError(_WRONG_URL) from error
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise ArchiveError(_WRONG_URL)
    return url.set(password=password) if password else url


_WRONG_URL = "不认识这种档案库地址。请写成 postgresql+psycopg://用户@主机/数据库，或写 SQLite 文件的路径。"


def _sqlite_url(path: Path, *, create: bool) -> URL:
    if path.is_dir():
        raise ArchiveError(f"{path} 是一个文件夹，不是档案库。请给出档案库文件的路径。")
    if not create and not path.exists():
        raise ArchiveError(f"还没有档案库：{path}。请先导入提案。")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if create and not path.exists():
            # Nobody else reads it; what SQLite keeps beside it gets the same rights.
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise ArchiveError(
            f"无法建立档案库所在的文件夹 {path.parent}：{system_reason(error)}。请检查路径和权限。"
        ) from error
    return make_url("sqlite://").set(database=str(path.absolute()))


def _unknown(error: DBAPIError) -> str:
    return f"数据库报告错误：{error.orig}。请检查数据库是否在运行、是否完好；如已损坏，请从备份恢复。"
