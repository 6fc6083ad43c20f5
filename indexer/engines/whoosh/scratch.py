"""Arrays that are used for an instant in every search, kept so that their memory is not asked for each time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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

    @contextmanager
    def borrow(self) -> Iterator[Array]:
        """Lend one array; if the borrower fails, the array is not used again."""
        try:
            array = self._free.pop()
        except IndexError:
            array = np.zeros(self._length, np.intp)
        yield array
        self._free.append(array)
