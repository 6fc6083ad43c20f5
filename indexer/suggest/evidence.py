"""What the archive's own texts say for a correction: which of their pieces fit a pattern, and how often."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from indexer.suggest.cells import codes_of
from indexer.suggest.strings import Numbers
from indexer.suggest.texts import Pattern, Places, Texts

__all__ = ["Evidence"]

#: Places looked at per pattern; beyond them the order of the most frequent pieces is settled.
_MOST_PLACES = 20_000
#: Pairs of characters on more places than this share of the titles tell titles apart no more: 关于, 建议.
_COMMON = 0.1
#: Titles compared character by character.
_MOST_TITLES = 6
#: A title must share this much of what tells the typed text apart; the rest may be lost to mistakes.
_SHARED = 0.3


class Evidence:
    """Looks into titles, names and words at once.

    Args:
        titles: what the reader may see.
        words, frequencies: what occurs in texts, each with its number of records.
    """

    def __init__(self, titles: Sequence[Texts], names: Sequence[Texts], words: Texts, frequencies: Numbers) -> None:
        self._titles = titles
        self._short = (*titles, *names)
        self._words = words
        self._frequencies = frequencies

    def known(self, piece: str) -> bool:
        """Whether any text has these cells."""
        return any(texts.count(piece) for texts in (self._words, *self._short))

    def is_word(self, piece: str) -> bool:
        """Whether these cells are a word of the archive, or a whole name or title."""
        return any(texts.same(piece) for texts in (self._words, *self._short))

    def in_titles(self, piece: str) -> bool:
        """Whether a title that the reader may see has these cells."""
        return any(texts.count(piece) for texts in self._titles)

    def fitting(self, pattern: Pattern, most: int = 5) -> list[tuple[str, int]]:
        """Return the most frequent pieces of text that fit a pattern, with how often each occurs."""
        counts: Counter[str] = Counter()
        for texts in self._short:
            places = texts.match(pattern)[:_MOST_PLACES]
            _tally(counts, texts, places, len(pattern), np.ones(len(places), dtype=np.int64))
        places = self._words.match(pattern)[:_MOST_PLACES]
        _tally(counts, self._words, places, len(pattern), self._frequencies[self._words.rows(places)].astype(np.int64))
        return counts.most_common(most)

    def nearest_titles(self, typed: str) -> list[str]:
        """Return the cells of the titles that share the most telling pairs of characters with what was typed."""
        pairs = dict.fromkeys(map(str.__add__, typed, typed[1:]))
        found: list[tuple[float, str]] = []
        for titles in self._titles:
            scores = np.zeros(len(titles), dtype=np.float64)
            most = 0.0
            for pair in pairs:
                rows = titles.rows(titles.match(codes_of(pair).tolist()))
                if 0 < len(rows) <= max(_COMMON * len(titles), _MOST_TITLES):
                    scores[np.unique(rows)] += math.log(1 + len(titles) / len(rows))
                most += math.log(1 + len(titles) / max(len(rows), 1))
            best = np.argsort(-scores, kind="stable")[:_MOST_TITLES]
            found += [(float(scores[row]), titles.cells(row)) for row in best.tolist() if scores[row] > _SHARED * most]
        return [text for _, text in sorted(found, key=lambda each: -each[0])[:_MOST_TITLES]]


def _tally(counts: Counter[str], texts: Texts, places: Places, length: int, weights: Places) -> None:
    if not len(places):
        return
    standing = texts.codes[places[:, np.newaxis] + np.arange(length)]
    kinds, which = np.unique(standing, axis=0, return_inverse=True)
    totals = np.bincount(which.ravel(), weights=weights).astype(np.int64)
    for kind, total in zip(kinds, totals.tolist(), strict=True):
        counts[kind.tobytes().decode("utf-16-le", "replace")] += total
