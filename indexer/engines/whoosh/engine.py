"""The embedded engine: searches a Whoosh index of array segments and keeps it up to date."""

from __future__ import annotations

import heapq
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from whoosh.query import Every, Term
from whoosh.scoring import BM25F

from indexer.engines.base import Closeness, EngineQuery, EngineResult, IndexDocument, Place, Row, Sort
from indexer.engines.whoosh.cache import ListCache
from indexer.engines.whoosh.evaluate import SegmentSearch, closeness, score
from indexer.engines.whoosh.facets import FilteredSegment
from indexer.engines.whoosh.ranking import date_keys, first
from indexer.engines.whoosh.snapshot import OpenSegment, Snapshot, open_snapshot
from indexer.engines.whoosh.update import apply_update
from indexer.engines.whoosh.watch import DirectoryWatch

if TYPE_CHECKING:
    from indexer.engines.whoosh.arrayfile import Array

__all__ = ["WhooshEngine"]

_CACHE_BYTES = 40 << 20


class WhooshEngine:
    """A live index in a directory. Safe to share between threads; any number of processes may open the directory.

    A search sees one committed state from beginning to end. What other processes commit is seen by the next search.
    """

    def __init__(
        self, directory: str | Path, weighting: BM25F | None = None, *, cache_bytes: int = _CACHE_BYTES
    ) -> None:
        """Open the newest generation.

        Args:
            directory: an index written by :func:`indexer.engines.whoosh.build`.
            weighting: BM25F parameters, with ``<field>_B`` per field; Whoosh's defaults when missing.
            cache_bytes: how much memory decoded posting lists may take.

        Raises:
            IndexDamaged: there is no index, or it cannot be trusted.
        """
        self._directory = Path(directory)
        self._weighting = BM25F() if weighting is None else weighting
        self._cache_bytes = cache_bytes
        self._lock = threading.Lock()
        self._watch = DirectoryWatch(self._directory)
        self._watch.changed()
        lists = ListCache(cache_bytes)
        self._snapshot: Snapshot | None = open_snapshot(self._directory, self._weighting, lists)

    def search(self, query: EngineQuery) -> EngineResult:
        """Return exactly the documents that match, best first, with exact totals and counts."""
        self.refresh()
        snapshot = self._current()
        found = [_SegmentHits(snapshot, segment, query) for segment in snapshot.segments]
        total = sum(len(part.filtered.hits) for part in found)
        counts = {
            facet: snapshot.facet_values(facet).total([part.filtered.counts(facet) for part in found])
            for facet in query.facets
        }
        rows, end = _page(found, query)
        snapshot.release_pages()
        return EngineResult(total, rows, counts, end, snapshot.state)

    def versions(self) -> Iterator[tuple[str, str]]:
        """Yield ``(id, version)`` of every live document."""
        for segment in self._current().segments:
            columns = segment.file.columns
            for number in np.flatnonzero(segment.live_mask()).tolist():
                yield columns.ids[number], columns.versions[number]

    def terms(self, fieldname: str, prefix: str = "", *, internal: bool = True) -> Iterator[tuple[str, int]]:
        """Yield ``(term, document frequency)`` in term order; deleted documents count until they are merged away."""
        if internal:
            yield from self._terms(fieldname, prefix)
            return
        everything, public = (
            self.search(EngineQuery(Every(), limit=0, internal=rights)).total for rights in (True, False)
        )
        # A term in more documents than that is in a public one; twice, since one made internal may count as it was.
        hidden = 2 * (everything - public)
        for term, frequency in self._terms(fieldname, prefix):
            if frequency > hidden or self.search(EngineQuery(Term(fieldname, term), limit=0)).total:
                yield term, frequency

    def frequencies(self, fieldname: str, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many documents each term is; deleted ones count until they are merged away."""
        snapshot = self._current()
        return {term: snapshot.term(fieldname, term).frequency for term in terms}

    def _terms(self, fieldname: str, prefix: str) -> Iterator[tuple[str, int]]:
        found = heapq.merge(*(_terms(segment, fieldname, prefix) for segment in self._current().segments))
        current, frequency = None, 0
        for text, df in found:
            if text != current:
                if current is not None:
                    yield current.decode("utf-8", "surrogatepass"), frequency
                current, frequency = text, 0
            frequency += df
        if current is not None:
            yield current.decode("utf-8", "surrogatepass"), frequency

    def update(self, documents: Iterable[IndexDocument], removed: Iterable[str] = ()) -> None:
        """Replace the documents with the same ids, add new ones, drop ``removed``; visible on return."""
        self._current()
        apply_update(self._directory, documents, removed)
        self._reopen()

    def refresh(self) -> bool:
        """Take over what other processes committed; return whether there was anything. Costs one ``stat``."""
        if not self._watch.changed():
            return False
        return self._reopen()

    def close(self) -> None:
        """Release files and memory; the engine cannot be used afterwards."""
        self._snapshot = None

    def _current(self) -> Snapshot:
        snapshot = self._snapshot
        if snapshot is None:
            raise ValueError("索引已经关闭")
        return snapshot

    def _reopen(self) -> bool:
        with self._lock:
            before = self._current()
            after = open_snapshot(self._directory, self._weighting, before.lists, before)
            if after.generation == before.generation:
                return False
            self._snapshot = after
            return True


class _SegmentHits:
    """What one segment contributes to a result."""

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
        self.filtered = FilteredSegment(segment, matching, query.filters)

    def scores(self, hits: Array) -> Array:
        """Return what some hits, given ascending, score."""
        return score(self._search, self._tree, hits)

    def closer(self, places: Array, how: Closeness) -> Array:
        """Return what some hits, given by ascending places among all hits, earn by a closer look."""
        return closeness(self._search, self._tree, self.filtered.hits[places], how)

    def keys(self, sort: Sort) -> Array:
        """Return, per hit, a number that is smaller the earlier the hit comes."""
        hits = self.filtered.hits
        if sort is Sort.RELEVANCE:
            return -self.scores(hits)
        return date_keys(self.segment.file.columns.dates[hits], sort)

    def rows(self, places: Array, keys: Array, sort: Sort) -> list[Row]:
        """Return the rows of some hits, given by their places among all hits, and their keys."""
        documents = self.filtered.hits[places]
        if sort is Sort.RELEVANCE:
            scores = -keys
        else:
            order = np.argsort(documents)
            scores = np.empty(len(documents))
            scores[order] = self.scores(documents[order])
        return list(map(Row, self.segment.file.columns.ids.texts(documents), scores.tolist()))


def _page(found: list[_SegmentHits], query: EngineQuery) -> tuple[tuple[Row, ...], Place | None]:
    """Return one page of rows in order, and where its last row stands if more stand behind it."""
    if not found or query.limit <= 0:
        return (), None
    parts = [part.keys(query.sort) for part in found]
    keys = parts[0] if len(parts) == 1 else np.concatenate(parts)
    if query.closeness is not None and query.sort is Sort.RELEVANCE and query.offset < query.closeness.hits:
        _look_closer(found, keys, query.closeness)
    behind = None if query.after is None else _behind(found, keys, query.after)
    candidates = keys if behind is None else keys[behind]
    places = first(candidates, query.offset + query.limit)[query.offset :]
    more = 0 < len(places) < len(candidates) - query.offset
    if behind is not None:
        places = behind[places]
    end = Place(keys[places[-1]].item(), _order(found, int(places[-1]))) if more else None
    return _rows(found, places, keys, query.sort), end


def _behind(found: list[_SegmentHits], keys: Array, after: Place) -> Array:
    """Return which hits, by their places among all, stand behind a place in the order."""
    orders = np.concatenate([part.segment.base + part.filtered.hits for part in found])
    behind: Array = np.flatnonzero((keys > after.key) | ((keys == after.key) & (orders > after.order)))
    return behind


def _order(found: list[_SegmentHits], place: int) -> int:
    """Return the insertion order of one hit, given by its place among all."""
    for part in found:
        if place < len(part.filtered.hits):
            return part.segment.base + int(part.filtered.hits[place])
        place -= len(part.filtered.hits)
    raise IndexError(place)


def _rows(found: list[_SegmentHits], places: Array, keys: Array, sort: Sort) -> tuple[Row, ...]:
    """Return the rows of some hits, given by their places among all hits, in the same order."""
    if len(found) == 1:
        return tuple(found[0].rows(places, keys[places], sort))
    starts = np.cumsum([0, *(len(part.filtered.hits) for part in found)])
    owners = starts.searchsorted(places, side="right") - 1
    rows: dict[int, Row] = {}
    for number in np.unique(owners).tolist():
        mine = (owners == number).nonzero()[0]
        chosen = places[mine]
        made = found[number].rows(chosen - starts[number], keys[chosen], sort)
        rows |= dict(zip(mine.tolist(), made, strict=True))
    return tuple(rows[place] for place in range(len(places)))


def _look_closer(found: list[_SegmentHits], keys: Array, how: Closeness) -> None:
    """Let the best hits earn by closeness. They only gain, so they stay ahead of those not looked at."""
    best = np.sort(first(keys, how.hits))
    start = 0
    for part in found:
        end = start + len(part.filtered.hits)
        mine = best[best.searchsorted(start) : best.searchsorted(end)]
        if len(mine):
            keys[mine] -= part.closer(mine - start, how)
        start = end


def _terms(segment: OpenSegment, fieldname: str, prefix: str) -> Iterator[tuple[bytes, int]]:
    field = segment.file.field(fieldname)
    if field is None:
        return
    start, stop = field.terms.prefix_range(prefix.encode("utf-8", "surrogatepass"))
    for number, text in enumerate(field.terms.texts(start, stop), start):
        yield text, field.doc_frequency(number)
