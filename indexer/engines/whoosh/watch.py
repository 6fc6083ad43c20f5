"""Notices commits of other processes at the price of one ``stat``."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["DirectoryWatch"]

#: Two changes of a directory within the clock tick of a file system look like one.
_CLOCK_TICK_NS = 50_000_000


class DirectoryWatch:
    """Tells whether names were added to or removed from a directory since the last time it was asked."""

    def __init__(self, directory: Path) -> None:
        self._directory = str(directory)
        self._seen = -1

    def changed(self) -> bool:
        """Return whether the directory changed, or changed so lately that it might change unseen."""
        try:
            modified = os.stat(self._directory).st_mtime_ns  # noqa: PTH116 - asked before every search
        except FileNotFoundError:
            return False  # a newer generation took its place; whoever still has this one open may go on using it
        if modified == self._seen:
            return False
        self._seen = -1 if abs(time.time_ns() - modified) < _CLOCK_TICK_NS else modified
        return True
