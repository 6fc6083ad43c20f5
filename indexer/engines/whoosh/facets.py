"""Counts facet values and filters by them, exactly, in one pass over the matching documents.

Each document is checked against every filter once. One that fails none is a hit; one that fails exactly one still
counts for the facet of that filter, because a facet is counted under all filters but its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indexer.engines.whoosh.postings import ranges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.engines.base import FacetFilter
    from indexer.engines.whoosh.arrayfile import Array
    from indexer.engines.whoosh.columns import FacetColumn
    from indexer.engines.whoosh.snapshot import OpenSegment

__all__ = ["FacetCounter", "FilteredSegment"]


class FacetCounter:
    """One facet of one segment, laid out for counting.

    A facet with at most one value per document is one ordinal per document, where the last ordinal stands for none.
    """

    def __init__(self, column: FacetColumn) -> None:
        self.values = np.array(column.values, object)
        self._column = column
        self._sizes = np.diff(column.starts)
        self._single: Array | None = None
        if not len(self._sizes) or self._sizes.max() <= 1:
            self._single = np.full(len(self._sizes), len(column.values), np.intp)
            self._single[self._sizes == 1] = column.ordinals

    def count(self, documents: Array) -> Array:
        """Return, per value, how many of the documents have it."""
        if self._single is not None:
            return np.bincount(self._single[documents], minlength=len(self.values) + 1)[:-1]
        places = ranges(self._column.starts[documents], self._sizes[documents])
        return np.bincount(self._column.ordinals[places], minlength=len(self.values))

    def passes(self, wanted: Sequence[str]) -> Array:
        """Return a mask over all documents: which have any of the wanted values."""
        chosen = np.isin(self.values, np.array(wanted, object)) if len(self.values) else np.zeros(0, np.bool_)
        if self._single is not None:
            return np.append(chosen, False)[self._single]
        owners = np.repeat(np.arange(len(self._sizes)), self._sizes)
        mask = np.zeros(len(self._sizes), np.bool_)
        mask[owners[chosen[self._column.ordinals]]] = True
        return mask


class FilteredSegment:
    """Matching documents of one segment after all filters.

    Attributes:
        hits: the documents that pass every filter.
    """

    def __init__(self, segment: OpenSegment, matching: Array, filters: Sequence[FacetFilter]) -> None:
        self._segment = segment
        self._single_misses: dict[str, Array] = {}
        self.hits = matching
        if not filters:
            return
        failed = [~segment.facet(chosen.facet).passes(chosen.values)[matching] for chosen in filters]
        fails = np.sum(failed, axis=0, dtype=np.intp)
        self.hits = matching[fails == 0]
        for facet in {chosen.facet for chosen in filters}:
            own = [f for f, chosen in zip(failed, filters, strict=True) if chosen.facet == facet]
            own_fails = np.sum(own, axis=0, dtype=np.intp)
            self._single_misses[facet] = matching[(fails == own_fails) & (own_fails > 0)]

    def counts(self, facet: str) -> tuple[Array, Array]:
        """Return the values of one facet that occur, and how often each does."""
        counter = self._segment.facet(facet)
        counts = counter.count(self.hits)
        misses = self._single_misses.get(facet)
        if misses is not None and len(misses):
            counts = counts + counter.count(misses)
        occurring = np.flatnonzero(counts)
        return counter.values[occurring], counts[occurring]
