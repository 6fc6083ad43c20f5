"""Alignment: which stretches two texts have in common, exactly, in whatever order.

    every maximal run of equal characters ──▶ tiles: longest first, each character used once ──▶ stretches: tiles in
    the same order with small edits between them

Tiles are greedy string tiling (Wise, String Similarity via Greedy String Tiling and Running Karp-Rabin Matching,
1993), which does not care for order. Runs are found by joining the hashes of all short grams as arrays.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.analysis import gram_hashes
from indexer.analysis.normal import Codes

__all__ = ["Aligner", "Stretch", "Tile"]

_Places = npt.NDArray[np.intp]

#: Characters of the shortest run that counts as equal: two or three words.
SEED = 5
#: Pairs of equal grams that are looked at; texts that repeat themselves more are aligned by longer grams.
_MOST_PAIRS = 400_000
#: Characters of an edit that is bridged: what stands between two tiles on either side.
BRIDGE = 16
#: Stretches with fewer equal characters are chance: an idiom, a name, a form of words.
SHORTEST = 13
#: Stretches still open that a tile may continue.
_OPEN = 6


@dataclass(frozen=True, slots=True)
class Tile:
    """``length`` equal characters at ``a`` in the first text and ``b`` in the second."""

    a: int
    b: int
    length: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tiles in the same order in both texts with no more than small edits between them."""

    tiles: tuple[Tile, ...]

    @property
    def a(self) -> tuple[int, int]:
        """Where it stands in the first text."""
        return self.tiles[0].a, self.tiles[-1].a + self.tiles[-1].length

    @property
    def b(self) -> tuple[int, int]:
        """Where it stands in the second text."""
        return self.tiles[0].b, self.tiles[-1].b + self.tiles[-1].length

    @property
    def equal(self) -> int:
        """How many characters agree."""
        return sum(tile.length for tile in self.tiles)


class Aligner:
    """One text, ready to be aligned with many others."""

    def __init__(self, codes: Codes) -> None:
        self.codes = codes
        self._grams: dict[int, tuple[npt.NDArray[np.uint64], _Places]] = {}

    def stretches(self, other: Codes) -> tuple[Stretch, ...]:
        """Return the stretches this text and another have in common, in this text's order.

        No character of either text is in two tiles.

        >>> one, other = (np.frombuffer(text.encode("utf-32-le"), np.uint32) for text in (
        ...     "建议在老旧小区加装电梯由财政给予补贴", "由财政给予补助的请在老旧小区加装电梯由财政给予补贴"))
        >>> [(stretch.a, stretch.b) for stretch in Aligner(one).stretches(other)]
        [((2, 18), (9, 25))]
        """
        if len(self.codes) == len(other) >= SHORTEST and np.array_equal(self.codes, other):
            return (Stretch((Tile(0, 0, len(other)),)),)
        runs = self._runs(other)
        tiles = _tiles(runs, len(self.codes), len(other))
        return tuple(stretch for stretch in _stretches(tiles) if stretch.equal >= SHORTEST)

    def _runs(self, other: Codes) -> list[Tile]:
        """Every maximal run of equal characters, of at least ``SEED`` where texts do not repeat themselves much."""
        gram, shorter = SEED, min(len(self.codes), len(other))
        if shorter < gram:
            return []
        while True:
            hashes, order = self._sorted(gram)
            wanted = gram_hashes(other, gram)
            first = hashes.searchsorted(wanted, "left")
            counts = hashes.searchsorted(wanted, "right") - first
            if int(counts.sum()) <= _MOST_PAIRS or gram == shorter:
                return _joined(order, first, counts, gram)
            gram = min(2 * gram, shorter)

    def _sorted(self, gram: int) -> tuple[npt.NDArray[np.uint64], _Places]:
        if gram not in self._grams:
            hashes = gram_hashes(self.codes, gram)
            order = np.argsort(hashes, kind="stable")
            self._grams[gram] = hashes[order], order
        return self._grams[gram]


def _joined(order: _Places, first: _Places, counts: _Places, gram: int) -> list[Tile]:
    """Runs from pairs of equal grams: neighbours on the same diagonal are one run."""
    total = int(counts.sum())
    if not total:
        return []
    b = np.repeat(np.arange(len(counts)), counts)
    ends = np.cumsum(counts)
    a = order[np.repeat(first - (ends - counts), counts) + np.arange(total)]
    # One number that grows by one along a diagonal, and never from one diagonal to the next.
    keys = (a - b + len(counts)) * (len(order) + len(counts) + 1) + a
    keys.sort()
    begins = np.flatnonzero(np.diff(keys, prepend=keys[0] - 2) != 1)
    lengths = np.diff(begins, append=total) + gram - 1
    diagonals, places = np.divmod(keys[begins], len(order) + len(counts) + 1)
    starts_b = places - (diagonals - len(counts))
    return list(map(Tile, places.tolist(), starts_b.tolist(), lengths.tolist()))


def _tiles(runs: Sequence[Tile], length_a: int, length_b: int) -> list[Tile]:
    """The longest runs first; of the others what is still free on both sides."""
    used_a, used_b = np.zeros(length_a, dtype=np.bool_), np.zeros(length_b, dtype=np.bool_)
    waiting = [(-run.length, run.a, run.b) for run in runs]
    heapq.heapify(waiting)
    tiles = []
    while waiting:
        size, a, b = heapq.heappop(waiting)
        length = -size
        taken = used_a[a : a + length] | used_b[b : b + length]
        if taken.any():
            for start, stop in _free(taken):
                if stop - start >= SEED:
                    heapq.heappush(waiting, (start - stop, a + start, b + start))
            continue
        used_a[a : a + length] = used_b[b : b + length] = True
        tiles.append(Tile(a, b, length))
    return sorted(tiles, key=lambda tile: tile.a)


def _free(taken: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([True], taken, [True])).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _stretches(tiles: Sequence[Tile]) -> list[Stretch]:
    """Tiles joined where the next one follows closely in both texts."""
    found: list[list[Tile]] = []
    for tile in tiles:
        home = None
        for stretch in reversed(found[-_OPEN:]):
            last = stretch[-1]
            gaps = tile.a - last.a - last.length, tile.b - last.b - last.length
            if min(gaps) >= 0 and max(gaps) <= BRIDGE and (home is None or len(home) < len(stretch)):
                home = stretch
        if home is None:
            found.append([tile])
        else:
            home.append(tile)
    return sorted((Stretch(tuple(stretch)) for stretch in found), key=lambda stretch: stretch.a)
