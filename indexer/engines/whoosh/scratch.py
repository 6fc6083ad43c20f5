"""Arrays that are used for an instant in every search, kept so that their memory is not asked for each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from indexer.engines.whoosh.arrayfile import Array

__all__ = ["ScratchPool"]


class ScratchPool:
    """Zeroed integer arrays of one length; each is lent to one thread at a time, which gives it back zeroed."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._free: list[Array] = []

    def take(self) -> Array:
        """Lend a zeroed array; whoever does not give it back merely costs a new one."""
        try:
            return self._free.pop()
        except IndexError:
            return np.zeros(self._length, np.intp)

    def give(self, array: Array) -> None:
        """Take an array back; it must be all zeros again."""
        self._free.append(array)
