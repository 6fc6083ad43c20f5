"""BM25 over any tokens, the textbook way: one field, any token may match."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import log

import numpy as np
import numpy.typing as npt

__all__ = ["Bm25", "Idf", "lucene_idf", "whoosh_idf"]

#: Number of documents, number of those with the term → inverse document frequency.
Idf = Callable[[int, int], float]

#: What Lucene, tantivy and Whoosh use unless told otherwise.
_K1, _B = 1.2, 0.75


def lucene_idf(documents: int, frequency: int) -> float:
    """Return the inverse document frequency of Lucene's BM25Similarity; never negative."""
    return log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def whoosh_idf(documents: int, frequency: int) -> float:
    """Return Whoosh's inverse document frequency; at least about 1."""
    return log(documents / (frequency + 1)) + 1


class Bm25:
    """Scores documents, given as their tokens, by Robertson and Zaragoza's formula (2009).

    >>> Bm25([["停车", "收费"], ["停车", "泊位"], ["养老"]], lucene_idf).best(["泊位", "停车"], 10)
    [1, 0]
    """

    def __init__(self, documents: Iterable[Sequence[str]], idf: Idf) -> None:
        found: dict[str, tuple[list[int], list[int]]] = {}
        lengths: list[int] = []
        for number, tokens in enumerate(documents):
            lengths.append(len(tokens))
            for token, count in Counter(tokens).items():
                numbers, counts = found.setdefault(token, ([], []))
                numbers.append(number)
                counts.append(count)
        self._size = len(lengths)
        norms = _K1 * (1 - _B + _B * np.array(lengths) / (sum(lengths) / self._size))
        self._lists: dict[str, tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]] = {}
        for token, (numbers, counts) in found.items():
            where, tf = np.array(numbers), np.array(counts, np.float64)
            self._lists[token] = where, idf(self._size, len(numbers)) * tf * (_K1 + 1) / (tf + norms[where])

    def best(self, query: Iterable[str], limit: int) -> list[int]:
        """Return the numbers of the best documents that have any of the tokens, equal ones in their order."""
        scores = np.zeros(self._size)
        for token in dict.fromkeys(query):
            if token in self._lists:
                where, impacts = self._lists[token]
                scores[where] += impacts
        order = np.argsort(-scores, kind="stable")[:limit]
        return [int(number) for number in order if scores[number] > 0]
