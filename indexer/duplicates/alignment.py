"""Alignment: which stretches two texts have in common, exactly, in whatever order.

    every maximal run of equal characters ──▶ tiles: longest first, each character used once ──▶ stretches: tiles in
    the same order with small edits between them

Tiles are greedy string tiling (Wise, String Similarity via Greedy String Tiling and Running Karp-Rabin Matching,
1993), which does not care for order. Runs are found by joining the hashes of all short grams as arrays.

Where every other word was replaced, runs are too short to tell anything by themselves, but still stand in the order of
the source, which chance does not bring about: ``in_order`` finds the longest chain of them.
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.analysis.fingerprints import gram_hashes
from indexer.analysis.normal import Codes

__all__ = ["Aligner", "Stretch", "Tile", "longest_ascending"]

_Places = npt.NDArray[np.intp]

#: Characters of the shortest run that counts as equal: two or three words.
SEED = 5
#: Pairs of equal grams that are looked at; texts that repeat themselves more are aligned by longer grams.
_MOST_PAIRS = 400_000
#: Characters of an edit that is bridged: what stands between two tiles on either side.
BRIDGE = 16
#: Stretches with fewer equal characters are chance: an idiom, a name, a form of words.
SHORTEST = 13
#: Characters of the shortest run of a chain: one word. Three lose every word that is left alone between two edits.
LINK = 2
#: Whether a chain is looked for is asked of common runs of so many characters, which chance seldom gives, and so much
#: of what the chain must cover they must cover.
_PROBE, _PROBED = 3, 0.6
_UNUSED = re.compile(rb"\x00{%d,}" % SEED)
#: Grams are looked for by so many values of their hash first.
_BITS = 1 << 16
_LAST_BITS = np.uint64(_BITS - 1)
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
        self._grams: dict[int, _Grams] = {}

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
        if sum(run.length for run in runs) < SHORTEST:
            return ()
        tiles = _tiles(runs, len(self.codes), len(other))
        return tuple(stretch for stretch in _stretches(tiles) if stretch.equal >= SHORTEST)

    def in_order(self, other: Codes, least: float) -> tuple[Stretch, ...]:
        """Return the longest chain of short runs that stand in the same order in both texts, as stretches.

        Empty where less than a share ``least`` of either text can be in it, and where common runs of three characters
        say that so much will not be.

        >>> one, other = (np.frombuffer(text.encode("utf-32-le"), np.uint32) for text in (
        ...     "在老旧小区电梯加装难由财政补贴来解决好", "请老旧小区停车泊位加装难请财政补贴去解决好"))
        >>> [(tile.a, tile.b, tile.length) for tile in Aligner(one).in_order(other, 0.3)[0].tiles]
        [(1, 1, 4), (7, 9, 3), (11, 13, 4), (16, 18, 3)]
        """
        if min(len(self.codes), len(other)) < max(_PROBE, least * max(len(self.codes), len(other))):
            return ()
        if least and self._common(other, _PROBE, _PROBED * least) is None:
            return ()
        # What is in any common gram is more than what a chain of them can hold.
        pairs = self._common(other, LINK, least)
        if pairs is None:
            return ()
        stretches = _stretches(_linked(*longest_ascending(*pairs)))
        return tuple(stretch for stretch in stretches if stretch.equal >= SHORTEST)

    def _common(self, other: Codes, gram: int, least: float) -> tuple[_Places, _Places] | None:
        """Places of equal grams in both texts; None where they cover less than a share ``least`` of either."""
        grams = self._of(gram)
        found = grams.found_in(gram_hashes(other, gram))
        if _spread(found.places, gram, len(other)) < least * len(other):
            return None
        a, b = grams.pairs(found)
        return None if _spread(a, gram, len(self.codes)) < least * len(self.codes) else (a, b)

    def _runs(self, other: Codes) -> list[Tile]:
        """Every maximal run of equal characters, of at least ``SEED`` where texts do not repeat themselves much."""
        gram, shorter = SEED, min(len(self.codes), len(other))
        if shorter < gram:
            return []
        while True:
            grams = self._of(gram)
            found = grams.found_in(gram_hashes(other, gram))
            if found.total <= _MOST_PAIRS or gram == shorter:
                return _joined(*grams.pairs(found), len(self.codes), len(other), gram)
            gram = min(2 * gram, shorter)

    def _of(self, gram: int) -> _Grams:
        if gram not in self._grams:
            self._grams[gram] = _Grams(gram_hashes(self.codes, gram))
        return self._grams[gram]


@dataclass(frozen=True, slots=True)
class _Found:
    """Grams of another text that are here: their places there, where each begins here, and how often it is here."""

    places: _Places
    first: _Places
    counts: _Places

    @property
    def total(self) -> int:
        return int(self.counts.sum())


class _Grams:
    """The grams of one text, to be looked up in."""

    def __init__(self, hashes: npt.NDArray[np.uint64]) -> None:
        self._order = np.argsort(hashes, kind="stable")
        self._hashes = hashes[self._order]
        # Nearly all grams of other texts are not here, which one bit of their hash tells.
        self._seen = np.zeros(_BITS, dtype=np.bool_)
        self._seen[hashes & _LAST_BITS] = True

    def found_in(self, wanted: npt.NDArray[np.uint64]) -> _Found:
        places = np.flatnonzero(self._seen[wanted & _LAST_BITS])
        wanted = wanted[places]
        first = self._hashes.searchsorted(wanted, "left")
        counts = self._hashes.searchsorted(wanted, "right") - first
        here = counts > 0
        return _Found(places[here], first[here], counts[here])

    def pairs(self, found: _Found) -> tuple[_Places, _Places]:
        """Places of equal grams in both texts; by that in the other text, then by that in this one."""
        ends = np.cumsum(found.counts)
        b = np.repeat(found.places, found.counts)
        return self._order[np.repeat(found.first - (ends - found.counts), found.counts) + np.arange(len(b))], b


def _joined(a: _Places, b: _Places, length_a: int, length_b: int, gram: int) -> list[Tile]:
    """Runs from pairs of equal grams: neighbours on the same diagonal are one run."""
    if not len(a):
        return []
    # One number that grows by one along a diagonal, and never from one diagonal to the next.
    width = length_a + length_b + 1
    keys = (a - b + length_b) * width + a
    keys.sort()
    begins = np.flatnonzero(np.concatenate(([True], keys[1:] - keys[:-1] != 1)))
    lengths = np.diff(np.append(begins, len(keys))) + gram - 1
    diagonals, places = np.divmod(keys[begins], width)
    starts_b = places - (diagonals - length_b)
    return list(map(Tile, places.tolist(), starts_b.tolist(), lengths.tolist()))


def _tiles(runs: Sequence[Tile], length_a: int, length_b: int) -> list[Tile]:
    """The longest runs first; of the others what is still free on both sides."""
    used_a, used_b = bytearray(length_a), bytearray(length_b)
    waiting = [(-run.length, run.a, run.b) for run in runs]
    heapq.heapify(waiting)
    tiles = []
    while waiting:
        size, a, b = heapq.heappop(waiting)
        length = -size
        if used_a.find(1, a, a + length) >= 0 or used_b.find(1, b, b + length) >= 0:
            for start, stop in _free(used_a[a : a + length], used_b[b : b + length]):
                heapq.heappush(waiting, (start - stop, a + start, b + start))
            continue
        used_a[a : a + length] = used_b[b : b + length] = b"\1" * length
        tiles.append(Tile(a, b, length))
    return sorted(tiles, key=lambda tile: tile.a)


def _free(one: bytearray, other: bytearray) -> Iterator[tuple[int, int]]:
    """Where at least ``SEED`` in a row are used in neither."""
    taken = int.from_bytes(one, "little") | int.from_bytes(other, "little")
    for free in _UNUSED.finditer(taken.to_bytes(len(one), "little")):
        yield free.span()


def _spread(places: _Places, gram: int, length: int) -> int:
    """How many of a text's characters are in the grams that begin at some places."""
    covered = np.zeros(length + gram, dtype=np.bool_)
    for step in range(gram):
        covered[places + step] = True
    return int(covered.sum())


def longest_ascending(a: _Places, b: _Places) -> tuple[list[int], list[int]]:
    """Return the most pairs of places that ascend in both texts (longest increasing subsequence, Schensted 1961)."""
    order = np.lexsort((-a, b))  # of one place in the second text no two can be taken
    firsts, seconds = a[order].tolist(), b[order].tolist()
    ends: list[int] = []  # for each length of chain the smallest place it can end at, and which pair that is
    pairs: list[int] = []
    before: list[int] = []
    for number, place in enumerate(firsts):
        length = bisect_left(ends, place)
        before.append(pairs[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        pairs[length : length + 1] = [number]
    chain = []
    number = pairs[-1] if pairs else -1
    while number >= 0:
        chain.append(number)
        number = before[number]
    chain.reverse()
    return [firsts[each] for each in chain], [seconds[each] for each in chain]


def _linked(firsts: Sequence[int], seconds: Sequence[int]) -> list[Tile]:
    """A chain of grams as tiles: those on one diagonal that touch are one; no character is used twice."""
    tiles: list[Tile] = []
    for a, b in zip(firsts, seconds, strict=True):
        last = tiles[-1] if tiles else Tile(-1, 0, 0)
        end_a, end_b = last.a + last.length, last.b + last.length
        if a - b == last.a - last.b and a <= end_a:
            tiles[-1] = Tile(last.a, last.b, a + LINK - last.a)
            continue
        taken = max(end_a - a, end_b - b, 0)
        if taken < LINK:
            tiles.append(Tile(a + taken, b + taken, LINK - taken))
    return tiles


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
