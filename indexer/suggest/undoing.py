"""Every single mistake undone: which edit of a query gives something that the archive says."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from itertools import pairwise, product

import numpy as np

from indexer.suggest.cells import AnyOf, codes_of
from indexer.suggest.confusions import look_like
from indexer.suggest.edits import Costs, Edit
from indexer.suggest.evidence import Evidence
from indexer.suggest.pinyin import Pinyin
from indexer.suggest.texts import Pattern

__all__ = ["undone"]

#: A query up to this long is edited as a whole; of a longer one, only the places that the archive never says so.
_SHORT = 6
#: Of so few cells none is left out, unless it is doubled: what remains would always be found.
_FEW = 4
#: Cells on either side of such a place that must fit too.
_CONTEXT = 2
#: A longer span of such places holds more than one mistake, so that no single one undone can mend it.
_LONGEST = 12
#: Places edited at once, and alternatives kept for each.
_MOST_PLACES, _MOST_EDITS = 3, 4
_FIRST_HAN, _LAST_HAN = 0x4E00, 0xA000


def undone(typed: str, pinyin: Pinyin, costs: Costs, evidence: Evidence) -> Iterator[tuple[tuple[Edit, ...], int]]:
    """Yield edits that make every place of a query something the archive says, with how often it does."""
    undoing = _Undoing(typed, pinyin, costs, evidence)
    places = [undoing.best(start, end)[:_MOST_EDITS] for start, end in undoing.windows()[:_MOST_PLACES]]
    places = [each for each in places if each]
    if not places:
        return
    for chosen in product(*places):
        edits = sorted((edit for edit, _ in chosen), key=lambda edit: edit.start)
        if all(before.end <= after.start for before, after in pairwise(edits)):
            yield tuple(edits), min(count for _, count in chosen)


class _Undoing:
    def __init__(self, typed: str, pinyin: Pinyin, costs: Costs, evidence: Evidence) -> None:
        self._typed = typed
        self._codes = codes_of(typed).tolist()
        self._pinyin = pinyin
        self._costs = costs
        self._evidence = evidence

    def windows(self) -> list[tuple[int, int]]:
        """Return the spans to edit: the whole of a short query, else around pairs that the archive never has."""
        if len(self._typed) <= _SHORT:
            return [(0, len(self._typed))]
        windows: list[tuple[int, int]] = []
        for place in range(len(self._typed) - 1):
            if not self._evidence.known(self._typed[place : place + 2]):
                start, end = max(place - 1, 0), min(place + 1 + _CONTEXT, len(self._typed))
                if windows and windows[-1][1] >= start + _CONTEXT:
                    start = windows.pop()[0]
                windows.append((start, end))
        return [(start, end) for start, end in windows if end - start <= _LONGEST]

    def best(self, start: int, end: int) -> list[tuple[Edit, int]]:
        """Return the likeliest edits within a span, each with how often the archive says the result."""
        found: dict[tuple[int, int, str], tuple[Edit, int]] = {}
        for pattern, edit, cost, offset in self._variants(start, end):
            for text, count in self._evidence.fitting(pattern):
                if len(text) == 2 and not self._evidence.is_word(text):
                    continue
                right = text[offset : offset + len(pattern) - (end - start - (edit[1] - edit[0]))]
                key = (*edit, right)
                if key not in found or found[key][0].cost > cost:
                    found[key] = (Edit(*edit, right, cost), count)
        return sorted(found.values(), key=lambda each: each[0].cost - 0.08 * math.log(1 + each[1]))

    def _variants(self, start: int, end: int) -> Iterator[tuple[Pattern, tuple[int, int], float, int]]:
        """Patterns for a span with one mistake undone; which cells it replaces, its cost, and where in the pattern."""
        codes, length = self._codes, end - start
        for place in range(start, end):
            before, after = codes[start:place], codes[place + 1 : end]
            for table, cost in self._mistaken(place, anything=length >= _FEW):
                yield [*before, table, *after], (place, place + 1), cost, place - start
            extra = self._costs.extra(self._typed, place)
            if length > 2 and (extra == self._costs.doubled or (length > _FEW and extra < self._costs.other)):
                yield [*before, *after], (place, place + 1), extra, place - start
            if place + 1 < end and codes[place] != codes[place + 1]:
                swapped = [*before, codes[place + 1], codes[place], *codes[place + 2 : end]]
                yield swapped, (place, place + 2), self._costs.swapped, place - start
            if length > 2 and place > start:
                yield [*before, _han(), *codes[place:end]], (place, place), self._costs.missing, place - start

    def _mistaken(self, place: int, *, anything: bool) -> Iterator[tuple[AnyOf, float]]:
        typed = self._typed[place]
        yield self._pinyin.sounds_like(typed), self._costs.sound
        yield AnyOf.these(look_like(typed)), self._costs.look
        yield self._pinyin.sounds_like(typed, nearly=True), self._costs.near
        if anything:
            yield _han(), self._costs.other


@cache
def _han() -> AnyOf:
    return AnyOf(np.arange(_FIRST_HAN, _LAST_HAN, dtype=np.uint16))
