"""The embedded engine: searches a Whoosh index of array segments and keeps it up to date."""

from __future__ import annotations

import heapq
import os
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from whoosh.query import Every, Term
from whoosh.scoring import BM25F

from indexer.engines.base import EngineQuery, EngineResult, IndexDocument
from indexer.engines.whoosh.cache import PostingListCache
from indexer.engines.whoosh.evaluate.results import evaluate
from indexer.engines.whoosh.snapshot import OpenSegment, Snapshot, open_snapshot

__all__ = ["WhooshEngine"]

_CACHE_BYTES = 40 << 20
#: Two changes of a directory within the clock tick of a file system look like one.
_CLOCK_TICK_NS = 50_000_000


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
        self._watch = _DirectoryWatch(self._directory)
        self._watch.changed()
        lists = PostingListCache(cache_bytes)
        self._snapshot: Snapshot | None = open_snapshot(self._directory, self._weighting, lists)

    def search(self, query: EngineQuery) -> EngineResult:
        """Return exactly the documents that match, best first, with exact totals and counts."""
        self.refresh()
        return evaluate(self._current(), query)

    def versions(self) -> Iterator[tuple[str, str]]:
        """Yield ``(id, version)`` of every live document."""
        for segment in self._current().segments:
            columns = segment.file.columns
            for number in np.flatnonzero(segment.live).tolist():
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
        # What writes is loaded by whoever writes: a search from the command line is quicker without it.
        from indexer.engines.whoosh.writer import apply_update

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


def _terms(segment: OpenSegment, fieldname: str, prefix: str) -> Iterator[tuple[bytes, int]]:
    field = segment.file.field(fieldname)
    if field is None:
        return
    start, stop = field.terms.prefix_range(prefix.encode("utf-8", "surrogatepass"))
    for number, text in enumerate(field.terms.texts(start, stop), start):
        yield text, field.doc_frequency(number)


class _DirectoryWatch:
    """Notices commits of other processes at the price of one ``stat``: names added to or removed from a directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = str(directory)
        self._seen = -1

    def changed(self) -> bool:
        """Return whether the directory changed, or changed so lately that it might change unseen."""
        try:
            modified = os.stat(self._directory).st_mtime_ns  # noqa: PTH116 - asked before every search
        except FileNotFoundError:
            return False  # a newer generation took its place; whoever still has this one open may go on using it
        if modified == self._seen:
            return False
        self._seen = -1 if abs(time.time_ns() - modified) < _CLOCK_TICK_NS else modified
        return True
