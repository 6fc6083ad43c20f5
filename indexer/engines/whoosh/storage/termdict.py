"""The term dictionary of one field: sorted terms that are found by binary search in one integer array.

A term's first eight bytes, read as a big-endian number, are its key: two Han characters (a bigram, most words)
fit whole. ``keys`` is sorted, so exact, prefix and range look-ups are bisections in a memory-mapped array and
nothing has to be loaded at open. Terms with equal keys are ordered by length, then by the rest of their bytes,
which is byte order; the rest of longer terms lies in ``tails``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from indexer.engines.whoosh.storage.arrayfile import Array

__all__ = ["KEY_BYTES", "TermDictionary", "Terms", "keys_of", "merge_dictionaries", "order_by_key", "successor"]

KEY_BYTES = 8
_LONG = KEY_BYTES + 1


@dataclass(frozen=True, slots=True)
class Terms:
    """Sorted terms as arrays, the form in which they are stored.

    Attributes:
        keys: uint64, the first eight bytes of each term, big-endian, padded with zeros.
        sizes: uint8, the length in bytes; 9 stands for every longer term.
        long: uint32, which terms are longer than eight bytes.
        tail_at: uint32, where the rest of each long term starts in ``tails``, and the end; one more than ``long``.
        tails: uint8, the bytes after the eighth of all long terms.
    """

    keys: Array
    sizes: Array
    long: Array
    tail_at: Array
    tails: Array

    def select(self, chosen: Array) -> Terms:
        """Return only the terms where the mask ``chosen`` is set."""
        kept = chosen[self.long]
        sizes = np.diff(self.tail_at)[kept]
        tail_at = np.zeros(len(sizes) + 1, np.uint32)
        np.cumsum(sizes, out=tail_at[1:])
        tails = self.tails[np.repeat(kept, np.diff(self.tail_at))]
        long = np.flatnonzero(self.sizes[chosen] > KEY_BYTES).astype(np.uint32)
        return Terms(self.keys[chosen], self.sizes[chosen], long, tail_at, tails)

    @classmethod
    def join(cls, parts: Sequence[Terms]) -> Terms:
        """Return terms given in ranges, one range after the other."""
        if len(parts) == 1:
            return parts[0]
        shifts = np.cumsum([0, *(len(part.keys) for part in parts)]).astype(np.uint32)
        tail_shifts = np.cumsum([0, *(len(part.tails) for part in parts)]).astype(np.uint32)
        return cls(
            np.concatenate([part.keys for part in parts]),
            np.concatenate([part.sizes for part in parts]),
            np.concatenate([part.long + shift for part, shift in zip(parts, shifts, strict=False)]),
            np.concatenate(
                [*(p.tail_at[:-1] + shift for p, shift in zip(parts, tail_shifts, strict=False)), tail_shifts[-1:]]
            ),
            np.concatenate([part.tails for part in parts]),
        )

    @classmethod
    def from_sorted(cls, texts: Sequence[bytes]) -> Terms:
        """Return the arrays of terms that are in byte order already.

        >>> Terms.from_sorted([b"a", "养老服务".encode()]).sizes.tolist()
        [1, 9]
        """
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        return cls.from_keys(keys_of(texts), lengths, [text for text in texts if len(text) > KEY_BYTES])

    @classmethod
    def from_keys(cls, keys: Array, lengths: Array, long_texts: Sequence[bytes]) -> Terms:
        """Return the arrays of terms in byte order from their keys and lengths, and the bytes of the long ones."""
        long = np.flatnonzero(lengths > KEY_BYTES).astype(np.uint32)
        tail_at = np.zeros(len(long) + 1, np.uint32)
        np.cumsum(lengths[long] - KEY_BYTES, out=tail_at[1:])
        tails = np.frombuffer(b"".join(text[KEY_BYTES:] for text in long_texts), np.uint8)
        return cls(keys, np.minimum(lengths, _LONG).astype(np.uint8), long, tail_at, tails)


def keys_of(texts: Sequence[bytes]) -> Array:
    """Return the key of each term: its first eight bytes as a big-endian number."""
    if not texts:
        return np.zeros(0, np.uint64)
    padded = np.array(texts, dtype=f"S{KEY_BYTES}")
    return padded.view(">u8").astype(np.uint64)


def order_by_key(keys: Array, sizes: Array, texts: Mapping[int, bytes]) -> Array:
    """Return the permutation that puts distinct terms in byte order.

    Args:
        keys: the key of each term.
        sizes: the length of each term in bytes.
        texts: the bytes of every term longer than eight, by its place.
    """
    order = np.argsort(keys)
    ordered = keys[order]
    ties = np.flatnonzero(ordered[1:] == ordered[:-1])
    if len(ties):
        # Runs of equal keys are few and short: words that share eight bytes. Put each run in order by hand.
        starts = ties[np.concatenate(([True], np.diff(ties) > 1))]
        ends = ties[np.concatenate((np.diff(ties) > 1, [True]))] + 2
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            run = order[start:end].tolist()
            order[start:end] = sorted(run, key=lambda place: (min(int(sizes[place]), _LONG), texts.get(place, b"")))
    return order


def successor(prefix: bytes) -> bytes | None:
    """Return the smallest byte string above every string with this prefix; None when there is none.

    >>> successor(b"ab"), successor(b"a\\xff"), successor(b"")
    (b'ac', b'b', None)
    """
    stripped = prefix.rstrip(b"\xff")
    return stripped[:-1] + bytes([stripped[-1] + 1]) if stripped else None


class TermDictionary:
    """Looks terms up by their bytes; a term's number is its rank in byte order."""

    __slots__ = ("_keys", "_long", "_sizes", "_tail_at", "_tails")

    def __init__(self, terms: Terms) -> None:
        self._keys = terms.keys
        self._sizes = terms.sizes
        self._long = terms.long
        self._tail_at = terms.tail_at
        self._tails = terms.tails

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, text: bytes) -> int:
        """Return the number of a term, or -1 when the field does not have it."""
        number = self.lower_bound(text)
        return number if number < len(self._keys) and self.text(number) == text else -1

    def lower_bound(self, text: bytes) -> int:
        """Return how many terms are smaller than ``text``."""
        key = np.uint64(int.from_bytes(text[:KEY_BYTES].ljust(KEY_BYTES, b"\0"), "big"))
        low = int(self._keys.searchsorted(key))
        total = len(self._keys)
        if low == total or self._keys[low] != key:
            return low
        if low + 1 == total or self._keys[low + 1] != key:
            return low + (self.text(low) < text)
        high = int(self._keys.searchsorted(key, side="right"))
        return bisect_left(range(high), text, low, high, key=self.text)

    def prefix_range(self, prefix: bytes) -> tuple[int, int]:
        """Return first and last-plus-one of the numbers of the terms that start with ``prefix``."""
        end = successor(prefix)
        return self.lower_bound(prefix), len(self._keys) if end is None else self.lower_bound(end)

    def text(self, number: int) -> bytes:
        """Return the bytes of one term."""
        head = int(self._keys[number]).to_bytes(KEY_BYTES, "big")
        size = int(self._sizes[number])
        if size <= KEY_BYTES:
            return head[:size]
        place = int(self._long.searchsorted(np.uint32(number)))
        return head + self._tails[int(self._tail_at[place]) : int(self._tail_at[place + 1])].tobytes()

    def texts(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Yield the bytes of the terms numbered ``start`` to ``stop`` - 1, in order."""
        stop = len(self._keys) if stop is None else stop
        heads = self._keys[start:stop].astype(">u8").tobytes()
        place = int(self._long.searchsorted(np.uint32(start)))
        for offset, size in enumerate(self._sizes[start:stop].tolist()):
            head = heads[offset * KEY_BYTES : offset * KEY_BYTES + KEY_BYTES]
            if size <= KEY_BYTES:
                yield head[:size]
            else:
                yield head + self._tails[int(self._tail_at[place]) : int(self._tail_at[place + 1])].tobytes()
                place += 1

    @property
    def keys(self) -> Array:
        """The keys of all terms."""
        return self._keys

    def slice(self, start: int, stop: int) -> TermDictionary:
        """Return the dictionary of a range of the terms, without copying."""
        low, high = self._long.searchsorted(np.array((start, stop), np.uint32)).tolist()
        long, tail_at = self._long[low:high] - np.uint32(start), self._tail_at[low : high + 1]
        return TermDictionary(Terms(self._keys[start:stop], self._sizes[start:stop], long, tail_at, self._tails))

    def long_texts(self) -> list[bytes]:
        """Return the bytes of every term longer than eight bytes."""
        heads = self._keys[self._long].astype(">u8").tobytes()
        base = int(self._tail_at[0])
        tails, ends = self._tails[base : int(self._tail_at[-1])].tobytes(), (self._tail_at - base).tolist()
        return [
            heads[number * KEY_BYTES : (number + 1) * KEY_BYTES] + tails[start:end]
            for number, (start, end) in enumerate(pairwise(ends))
        ]

    def ties(self, long_ranks: Sequence[int]) -> Array:
        """Return what orders terms of equal keys: the size, or for long terms 9 plus the given rank."""
        ties = self._sizes.astype(np.int64)
        ties[self._long] += np.array(long_ranks, np.int64)
        return ties


def merge_dictionaries(dictionaries: Sequence[TermDictionary]) -> tuple[Terms, list[Array]]:
    """Return all terms of several dictionaries, each once and in order, and the new number of each old one."""
    if not dictionaries:
        return Terms.from_sorted([]), []
    keys = np.concatenate([dictionary.keys for dictionary in dictionaries])
    long_texts = [dictionary.long_texts() for dictionary in dictionaries]
    distinct = sorted({text for texts in long_texts for text in texts})
    rank = {text: number for number, text in enumerate(distinct)}
    ties = np.concatenate(
        [d.ties([rank[text] for text in texts]) for d, texts in zip(dictionaries, long_texts, strict=True)]
    )
    order = _order(keys, ties)
    keys, ties = keys[order], ties[order]
    first = np.ones(len(keys), np.bool_)
    first[1:] = (keys[1:] != keys[:-1]) | (ties[1:] != ties[:-1])
    numbers = np.empty(len(keys), np.intp)
    numbers[order] = np.cumsum(first) - 1
    sizes = np.minimum(ties[first], _LONG).astype(np.uint8)
    tail_at = np.zeros(len(distinct) + 1, np.uint32)
    np.cumsum([len(text) - KEY_BYTES for text in distinct], out=tail_at[1:])
    tails = np.frombuffer(b"".join(text[KEY_BYTES:] for text in distinct), np.uint8)
    long = np.flatnonzero(sizes == _LONG).astype(np.uint32)
    edges = np.cumsum([len(dictionary) for dictionary in dictionaries])
    return Terms(keys[first], sizes, long, tail_at, tails), np.split(numbers, edges[:-1])


def _order(keys: Array, ties: Array) -> Array:
    """Return the permutation that sorts by key, then tie; keys alone decide nearly always."""
    order = np.argsort(keys)
    ordered, tied = keys[order], ties[order]
    mixed = (ordered[1:] == ordered[:-1]) & (tied[1:] != tied[:-1])
    if mixed.any():
        places = np.flatnonzero(np.isin(ordered, np.unique(ordered[1:][mixed])))
        chosen = order[places]
        order[places] = chosen[np.lexsort((ties[chosen], keys[chosen]))]
    return order
