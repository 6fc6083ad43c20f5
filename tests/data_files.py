"""Where the real records are, for tests that need them; they are never copied into the project."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared_data(name: str) -> Path:
    """Return the path of a real data file, or skip the test, saying which file is missing."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"real data not found: ../shared/data/{name}")
    return path
