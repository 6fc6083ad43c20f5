"""An archive of a test's own, over every database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.archive import Archive


@pytest.fixture
def archive(place: str | Path) -> Iterator[Archive]:
    with Archive.open(place) as opened:
        yield opened
