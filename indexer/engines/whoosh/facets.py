"""Counts facet values and filters by them, exactly, in one pass over the matching documents.

Each document is checked against every filter once. One that fails none is a hit; one that fails exactly one still
counts for the facet of that filter, because a facet is counted under all filters but its own.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

from indexer.engines.whoosh.storage.postings import ranges

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from indexer.engines.base import FacetFilter
    from indexer.engines.whoosh.storage.arrayfile import Array
    from indexer.engines.whoosh.storage.columns import FacetColumn

__all__ = ["FacetCounter", "FacetValues", "FilteredHits"]

#: With more than one hit in so many documents, further values are found by going through all of them.
_SPARSE = 8


class FacetCounter:
    """One facet of one segment, laid out for counting.

    Most documents have at most one value, so the first value of each is one array, in which the number after the
    last ordinal stands for none. Further values are pairs of document and ordinal.
    """

    def __init__(self, column: FacetColumn) -> None:
        self.values = column.values
        self._column = column
        sizes = np.diff(column.starts)
        narrow = np.min_scalar_type(len(column.values))
        self._first = np.full(len(sizes), len(column.values), narrow)
        self._first[sizes > 0] = column.ordinals[column.starts[:-1][sizes > 0]]
        self._more_sizes = np.maximum(sizes - 1, 0).astype(np.uint16)
        self._more_documents = np.arange(len(sizes), dtype=np.int32).repeat(self._more_sizes)
        self._more = column.ordinals[ranges(column.starts[:-1] + 1, self._more_sizes)].astype(narrow)
        self._all = self._count(np.arange(len(sizes)))

    def count(self, documents: Array) -> Array:
        """Return, per value, how many of the documents, given ascending, have it."""
        if len(documents) == len(self._first):
            return self._all
        return self._count(documents)

    def count_without(self, absent: Array) -> Array:
        """Return, per value, how many of all other documents have it."""
        found: Array = self._all - self._count(absent)
        return found

    def _count(self, documents: Array) -> Array:
        width = len(self.values)
        counts = np.bincount(self._first[documents], minlength=width + 1)[:width]
        if not len(self._more):
            return counts
        if len(documents) * _SPARSE < len(self._first):
            sizes = self._more_sizes[documents]
            more = self._column.ordinals[ranges(self._column.starts[documents] + 1, sizes)]
        else:
            mask = np.zeros(len(self._first), np.bool_)
            mask[documents] = True
            more = self._more[mask[self._more_documents]]
        return counts + np.bincount(more, minlength=width)

    def passes(self, wanted: Sequence[str]) -> Array:
        """Return a mask over all documents: which have any of the wanted values."""
        chosen = np.zeros(len(self.values) + 1, np.bool_)
        for value in wanted:
            place = bisect_left(self.values, value)
            if place < len(self.values) and self.values[place] == value:
                chosen[place] = True
        mask: Array = chosen[self._first]
        mask[self._more_documents[chosen[self._more]]] = True
        return mask


class FacetValues:
    """The values of one facet over all segments, and what counts per segment add up to."""

    def __init__(self, per_segment: Sequence[tuple[str, ...]]) -> None:
        distinct = sorted({value for values in per_segment for value in values})
        place = {value: number for number, value in enumerate(distinct)}
        self._values = np.array(distinct, object)
        self._places = [np.array([place[value] for value in values], np.intp) for values in per_segment]

    def total(self, counts: Sequence[Array]) -> dict[str, int]:
        """Return value → count for the values that occur."""
        if len(counts) == 1:
            total = counts[0]
        else:
            total = np.zeros(len(self._values), np.intp)
            for places, segment_counts in zip(self._places, counts, strict=True):
                total[places] += segment_counts
        occurring = total.nonzero()[0]
        return dict(zip(self._values[occurring].tolist(), total[occurring].tolist(), strict=True))


class FilteredHits:
    """Matching documents of one segment after all filters.

    Attributes:
        hits: the documents that pass every filter.
    """

    def __init__(
        self, facet: Callable[[str], FacetCounter], doc_count: int, matching: Array, filters: Sequence[FacetFilter]
    ) -> None:
        """Apply the filters.

        Args:
            facet: gives the segment's counter of a facet.
            doc_count: how many documents the segment has.
        """
        self._facet = facet
        self._doc_count = doc_count
        self._misses: dict[str, Array] = {}
        self._absent: Array | None = None
        self.hits = matching
        if filters:
            self._apply(filters)

    def _apply(self, filters: Sequence[FacetFilter]) -> None:
        matching = self.hits
        failed = [~self._facet(chosen.facet).passes(chosen.values)[matching] for chosen in filters]
        fails = np.sum(failed, axis=0, dtype=np.intp)
        self.hits = matching[fails == 0]
        for facet in {chosen.facet for chosen in filters}:
            own = [mask for mask, chosen in zip(failed, filters, strict=True) if chosen.facet == facet]
            own_fails = np.sum(own, axis=0, dtype=np.intp)
            self._misses[facet] = matching[(fails == own_fails) & (own_fails > 0)]

    def counts(self, facet: str) -> Array:
        """Return how often each value of one facet occurs, by the segment's ordinals."""
        counter = self._facet(facet)
        absent = self._fewer_absent()
        counts = counter.count(self.hits) if absent is None else counter.count_without(absent)
        misses = self._misses.get(facet)
        return counts if misses is None else counts + counter.count(misses)

    def _fewer_absent(self) -> Array | None:
        """Return the documents that are no hits, if they are fewer than the hits."""
        if self._absent is None and len(self.hits) * 2 > self._doc_count > len(self.hits):
            mask = np.ones(self._doc_count, np.bool_)
            mask[self.hits] = False
            self._absent = mask.nonzero()[0]
        return self._absent
