"""One query's answers from two engines, compared."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

from indexer import SearchPage

__all__ = ["Difference", "compare"]

#: Places looked at when orders are compared: the first page, and as deep as a page can be.
SHALLOW, DEEP = 10, 100


@dataclass(frozen=True, slots=True)
class Difference:
    """How one engine's answer differs from the other's, which is taken as the truth.

    Attributes:
        total, facets, documents: whether these are the same; documents as far as one page reaches.
        ndcg, deep: agreement of the orders over the first 10 and 100 places, from 0 to 1.
        first: the first place where another document stands, None where the first 100 are the same.
        gap: the share by which the truth's scores of the two documents at that place differ.
    """

    query: str
    found: int
    total: bool
    facets: bool
    documents: bool
    ndcg: float
    deep: float
    first: int | None
    gap: float

    @property
    def same(self) -> bool:
        """Whether everything but the order is the same."""
        return self.total and self.facets and self.documents


def compare(query: str, truth: SearchPage, other: SearchPage) -> Difference:
    """Return how another engine's page differs from the truth's."""
    scores = {hit.proposal.id: hit.score for hit in truth.hits}
    mine, theirs = [hit.proposal.id for hit in truth.hits], [hit.proposal.id for hit in other.hits]
    whole = truth.total <= len(mine)
    pairs = enumerate(zip(mine[:DEEP], theirs[:DEEP], strict=False), 1)
    first = next(((place, left, right) for place, (left, right) in pairs if left != right), None)
    gap = 0.0
    if first and scores[first[1]]:
        gap = 1 - scores.get(first[2], 0.0) / scores[first[1]]
    return Difference(
        query,
        truth.total,
        truth.total == other.total and truth.relaxed == other.relaxed,
        _counts(truth) == _counts(other),
        not whole or set(mine) == set(theirs),
        _ndcg(theirs, scores, SHALLOW),
        _ndcg(theirs, scores, DEEP),
        first[0] if first else None,
        gap,
    )


def _counts(page: SearchPage) -> dict[str, dict[str, int]]:
    return {facet.name: {bucket.value: bucket.count for bucket in facet.buckets} for facet in page.facets}


def _ndcg(ranking: list[str], scores: dict[str, float], depth: int) -> float:
    """The discounted gain of a ranking against the best there is; a document gains what the truth scores it."""
    best = _gain(sorted(scores.values(), reverse=True)[:depth])
    return _gain([scores.get(id, 0.0) for id in ranking[:depth]]) / best if best else 1.0


def _gain(values: list[float]) -> float:
    return sum(value / log2(place + 1) for place, value in enumerate(values, 1))
