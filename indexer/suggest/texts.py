"""Short texts in which every character's places are known: titles, names, words.

    shown      the texts as they are written
    codes      their cells one after the other, 0 behind each text; ``firsts`` where each text's cells begin
    order      places sorted by the code that stands there; ``buckets`` where each code's places begin

A pattern is a run of places, each a code or a set of codes. It is matched from its rarest place outwards, so that
two initials cost little more than a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.suggest.cells import ALL_CODES, AnyOf, Codes, cells, codes_of
from indexer.suggest.strings import Array, Mask, Numbers, Strings, starts_of

__all__ = ["Pattern", "Places", "Texts"]

Places = npt.NDArray[np.int64]
Pattern = Sequence[int | AnyOf]

_ARRAYS = ("codes", "firsts", "order", "buckets")


@dataclass(frozen=True, slots=True)
class Texts:
    """Any number of short texts, searched by pattern; made by :meth:`of` or read by :meth:`load`."""

    shown: Strings
    codes: Codes
    firsts: Numbers
    order: Numbers
    buckets: Numbers

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Return these texts, searchable.

        >>> found = Texts.of(["停车难", "小区停车"]).match([ord("停"), ord("车")])
        >>> found.tolist()
        [0, 6]
        """
        texts = list(texts)
        keys = [cells(text) + "\0" for text in texts]
        return cls._indexed(Strings.of(texts), codes_of("".join(keys)), starts_of(list(map(len, keys))))

    @classmethod
    def _indexed(cls, shown: Strings, codes: Codes, firsts: Numbers) -> Texts:
        order = np.argsort(codes, kind="stable").astype(np.uint32)
        return cls(shown, codes, firsts, order, starts_of(np.bincount(codes, minlength=ALL_CODES)))

    def joined(self, kept: Mask, added: Texts) -> Texts:
        """Return the rows of this that are kept, then all of another."""
        lengths = np.diff(self.firsts)
        return self._indexed(
            self.shown.joined(kept, added.shown),
            np.concatenate([self.codes[np.repeat(kept, lengths)], added.codes]),
            starts_of(np.concatenate([lengths[kept], np.diff(added.firsts)])),
        )

    def arrays(self) -> Mapping[str, Array]:
        """Return the arrays to keep, by name."""
        return {**self.shown.arrays(), **{name: getattr(self, name) for name in _ARRAYS}}

    @classmethod
    def load(cls, array: Callable[[str], Array]) -> Texts:
        """Return texts from arrays given by the names that :meth:`arrays` gave them."""
        return cls(Strings.load(array), *map(array, _ARRAYS))

    def __len__(self) -> int:
        return len(self.shown)

    def match(self, pattern: Pattern) -> Places:
        """Return the places where a pattern begins; none for an empty one."""
        sizes: list[int] = []
        for element in pattern:
            sizes.append(self._size(element))
            if not sizes[-1]:
                break
        if not sizes or not sizes[-1]:
            return np.empty(0, dtype=np.int64)
        first, *others = sorted(range(len(pattern)), key=sizes.__getitem__)
        places = self._places(pattern[first]) - first
        places = places[(places >= 0) & (places + len(pattern) <= len(self.codes))]
        for offset in others:
            standing, wanted = self.codes[places + offset], pattern[offset]
            places = places[standing == wanted if isinstance(wanted, int) else wanted.table()[standing]]
        return places

    def count(self, text: str) -> int:
        """Return how often these cells occur."""
        return len(self.match(codes_of(text).tolist()))

    def same(self, text: str) -> int:
        """Return how many texts have just the cells of this one."""
        whole = cells(text)
        places = self.match([*codes_of(whole).tolist(), 0])
        return int((self.firsts[self.rows(places)] == places).sum()) if whole else 0

    def rows(self, places: Places) -> Places:
        """Return the row that each place is in."""
        return np.searchsorted(self.firsts, places, side="right") - 1

    def standing(self, place: int, length: int) -> str:
        """Return the cells that stand at a place."""
        return self.codes[place : place + length].tobytes().decode("utf-16-le", "replace")

    def cells(self, row: int) -> str:
        """Return the cells of one text."""
        first = int(self.firsts[row])
        return self.standing(first, int(self.firsts[row + 1]) - first - 1)

    def _size(self, element: int | AnyOf) -> int:
        if isinstance(element, int):
            return int(self.buckets[element + 1]) - int(self.buckets[element])
        codes = element.codes.astype(np.intp)
        return int((self.buckets[codes + 1] - self.buckets[codes]).sum())

    def _places(self, element: int | AnyOf) -> Places:
        codes = [element] if isinstance(element, int) else element.codes.tolist()
        parts = [self.order[self.buckets[code] : self.buckets[code + 1]] for code in codes]
        return np.concatenate(parts).astype(np.int64) if parts else np.empty(0, dtype=np.int64)
