"""Sets of documents as ascending arrays of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.engines.whoosh.storage.arrayfile import Array

__all__ = ["NOTHING", "complement", "contains", "distinct", "union"]

NOTHING = np.zeros(0, np.intp)

#: A bisection costs about as much as touching this many neighbouring postings.
_BISECTION_COST = 8


def contains(ids: Array, among: Array, doc_count: int) -> Array:
    """Return a mask over ``ids``: which of them are in ``among``.

    >>> contains(np.array([1, 4]), np.array([4, 5]), 6).tolist()
    [False, True]
    """
    if not len(among) or not len(ids):
        return np.zeros(len(ids), np.bool_)
    if len(among) == doc_count:
        return np.ones(len(ids), np.bool_)
    if len(ids) * _BISECTION_COST < len(among):
        places = among.searchsorted(ids)
        places[places == len(among)] = 0
        found: Array = among[places] == ids
        return found
    mask = np.zeros(doc_count, np.bool_)
    mask[among] = True
    return mask[ids]


def union(sets: Sequence[Array], doc_count: int) -> Array:
    """Return the documents in any of the sets."""
    sets = [ids for ids in sets if len(ids)]
    if len(sets) < 2:
        return sets[0] if sets else NOTHING
    if sum(map(len, sets)) * 32 < doc_count:
        merged = np.concatenate(sets)
        merged.sort()
        first = np.ones(len(merged), np.bool_)
        np.not_equal(merged[1:], merged[:-1], out=first[1:])
        return merged[first]
    mask = np.zeros(doc_count, np.bool_)
    for ids in sets:
        mask[ids] = True
    return mask.nonzero()[0]


def distinct(ids: Array, doc_count: int) -> Array:
    """Return documents given in any order, with repeats, as a set."""
    mask = np.zeros(doc_count, np.bool_)
    mask[ids] = True
    return mask.nonzero()[0]


def complement(ids: Array, doc_count: int) -> Array:
    """Return all documents that are not in the set."""
    mask = np.ones(doc_count, np.bool_)
    mask[ids] = False
    return mask.nonzero()[0]
