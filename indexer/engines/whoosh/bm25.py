"""BM25F as Whoosh computes it, over whole posting lists at a time, and the same with Lucene's idf.

    idf · tf · (K1 + 1) / (tf + K1 · (1 − B + B · length / average length)),  idf = ln(N / (df + 1)) + 1

(S. Robertson and H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009, with Whoosh's idf.)
Lengths are Whoosh's one-byte approximations; N, df and the average count deleted documents, as in Whoosh.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.scoring import BM25F
from whoosh.util.numeric import byte_to_length

if TYPE_CHECKING:
    from indexer.engines.whoosh.cache import PostingList
    from indexer.engines.whoosh.storage.arrayfile import Array

__all__ = ["LENGTHS", "Bm25", "SmoothBM25F", "idf"]

#: The field length that each byte stands for.
LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.float64)


def idf(doc_count: int, doc_frequency: int) -> float:
    """Return Whoosh's inverse document frequency.

    >>> round(idf(20000, 19), 4)
    7.9078
    """
    return log(doc_count / (doc_frequency + 1)) + 1


class Bm25:
    """The statistics of one field of one segment that do not depend on the term.

    Attributes:
        key: distinguishes statistics, so that scores computed under others are not mistaken for these.
    """

    __slots__ = ("_k1", "_norms", "key")

    def __init__(self, weighting: BM25F, fieldname: str, average_length: float, lengths: Array) -> None:
        b = weighting._field_B.get(fieldname, weighting.B)
        self._k1 = weighting.K1
        table = self._k1 * ((1 - b) + b * LENGTHS / (average_length or 1))
        self._norms = table.astype(np.float32)[lengths]
        self.key = (self._k1, b, average_length)

    def scores(self, postings: PostingList, weight: float) -> Array:
        """Return the scores of all documents of a list; ``weight`` is idf times boosts."""
        if postings.common:
            return self.scores_by_document(postings, weight)[postings.ids]
        key = (self.key, weight)
        cached = postings.impacts
        if cached is not None and cached[0] == key:
            return cached[1]
        found = self._scores(postings.freqs(), self._norms[postings.ids], weight)
        postings.impacts = (key, found)
        return found

    def scores_by_document(self, postings: PostingList, weight: float) -> Array:
        """Return what every document of the segment scores by a common term: 0 for those without it."""
        key = (self.key, weight)
        cached = postings.impacts
        if cached is not None and cached[0] == key:
            return cached[1]
        found = np.zeros(len(self._norms), np.float32)
        found[postings.ids] = self._scores(postings.freqs(), self._norms[postings.ids], weight)
        postings.impacts = (key, found)
        return found

    def scores_at(self, postings: PostingList, places: Array, weight: float) -> Array:
        """Return the scores of the documents at some places of a list."""
        cached = postings.impacts
        if cached is not None and cached[0] == (self.key, weight):
            return cached[1][postings.ids[places] if postings.common else places]
        return self._scores(postings.freqs(places), self._norms[postings.ids[places]], weight)

    def _scores(self, freqs: Array | None, norms: Array, weight: float) -> Array:
        factor = weight * (self._k1 + 1)
        if freqs is None:
            alone: Array = factor / (norms + 1)
            return alone
        found: Array = freqs.astype(np.float32)
        norms = norms + found
        found *= factor
        found /= norms
        return found


class SmoothBM25F(BM25F):  # type: ignore[misc] # Whoosh has no type information
    """BM25F whose idf is ``ln(1 + (N − df + ½) / (df + ½))``; stock Whoosh scores with it too.

    (S. Robertson and K. Spärck Jones, Relevance Weighting of Search Terms, 1976, kept positive by adding 1 as in
    Lucene's BM25Similarity.) Half a point to a point better than Whoosh's on real titles: see
    docs/decisions/0008-ranking.md.
    """

    @staticmethod
    def idf_of(doc_count: int, doc_frequency: int) -> float:
        """Return the weight of a term by how rare it is.

        >>> round(SmoothBM25F.idf_of(20000, 19), 4)
        6.9331
        """
        return log(1 + (doc_count - doc_frequency + 0.5) / (doc_frequency + 0.5))

    def idf(self, searcher: Any, fieldname: str, text: Any) -> float:
        """Return the same for stock Whoosh's scorers."""
        parent = searcher.get_parent()
        return self.idf_of(parent.doc_count_all(), parent.doc_frequency(fieldname, text))
