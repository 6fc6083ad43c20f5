"""What searches keep in memory: decoded posting lists that were used lately, and arrays to count in."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable

    from indexer.engines.whoosh.storage.arrayfile import Array
    from indexer.engines.whoosh.storage.postings import FieldPostings

__all__ = ["POSITION_BITS", "PostingList", "PostingListCache", "ScratchPool"]

#: A packed position is document × 2^32 + position: positions take the lower half of its 64 bits.
POSITION_BITS = 32

#: Pages around what is read come along: 64 kB each for the dictionary and the streams of a list.
_NEIGHBOURS = 256 << 10

#: A term is common if one of so many documents has it.
_COMMON = 3


class PostingList:
    """One term's decoded list in one segment.

    Attributes:
        key: what names the list in the cache.
        state: where the list is stored.
        ids: the documents, ascending.
        tokens: how many occurrences there are.
        exceptions: occurrences whose positions are not wholly stored in place; see ``position_exceptions``.
        common: whether so many documents have the term that its scores are kept by document, not by place in the list.
        impacts: scores of all documents under some statistics and boost, with the key of those; see ``bm25``.
        packed_positions: document and position of every occurrence in one number, once a phrase has asked for them.
        scored_before: whether its scores were asked for before; only then are they worked out for all documents.
    """

    __slots__ = (
        "_doc_count",
        "_field",
        "_starts",
        "common",
        "exceptions",
        "ids",
        "impacts",
        "key",
        "packed_positions",
        "scored_before",
        "state",
        "tokens",
    )

    def __init__(self, field: FieldPostings, number: int, key: Hashable) -> None:
        self.key = key
        self.state = field.states.one(number)
        self.ids = field.docs(self.state)
        self._doc_count = field.doc_count
        self.common = len(self.ids) * _COMMON >= field.doc_count
        self._field: FieldPostings | None = field
        self._starts: Array | None = None
        self.tokens = self.state.tokens
        self.exceptions = field.position_exceptions(self.state)
        self.impacts: tuple[Hashable, Array] | None = None
        self.packed_positions: Array | None = None
        self.scored_before = False

    @property
    def starts(self) -> Array | None:
        """Where each document's occurrences start, and the end; None when every document has one.

        Worked out when first asked for: which documents match does not depend on it, and it takes longer than they.
        """
        field = self._field
        if field is not None:
            starts = field.run_starts(self.state)
            if starts is not None:
                with_end = np.empty(len(starts) + 1, np.uint32)
                with_end[:-1], with_end[-1] = starts, self.state.tokens
                self._starts = with_end
            self._field = None
        return self._starts

    @property
    def nbytes(self) -> int:
        """Memory this list takes once it has been scored."""
        packed = 0 if self.packed_positions is None else self.packed_positions.nbytes
        scored = self._doc_count if self.common else len(self.ids)
        return 240 + len(self.ids) * (8 if self.tokens == len(self.ids) else 12) + 4 * scored + packed

    def freqs(self, places: Array | None = None) -> Array | None:
        """Return term frequencies, of all documents or of those at ``places``; None when all are 1."""
        if self.starts is None:
            return None
        starts = self.starts
        found: Array = starts[1:] - starts[:-1] if places is None else starts[places + 1] - starts[places]
        return found


class PostingListCache:
    """Keeps lists up to a number of bytes; the oldest go first. Reading takes no lock."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._lists: dict[Hashable, PostingList] = {}
        self._used = 0
        self._touched = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, field: FieldPostings, number: int) -> PostingList:
        """Return the list of one term, decoding it when it is not there."""
        found = self._lists.get(key)
        if found is None:
            found = PostingList(field, number, key)
            self._add(key, found)
        return found

    def packed_positions(self, postings: PostingList, field: FieldPostings) -> Array:
        """Return document and position of every occurrence of a list, ascending, decoding them when not there."""
        found = postings.packed_positions
        if found is None:
            owners = postings.ids if postings.starts is None else postings.ids.repeat(np.diff(postings.starts))
            found = (owners << POSITION_BITS) + field.positions(postings.state)
            self._keep(postings, found)
        return found

    def touched(self, limit: int) -> bool:
        """Return whether decoding touched more than ``limit`` bytes of files since this last was so."""
        if self._touched <= limit:
            return False
        self._touched = 0
        return True

    def _add(self, key: Hashable, added: PostingList) -> None:
        with self._lock:
            if key in self._lists:
                return
            self._lists[key] = added
            self._used += added.nbytes
            self._touched += added.nbytes + _NEIGHBOURS
            self._drop_oldest()

    def _keep(self, postings: PostingList, packed: Array) -> None:
        """Keep packed positions with their list. A list that was dropped meanwhile ends with its search."""
        with self._lock:
            self._touched += 2 * len(packed) + _NEIGHBOURS
            if postings.packed_positions is None and self._lists.get(postings.key) is postings:
                postings.packed_positions = packed
                self._used += packed.nbytes
                self._drop_oldest()

    def _drop_oldest(self) -> None:
        while self._used > self._capacity and len(self._lists) > 1:
            oldest = next(iter(self._lists))
            self._used -= self._lists.pop(oldest).nbytes


class ScratchPool:
    """Zeroed integer arrays of one length; each is lent to one thread at a time, which gives it back zeroed.

    Every search needs some for an instant; they are kept, since fresh memory costs more than using it.
    """

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
