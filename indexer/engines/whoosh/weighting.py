"""BM25F with Lucene's idf: a weighting of Whoosh's own kind, so stock Whoosh scores with it too."""

from __future__ import annotations

from math import log
from typing import Any

from whoosh.scoring import BM25F

__all__ = ["SmoothBM25F"]


class SmoothBM25F(BM25F):  # type: ignore[misc] # Whoosh has no type information
    """BM25F whose idf is ``ln(1 + (N − df + ½) / (df + ½))``.

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
