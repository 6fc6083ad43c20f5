"""One segment file, opened: posting lists per field, and columns."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from indexer.engines.whoosh.storage.arrayfile import ArrayFile
from indexer.engines.whoosh.storage.columns import Columns
from indexer.engines.whoosh.storage.postings import FieldPostings

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from indexer.engines.whoosh.storage.arrayfile import Array

__all__ = ["SegmentFile"]

T = TypeVar("T")


class SegmentFile:
    """An opened segment file: posting lists per field and columns. Safe to share between threads.

    Raises:
        IndexDamaged: the file is missing or is not whole.
    """

    def __init__(self, path: Path) -> None:
        self.file = ArrayFile(path)
        self.doc_count: int = self.file.meta["docs"]
        self._fields: dict[str, FieldPostings] = {}
        self._cached: dict[Hashable, Any] = {}

    def cached(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what ``make`` made the first time; it depends on nothing but the file."""
        if key not in self._cached:
            self._cached[key] = make()
        found: T = self._cached[key]
        return found

    @property
    def field_names(self) -> list[str]:
        """The names of all indexed fields, sorted."""
        return sorted(self.file.meta["fields"])

    def field(self, name: str) -> FieldPostings | None:
        """Return the posting lists of one field; None when the segment does not have it."""
        found = self._fields.get(name)
        if found is None and name in self.file.meta["fields"]:
            found = self._fields[name] = FieldPostings(self.file, name, self.doc_count)
        return found

    @cached_property
    def columns(self) -> Columns:
        """The per-document values."""
        return Columns.read(self.file)

    def live(self, deleted: frozenset[int]) -> Array:
        """Return the numbers of the documents that are not deleted."""
        return np.delete(np.arange(self.doc_count), list(deleted))
