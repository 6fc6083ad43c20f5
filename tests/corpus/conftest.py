"""Archives over every database: each test that asks for one runs once with SQLite and once with PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from corpus.archive import Archive
from tests.corpus.archive.places import Places, PostgreSQLPlaces, SQLitePlaces

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def places(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Where archives may be made."""
    if request.param == "sqlite":
        return SQLitePlaces(tmp_path_factory.mktemp("archives"))
    return PostgreSQLPlaces(request.getfixturevalue("postgresql"))


@pytest.fixture
def place(places: Places) -> Iterator[str | Path]:
    """Where one test's archive is to be made."""
    with places.new() as made:
        yield made


@pytest.fixture
def archive(place: str | Path) -> Iterator[Archive]:
    with Archive.open(place) as opened:
        yield opened
