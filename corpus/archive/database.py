"""A connection pool to the archive's database, checked and brought to the current format."""

from __future__ import annotations

import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, TimeoutError

from corpus.archive.migrations import exists, is_current, migrate
from corpus.archive.postgresql import POSTGRESQL
from corpus.archive.sqlite import SQLITE
from corpus.errors import ArchiveError, ArchiveUnreachable, system_reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import URL, Connection, Engine

__all__ = ["Database"]

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
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(
            f"无法建立档案库所在的文件夹 {path.parent}：{system_reason(error)}。请检查路径和权限。"
        ) from error
    return make_url("sqlite://").set(database=str(path.absolute()))


def _unknown(error: DBAPIError) -> str:
    return f"数据库报告错误：{error.orig}。请检查数据库是否在运行、是否完好；如已损坏，请从备份恢复。"
