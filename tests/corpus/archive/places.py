"""Places for archives that do not exist yet: file paths for SQLite, URLs of empty databases for PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.archive import Archive

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from tests.services.postgresql import PostgreSQL

__all__ = ["Places", "PostgreSQLPlaces", "SQLitePlaces", "temporary_archive"]


class Places(Protocol):
    """Makes as many places as a test wants."""

    def new(self) -> AbstractContextManager[str | Path]:
        """A place that is cleared away at the end."""
        ...


class SQLitePlaces:
    """Each in a folder of its own."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._numbers = count(1)

    @contextmanager
    def new(self) -> Iterator[str | Path]:
        home = self._directory / str(next(self._numbers))
        yield home / "archive.sqlite"
        shutil.rmtree(home, ignore_errors=True)


class PostgreSQLPlaces:
    """Each a schema of its own."""

    def __init__(self, server: PostgreSQL) -> None:
        self._server = server

    def new(self) -> AbstractContextManager[str]:
        """A URL whose tables are dropped at the end."""
        return self._server.new_schema()


@contextmanager
def temporary_archive(places: Places) -> Iterator[Archive]:
    """An archive of its own for each example of a property test."""
    with places.new() as place, Archive.open(place) as archive:
        yield archive
