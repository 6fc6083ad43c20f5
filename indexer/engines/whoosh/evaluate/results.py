"""One page of results: every segment's hits, filtered, counted, ordered and, the best of them, rescored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indexer.engines.base import EngineQuery, EngineResult, Place, ProximityRescoring, Row, Sort
from indexer.engines.whoosh.evaluate.match import SegmentSearch
from indexer.engines.whoosh.evaluate.positions import proximity_scores
from indexer.engines.whoosh.evaluate.score import score, scoring_terms
from indexer.engines.whoosh.facets import FilteredHits

if TYPE_CHECKING:
    from indexer.engines.whoosh.snapshot import OpenSegment, Snapshot
    from indexer.engines.whoosh.storage.arrayfile import Array

__all__ = ["evaluate"]

#: Up to this many keys are faster sorted than searched for the smallest.
_FEW = 500
_UNDATED = np.iinfo(np.int64).max


def evaluate(snapshot: Snapshot, query: EngineQuery) -> EngineResult:
    """Return exactly the documents of a snapshot that match, best first, with exact totals and counts."""
    found = [_SegmentHits(snapshot, segment, query) for segment in snapshot.segments]
    counts = {
        facet: snapshot.facet_values(facet).total([part.counts(facet) for part in found]) for facet in query.facets
    }
    rows, end = _page(found, query)
    snapshot.release_pages()
    return EngineResult(sum(len(part.documents) for part in found), rows, counts, end, snapshot.state)


class _SegmentHits:
    """What one segment contributes to a result.

    Attributes:
        documents: its documents that match and pass every filter, ascending.
    """

    def __init__(self, snapshot: Snapshot, segment: OpenSegment, query: EngineQuery) -> None:
        self.segment = segment
        self._tree = query.tree
        self._search = SegmentSearch(snapshot, segment)
        matching = self._search.match(query.tree)
        if query.scope is not None:
            matching = self._search.restrict(query.scope, matching)
        visible = segment.visible_all if query.internal else segment.visible_public
        if visible is not None:
            matching = matching[visible[matching]]
        filtered = FilteredHits(segment.facet, segment.doc_count, matching, query.filters)
        self.documents = filtered.hits
        self.counts = filtered.counts

    def _scores(self, documents: Array) -> Array:
        """Return what some hits, given ascending, score."""
        return score(self._search, self._tree, documents)

    def proximity(self, places: Array, how: ProximityRescoring) -> Array:
        """Return what some hits, given by ascending places among all hits, gain by proximity rescoring."""
        documents = self.documents[places]
        terms = scoring_terms(self._search, self._tree, documents)
        return proximity_scores(self.segment.file, terms, documents, how)

    def keys(self, sort: Sort) -> Array:
        """Return, per hit, a number that is smaller the earlier the hit comes."""
        if sort is Sort.RELEVANCE:
            return -self._scores(self.documents)
        return _date_keys(self.segment.file.columns.dates[self.documents], sort)

    def rows(self, places: Array, keys: Array, sort: Sort) -> list[Row]:
        """Return the rows of some hits, given by their places among all hits, and their keys."""
        documents = self.documents[places]
        if sort is Sort.RELEVANCE:
            scores = -keys
        else:
            order = np.argsort(documents)
            scores = np.empty(len(documents))
            scores[order] = self._scores(documents[order])
        return list(map(Row, self.segment.file.columns.ids.texts(documents), scores.tolist()))


def _page(found: list[_SegmentHits], query: EngineQuery) -> tuple[tuple[Row, ...], Place | None]:
    """Return one page of rows in order, and where its last row stands if more stand behind it."""
    if not found or query.limit <= 0:
        return (), None
    parts = [part.keys(query.sort) for part in found]
    keys = parts[0] if len(parts) == 1 else np.concatenate(parts)
    if query.rescoring is not None and query.sort is Sort.RELEVANCE and query.offset < query.rescoring.hits:
        _rescore(found, keys, query.rescoring)
    behind = None if query.after is None else _behind(found, keys, query.after)
    candidates = keys if behind is None else keys[behind]
    places = _smallest(candidates, query.offset + query.limit)[query.offset :]
    more = 0 < len(places) < len(candidates) - query.offset
    if behind is not None:
        places = behind[places]
    end = Place(keys[places[-1]].item(), _insertion_order(found, int(places[-1]))) if more else None
    return _rows(found, places, keys, query.sort), end


def _behind(found: list[_SegmentHits], keys: Array, after: Place) -> Array:
    """Return which hits, by their places among all, stand behind a place in the order."""
    orders = np.concatenate([part.segment.base + part.documents for part in found])
    behind: Array = np.flatnonzero((keys > after.key) | ((keys == after.key) & (orders > after.order)))
    return behind


def _insertion_order(found: list[_SegmentHits], place: int) -> int:
    """Return the insertion order of one hit, given by its place among all."""
    for part in found:
        if place < len(part.documents):
            return part.segment.base + int(part.documents[place])
        place -= len(part.documents)
    raise IndexError(place)


def _rows(found: list[_SegmentHits], places: Array, keys: Array, sort: Sort) -> tuple[Row, ...]:
    """Return the rows of some hits, given by their places among all hits, in the same order."""
    if len(found) == 1:
        return tuple(found[0].rows(places, keys[places], sort))
    starts = np.cumsum([0, *(len(part.documents) for part in found)])
    owners = starts.searchsorted(places, side="right") - 1
    rows: dict[int, Row] = {}
    for number in np.unique(owners).tolist():
        mine = (owners == number).nonzero()[0]
        chosen = places[mine]
        made = found[number].rows(chosen - starts[number], keys[chosen], sort)
        rows |= dict(zip(mine.tolist(), made, strict=True))
    return tuple(rows[place] for place in range(len(places)))


def _rescore(found: list[_SegmentHits], keys: Array, how: ProximityRescoring) -> None:
    """Add proximity to the scores of the best hits. They only gain, so they stay ahead of those not rescored."""
    best = np.sort(_smallest(keys, how.hits))
    start = 0
    for part in found:
        end = start + len(part.documents)
        mine = best[best.searchsorted(start) : best.searchsorted(end)]
        if len(mine):
            keys[mine] -= part.proximity(mine - start, how)
        start = end


def _date_keys(dates: Array, sort: Sort) -> Array:
    """Return numbers whose ascending order is the wanted order of dates; documents without a date come last.

    >>> np.argsort(_date_keys(np.array([20190000, 0, 20210628]), Sort.NEWEST)).tolist()
    [2, 0, 1]
    """
    days = dates.astype(np.int64)
    return np.where(days == 0, _UNDATED, -days if sort is Sort.NEWEST else days)


def _smallest(keys: Array, count: int) -> Array:
    """Return the places of the ``count`` smallest keys, smallest first, equal ones by place.

    >>> _smallest(np.array([3, 1, 2, 1]), 3).tolist()
    [1, 3, 2]
    """
    if count <= 0:
        return np.zeros(0, np.intp)
    if count >= len(keys) or len(keys) <= _FEW:
        return keys.argsort(kind="stable")[:count]
    limit = np.partition(keys, count - 1)[count - 1]
    candidates = np.flatnonzero(keys <= limit)
    return candidates[np.argsort(keys[candidates], kind="stable")[:count]]
