"""Which hits come first: by score or by date, ties in the order in which documents were indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indexer.engines.base import Sort

if TYPE_CHECKING:
    from indexer.engines.whoosh.arrayfile import Array

__all__ = ["date_keys", "first"]

#: Up to this many keys are faster sorted than searched for the smallest.
_FEW = 500
_UNDATED = np.iinfo(np.int64).max


def date_keys(dates: Array, sort: Sort) -> Array:
    """Return numbers whose ascending order is the wanted order of dates; documents without a date come last.

    >>> np.argsort(date_keys(np.array([20190000, 0, 20210628]), Sort.NEWEST)).tolist()
    [2, 0, 1]
    """
    days = dates.astype(np.int64)
    return np.where(days == 0, _UNDATED, -days if sort is Sort.NEWEST else days)


def first(keys: Array, count: int) -> Array:
    """Return the places of the ``count`` smallest keys, smallest first, equal ones by place.

    >>> first(np.array([3, 1, 2, 1]), 3).tolist()
    [1, 3, 2]
    """
    if count <= 0:
        return np.zeros(0, np.intp)
    if count >= len(keys) or len(keys) <= _FEW:
        return keys.argsort(kind="stable")[:count]
    limit = np.partition(keys, count - 1)[count - 1]
    candidates = np.flatnonzero(keys <= limit)
    return candidates[np.argsort(keys[candidates], kind="stable")[:count]]
