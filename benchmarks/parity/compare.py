"""One query's answers from two engines, compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from indexer import SearchPage, SearchRequest, SearchService

__all__ = ["Asked", "Difference", "asked", "compare"]

#: Places looked at when orders are compared: the first page, and some pages more.
SHALLOW, DEEP = 10, 100
#: Hits of the truth whose scores are asked for: what stands behind them gains nothing.
SCORED = 30
#: More than any archive compared here holds.
EVERYTHING = 100_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One engine's answer."""

    page: SearchPage
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How one engine's answer differs from the other's, which is taken as the truth.

    Attributes:
        total, facets, documents: whether these are the same, to the last document found.
        ndcg: agreement of the orders over the first 10 places, from 0 to 1.
        deep: share of the first 100 that stand among the other's first 100.
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


def asked(service: SearchService, query: str) -> Asked:
    """Ask a query: its first hits with all that is counted, and every id it finds."""
    request = SearchRequest(query, limit=SCORED)
    return Asked(service.search(request), service.listing(request, most=EVERYTHING).ids)


def compare(query: str, truth: Asked, other: Asked) -> Difference:
    """Return how another engine's answer differs from the truth's."""
    scores = {hit.proposal.id: hit.score for hit in truth.page.hits}
    pairs = enumerate(zip(truth.ids[:DEEP], other.ids[:DEEP], strict=False), 1)
    first = next(((place, left, right) for place, (left, right) in pairs if left != right), None)
    gap = 1 - scores.get(first[2], 0.0) / scores[first[1]] if first and scores.get(first[1]) else 0.0
    deep = len(set(truth.ids[:DEEP]) & set(other.ids[:DEEP])) / (len(truth.ids[:DEEP]) or 1)
    return Difference(
        query,
        truth.page.total,
        (truth.page.total, truth.page.relaxed) == (other.page.total, other.page.relaxed),
        _counts(truth.page) == _counts(other.page),
        set(truth.ids) == set(other.ids),
        _ndcg(other.ids, scores),
        deep if truth.ids else 1.0,
        first[0] if first else None,
        gap,
    )


def _counts(page: SearchPage) -> dict[str, dict[str, int]]:
    return {facet.name: {bucket.value: bucket.count for bucket in facet.buckets} for facet in page.facets}


def _ndcg(ranking: Sequence[str], scores: dict[str, float]) -> float:
    """The discounted gain of a ranking against the best there is; a document gains what the truth scores it."""
    best = _gain(sorted(scores.values(), reverse=True)[:SHALLOW])
    return _gain([scores.get(id, 0.0) for id in ranking[:SHALLOW]]) / best if best else 1.0


def _gain(values: list[float]) -> float:
    return sum(value / log2(place + 1) for place, value in enumerate(values, 1))
