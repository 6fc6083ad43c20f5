"""Servers for the whole run, started by the first test that asks for one (marked ``services``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.services.postgresql import PostgreSQL


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    from tests.services.postgresql import PostgreSQL

    with PostgreSQL() as server:
        yield server
