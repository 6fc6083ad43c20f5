"""What the archive's own texts support: which of their pieces fit a pattern, how often, and what pinyin spells."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from indexer.suggest.pinyin import Pinyin, finished_patterns
from indexer.suggest.texts import Numbers, Pattern, Places, Texts, codes_of

__all__ = ["Evidence", "spelled_by_pinyin"]


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
        """Whether any text has these characters."""
        return any(texts.count(piece) for texts in (self._words, *self._short))

    def is_word(self, piece: str) -> bool:
        """Whether these characters are a word of the archive, or a whole name or title."""
        return any(texts.same(piece) for texts in (self._words, *self._short))

    def in_titles(self, piece: str) -> bool:
        """Whether a title that the reader may see has these characters."""
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
        """Return the characters of the titles that share the most telling pairs of characters with what was typed."""
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
            found += [
                (float(scores[row]), titles.characters(row)) for row in best.tolist() if scores[row] > _SHARED * most
            ]
        return [text for _, text in sorted(found, key=lambda each: -each[0])[:_MOST_TITLES]]


def _tally(counts: Counter[str], texts: Texts, places: Places, length: int, weights: Places) -> None:
    if not len(places):
        return
    standing = texts.codes[places[:, np.newaxis] + np.arange(length)]
    kinds, which = np.unique(standing, axis=0, return_inverse=True)
    totals = np.bincount(which.ravel(), weights=weights).astype(np.int64)
    for kind, total in zip(kinds, totals.tolist(), strict=True):
        counts[kind.tobytes().decode("utf-16-le", "replace")] += total


#: Cost of reading letters as pinyin, exactly and with sounds that are often confused.
_EXACT, _NEARLY = 0.0, 0.4
#: Syllables of the longest piece that is looked up when no text says all of it.
_LONGEST_PIECE = 8
#: Syllables and characters of the longest query that is put together from pieces.
_LONGEST = 32


def spelled_by_pinyin(typed: str, pinyin: Pinyin, evidence: Evidence) -> Iterator[tuple[str, int, float]]:
    """Yield what characters with letters may say, how often the archive says it, and what reading it so costs."""
    for nearly, cost in ((False, _EXACT), (True, _NEARLY)):
        patterns = list(finished_patterns(typed, pinyin, nearly=nearly))
        whole = [each for pattern in patterns for each in evidence.fitting(pattern)]
        yield from ((text, count, cost) for text, count in whole)
        if whole:
            return
    for pattern in finished_patterns(typed, pinyin):
        if len(pattern) <= _LONGEST and (pieced := _pieced(pattern, evidence)):
            yield pieced, 1, _EXACT
            return


def _pieced(pattern: Pattern, evidence: Evidence) -> str:
    """The fewest pieces of the archive's texts that say a pattern between them; nothing where some part is unheard."""
    best: list[tuple[int, int, str] | None] = [(0, 0, "")]
    for end in range(1, len(pattern) + 1):
        options: list[tuple[int, int, str]] = []
        for start in range(max(end - _LONGEST_PIECE, 0), end):
            before = best[start]
            fitting = evidence.fitting(pattern[start:end], 1) if before else []
            if before and fitting:
                ((text, count),) = fitting
                options.append((before[0] + 1, before[1] - count, before[2] + text))
        best.append(min(options, default=None))
    last = best[-1]
    return last[2] if last else ""
