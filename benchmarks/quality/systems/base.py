"""What every system does: index a collection, then rank its records for a query."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from benchmarks.quality.collection import Collection

__all__ = ["DEPTH", "Opener", "Ranker"]

#: How many records a ranking holds.
DEPTH = 100

#: Returns the keys of the best records for a query, best first, at most ``DEPTH``.
Ranker = Callable[[str], Sequence[str]]

#: Indexes a collection, in an empty directory if it needs files, and gives its ranker.
Opener = Callable[[Collection, Path], AbstractContextManager[Ranker]]
