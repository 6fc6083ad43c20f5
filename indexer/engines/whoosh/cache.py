"""Decoded posting lists that were used lately, in a bounded amount of memory."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable

    from indexer.engines.whoosh.arrayfile import Array
    from indexer.engines.whoosh.postings import FieldPostings

__all__ = ["SPOT_BITS", "ListCache", "TermList"]

#: A spot is document × 2^32 + position: positions take the lower half of its 64 bits.
SPOT_BITS = 32

#: Pages around what is read come along: 64 kB each for the dictionary and the streams of a list.
_NEIGHBOURS = 256 << 10


#: A term is common if one of so many documents has it.
_COMMON = 3


class TermList:
    """One term's decoded list in one segment.

    Attributes:
        key: what names the list in the cache.
        extent: where the list is stored.
        ids: the documents, ascending.
        tokens: how many occurrences there are.
        wide: occurrences whose positions are not wholly stored in place; see ``FieldPostings.wide``.
        common: whether so many documents have the term that its scores are kept by document, not by place in the list.
        impacts: scores of all documents under some statistics and boost, with the key of those; see ``scoring``.
        spots: document and position of every occurrence in one number, once a phrase has asked for them.
        wanted: whether its scores were asked for before: what is wanted once is not worked out for all documents.
    """

    __slots__ = (
        "_doc_count",
        "_field",
        "_starts",
        "common",
        "extent",
        "ids",
        "impacts",
        "key",
        "spots",
        "tokens",
        "wanted",
        "wide",
    )

    def __init__(self, field: FieldPostings, number: int, key: Hashable) -> None:
        self.key = key
        self.extent = field.extents.one(number)
        self.ids = field.docs(self.extent)
        self._doc_count = field.doc_count
        self.common = len(self.ids) * _COMMON >= field.doc_count
        self._field: FieldPostings | None = field
        self._starts: Array | None = None
        self.tokens = self.extent.tokens
        self.wide = field.wide(self.extent)
        self.impacts: tuple[Hashable, Array] | None = None
        self.spots: Array | None = None
        self.wanted = False

    @property
    def starts(self) -> Array | None:
        """Where each document's occurrences start, and the end; None when every document has one.

        Worked out when first asked for: which documents match does not depend on it, and it takes longer than they.
        """
        field = self._field
        if field is not None:
            starts = field.run_starts(self.extent)
            if starts is not None:
                with_end = np.empty(len(starts) + 1, np.uint32)
                with_end[:-1], with_end[-1] = starts, self.extent.tokens
                self._starts = with_end
            self._field = None
        return self._starts

    @property
    def nbytes(self) -> int:
        """Memory this list takes once it has been scored."""
        spots = 0 if self.spots is None else self.spots.nbytes
        scored = self._doc_count if self.common else len(self.ids)
        return 240 + len(self.ids) * (8 if self.tokens == len(self.ids) else 12) + 4 * scored + spots

    def freqs(self, places: Array | None = None) -> Array | None:
        """Return term frequencies, of all documents or of those at ``places``; None when all are 1."""
        if self.starts is None:
            return None
        starts = self.starts
        found: Array = starts[1:] - starts[:-1] if places is None else starts[places + 1] - starts[places]
        return found


class ListCache:
    """Keeps lists up to a number of bytes; the oldest go first. Reading takes no lock."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._lists: dict[Hashable, TermList] = {}
        self._used = 0
        self._touched = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, field: FieldPostings, number: int) -> TermList:
        """Return the list of one term, decoding it when it is not there."""
        found = self._lists.get(key)
        if found is None:
            found = TermList(field, number, key)
            self._add(key, found)
        return found

    def spots(self, postings: TermList, field: FieldPostings) -> Array:
        """Return document and position of every occurrence of a list, ascending, decoding them when not there."""
        found = postings.spots
        if found is None:
            owners = postings.ids if postings.starts is None else postings.ids.repeat(np.diff(postings.starts))
            found = (owners << SPOT_BITS) + field.positions(postings.extent)
            self._keep(postings, found)
        return found

    def touched(self, limit: int) -> bool:
        """Return whether decoding touched more than ``limit`` bytes of files since this last was so."""
        if self._touched <= limit:
            return False
        self._touched = 0
        return True

    def _add(self, key: Hashable, added: TermList) -> None:
        with self._lock:
            if key in self._lists:
                return
            self._lists[key] = added
            self._used += added.nbytes
            self._touched += added.nbytes + _NEIGHBOURS
            self._drop_oldest()

    def _keep(self, postings: TermList, spots: Array) -> None:
        """Keep the spots with their list. One that was dropped meanwhile is in nobody's way: its search ends soon."""
        with self._lock:
            self._touched += 2 * len(spots) + _NEIGHBOURS
            if postings.spots is None and self._lists.get(postings.key) is postings:
                postings.spots = spots
                self._used += spots.nbytes
                self._drop_oldest()

    def _drop_oldest(self) -> None:
        while self._used > self._capacity and len(self._lists) > 1:
            oldest = next(iter(self._lists))
            self._used -= self._lists.pop(oldest).nbytes
