"""Winnowed fingerprints: few hashes of a text, chosen so that no long enough copy can hide.

Every k characters are hashed; of every w hashes in a row the smallest is kept, the rightmost of equals. Texts that
share k + w − 1 characters in a row share a whole window, so they keep the same hash of it. (Schleimer, Wilkerson and
Aiken, Winnowing: Local Algorithms for Document Fingerprinting, SIGMOD 2003.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.analysis.normal import Codes, normal_codes

__all__ = ["Fingerprinting", "Hashes", "gram_hashes", "terms_of"]

Hashes = npt.NDArray[np.uint64]

_BASE = 0x9E3779B97F4A7C15
_MIX = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
#: Terms are two characters from this range, which has neither spaces nor surrogates: six bytes for nearly 31 bits.
_FIRST_CHARACTER, _CHARACTERS = 0x3400, 0xD7A4 - 0x3400


@dataclass(frozen=True, slots=True)
class Fingerprinting:
    """How texts are fingerprinted.

    By default t is 20: numbers are read with their neighbours and may get shorter, so that 24 characters as written
    are at least 20 normal ones.

    Attributes:
        gram: characters of a hash (k). Longer ones say more; shorter ones survive more edits.
        window: hashes of which one is kept (w).
    """

    gram: int = 10
    window: int = 11

    @property
    def guarantee(self) -> int:
        """Every shared passage of at least so many normal characters is found (t = k + w − 1)."""
        return self.gram + self.window - 1

    @classmethod
    def with_guarantee(cls, characters: int) -> Fingerprinting:
        """Return the fingerprinting that finds every shared passage of so many characters.

        Raises:
            ValueError: fewer than 11 characters, which would be every phrase.

        >>> Fingerprinting.with_guarantee(24).window
        15
        """
        if characters <= cls().gram:
            raise ValueError(f"查重保证的字数至少是 {cls().gram + 1}，给出的是 {characters}")
        return cls(window=characters - cls().gram + 1)

    def select(self, codes: Codes) -> tuple[Hashes, npt.NDArray[np.intp]]:
        """Return the fingerprints of normal characters and where each hashed stretch begins, in text order.

        A text of at least ``gram`` characters has one, however short.
        """
        hashes = gram_hashes(codes, self.gram)
        if not len(hashes):
            return hashes, np.empty(0, dtype=np.intp)
        width = min(self.window, len(hashes))
        # The rightmost smallest of a window is the first smallest of the reversed one.
        windows = np.lib.stride_tricks.sliding_window_view(hashes[::-1], width)
        reversed_places = windows.argmin(axis=1) + np.arange(len(windows))
        places = np.unique(len(hashes) - 1 - reversed_places)
        return hashes[places], places

    def of(self, *texts: str) -> tuple[str, ...]:
        """Return the distinct fingerprints of some texts as index terms.

        >>> one = Fingerprinting().of("关于加强住宅小区停车管理、缓解停车难问题的建议")
        >>> one == Fingerprinting().of("關於加強住宅小區停車管理緩解停車難問題的建議")
        True
        """
        found = [self.select(normal_codes(text))[0] for text in texts]
        return terms_of(np.unique(np.concatenate(found))) if found else ()


def gram_hashes(codes: Codes, gram: int) -> Hashes:
    """Return the hash of every ``gram`` characters in a row: one fewer than ``gram`` less than there are characters."""
    count = len(codes) - gram + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    wide = codes.astype(np.uint64)
    hashes = np.zeros(count, dtype=np.uint64)
    for place in range(gram):
        hashes += wide[place : place + count] * np.uint64(pow(_BASE, gram - place, 1 << 64))
    for shift, factor in zip((30, 27), _MIX, strict=True):
        hashes ^= hashes >> np.uint64(shift)
        hashes *= np.uint64(factor)
    return hashes ^ (hashes >> np.uint64(31))


def terms_of(hashes: Hashes) -> tuple[str, ...]:
    """Return hashes as index terms, two characters each, in the same order."""
    numbers = hashes % np.uint64(_CHARACTERS * _CHARACTERS)
    pairs = np.empty((len(numbers), 2), dtype=np.uint32)
    pairs[:, 0] = numbers // _CHARACTERS
    pairs[:, 1] = numbers % _CHARACTERS
    text = (pairs + np.uint32(_FIRST_CHARACTER)).tobytes().decode("utf-32-le")
    return tuple(map(str.__add__, text[::2], text[1::2]))
