"""A connection pool to the archive's database, checked and brought to the current format."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from corpus.archive import sqlite
from corpus.archive.migrations import is_current, migrate
from corpus.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

__all__ = ["Database"]


class Database:
    """Short reading and writing transactions on one archive; safe to share between threads."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._where = where

    @classmethod
    def open(cls, where: str | Path, *, create: bool, patience: float = sqlite.PATIENCE) -> Database:
        """Return the database at a path (SQLite) or an SQLAlchemy URL, in this program's format.

        Raises:
            ArchiveError: it cannot be opened, is missing though ``create`` is off, is newer than this program
                or is no archive.
        """
        url = where if isinstance(where, str) and "://" in where else _sqlite_url(Path(where), create=create)
        try:
            engine = create_engine(url)
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
            raise ArchiveError(f"不认识档案库地址或缺少它的驱动：{error}。请检查地址。") from error
        if engine.dialect.name == "sqlite":
            sqlite.prepare(engine, patience)
        database = cls(engine, engine.url.render_as_string(hide_password=True))
        try:
            database._bring_up_to_date()
        except BaseException:
            engine.dispose()
            raise
        return database

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view; keep it short."""
        with self._clear_errors(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One writing transaction: all or nothing. Waits a while for another writer.

        Raises:
            ArchiveError: another writer kept the archive busy for too long, or the disk is full or read-only.
        """
        with self._clear_errors(), self._engine.connect() as connection:
            writer = sqlite.begin_writing(connection)
            with writer.begin():
                yield writer

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    def _bring_up_to_date(self) -> None:
        with self.reading() as connection:
            current = is_current(connection)
        if not current:
            with self.writing() as connection:
                migrate(connection)

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except OperationalError as error:
            raise ArchiveError(f"档案库 {self._where}：{_reason(str(error.orig))}") from error
        except DBAPIError as error:
            advice = "请检查文件是否完好，或从备份恢复"
            raise ArchiveError(f"档案库 {self._where} 无法读写：{error.orig}。{advice}。") from error


def _sqlite_url(path: Path, *, create: bool) -> str:
    if path.is_dir():
        raise ArchiveError(f"{path} 是一个文件夹，不是档案库。请给出档案库文件的路径。")
    if not create and not path.exists():
        raise ArchiveError(f"还没有档案库：{path}。请先导入提案。")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(f"无法建立档案库所在的文件夹 {path.parent}：{error.strerror}。请检查路径和权限。") from error
    return f"sqlite:///{path.absolute()}"


def _reason(message: str) -> str:
    known = {
        "locked": "正被另一个导入占用，等了很久仍未空出。请等那个导入完成后再运行一次。",
        "full": "磁盘已满。请腾出空间后再运行一次；已提交的内容没有丢失。",
        "readonly": "没有写入权限。请检查文件和文件夹的权限。",
        "unable to open": "打不开文件。请检查路径和权限。",
    }
    for sign, advice in known.items():
        if sign in message:
            return advice
    return f"数据库报告错误：{message}。请检查数据库是否在运行、磁盘是否完好，然后再试。"
