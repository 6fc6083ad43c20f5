"""A positional index of characters over short texts: titles, names, words.

Texts are compared by their alphanumerics: folded letters, digits and Han characters, without spaces and punctuation.

    shown      the texts as they are written
    codes      their alphanumerics one after the other, 0 behind each text; ``firsts`` where each text's begin
    order      places sorted by the code that stands there; ``buckets`` where each code's places begin

A pattern is a run of places, each a code or a set of codes. It is matched from its rarest place outwards, so that
two initials cost little more than a word. Everything lies in arrays, so that a file of them is opened without reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.analysis.fold import fold, fold_with_offsets

__all__ = [
    "ALL_CODES",
    "AnyOf",
    "Array",
    "Codes",
    "Mask",
    "Numbers",
    "Pattern",
    "Places",
    "Strings",
    "Texts",
    "alphanumerics",
    "alphanumerics_with_spans",
    "codes_of",
    "starts_of",
]


#: An array as a file keeps it.
Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Strings:
    """Strings by row: their bytes, and where each begins.

    >>> Strings.of(["停车", "养老"])[1]
    '养老'
    """

    blob: npt.NDArray[np.uint8]
    starts: Numbers

    @classmethod
    def of(cls, strings: Iterable[str]) -> Strings:
        """Return these strings in rows; half characters, which no file can hold, become question marks."""
        encoded = [string.encode("utf-8", "replace") for string in strings]
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), starts_of(list(map(len, encoded))))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, row: int) -> str:
        return self.blob[self.starts[row] : self.starts[row + 1]].tobytes().decode("utf-8")

    def all(self) -> list[str]:
        """Return every string in order."""
        data, starts = self.blob.tobytes(), self.starts.tolist()
        return [data[start:end].decode("utf-8") for start, end in pairwise(starts)]

    def joined(self, kept: Mask, added: Strings) -> Strings:
        """Return the rows of this that are kept, then all of another."""
        widths = np.diff(self.starts)
        blob = np.concatenate([self.blob[np.repeat(kept, widths)], added.blob])
        return Strings(blob, starts_of(np.concatenate([widths[kept], np.diff(added.starts)])))

    def arrays(self) -> Mapping[str, Array]:
        """Return the arrays to keep, by name."""
        return {"blob": self.blob, "starts": self.starts}

    @classmethod
    def load(cls, array: Callable[[str], Array]) -> Strings:
        """Return strings from arrays given by the names that :meth:`arrays` gave them."""
        return cls(array("blob"), array("starts"))


def starts_of(lengths: Sequence[int] | Array) -> Numbers:
    """Return where each of some parts begins, and where the last ends.

    >>> starts_of([2, 3]).tolist()
    [0, 2, 5]
    """
    starts = np.zeros(len(lengths) + 1, dtype=np.uint32)
    np.cumsum(lengths, out=starts[1:])
    return starts


Codes = npt.NDArray[np.uint16]

#: Code points a character can have.
ALL_CODES = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class AnyOf:
    """Characters any of which fits a place, by their codes; each once."""

    codes: Codes

    @classmethod
    def these(cls, characters: str) -> AnyOf:
        """Return the set of these characters."""
        return cls(np.unique(codes_of(characters)))

    def table(self) -> npt.NDArray[np.bool_]:
        """Return a table of all code points that is true at these; made when asked, since it is large."""
        table = np.zeros(ALL_CODES, dtype=np.bool_)
        table[self.codes] = True
        return table


#: Characters beyond the Basic Multilingual Plane are one unknown one: two bytes each, and nobody types them.
_UNKNOWN = "\ufffd"


def alphanumerics(text: str) -> str:
    """Return folded text without spaces and punctuation.

    >>> alphanumerics("關於“互聯網＋”的建議")
    '关于互联网的建议'
    """
    return "".join(character for character in fold(text) if character.isalnum())


def alphanumerics_with_spans(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the characters of a text, and for each the span of the original that it stands for.

    >>> alphanumerics_with_spans("5G 站")
    ('5g站', [(0, 1), (1, 2), (3, 4)])
    """
    folded = fold_with_offsets(text)
    kept = [place for place, character in enumerate(folded.text) if character.isalnum()]
    return "".join(folded.text[place] for place in kept), [folded.span(place, place + 1) for place in kept]


def codes_of(text: str) -> Codes:
    """Return characters as code points, one each."""
    plain = "".join(character if character <= "\uffff" else _UNKNOWN for character in text)
    return np.frombuffer(plain.encode("utf-16-le", "replace"), dtype=np.uint16)


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
        keys = [alphanumerics(text) + "\0" for text in texts]
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
        """Return how often these characters occur."""
        return len(self.match(codes_of(text).tolist()))

    def same(self, text: str) -> int:
        """Return how many texts have just the characters of this one."""
        whole = alphanumerics(text)
        places = self.match([*codes_of(whole).tolist(), 0])
        return int((self.firsts[self.rows(places)] == places).sum()) if whole else 0

    def rows(self, places: Places) -> Places:
        """Return the row that each place is in."""
        return np.searchsorted(self.firsts, places, side="right") - 1

    def standing(self, place: int, length: int) -> str:
        """Return the characters that stand at a place."""
        return self.codes[place : place + length].tobytes().decode("utf-16-le", "replace")

    def characters(self, row: int) -> str:
        """Return the characters of one text."""
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
