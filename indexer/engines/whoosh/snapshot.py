"""One committed state of an index, opened: what a search sees from its first line to its last."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from indexer.engines.whoosh.bm25 import Bm25, SmoothBM25F, idf
from indexer.engines.whoosh.cache import PostingList, PostingListCache, ScratchPool
from indexer.engines.whoosh.facets import FacetCounter, FacetValues
from indexer.engines.whoosh.segment import latest_generation, read_contents
from indexer.engines.whoosh.storage.arrayfile import IndexDamaged
from indexer.engines.whoosh.storage.segment_file import SegmentFile
from indexer.engines.whoosh.storage.tokens import term_bytes

if TYPE_CHECKING:
    from whoosh.scoring import BM25F

    from indexer.engines.whoosh.segment import ArraySegment
    from indexer.engines.whoosh.storage.arrayfile import Array

__all__ = ["OpenSegment", "Snapshot", "open_snapshot"]

#: Looked-up terms kept per snapshot.
_TERMS_KEPT = 50_000
_ATTEMPTS = 5
#: Bytes of files that searches may touch before the pages are let go.
_TOUCHED_LIMIT = 16 << 20


@dataclass(frozen=True, slots=True)
class TermStatistics:
    """One term over all segments.

    Attributes:
        idf: its inverse document frequency.
        numbers: its number in each segment, -1 for none.
        frequencies: in how many documents of each segment it occurs, deleted ones included.
    """

    idf: float
    numbers: tuple[int, ...]
    frequencies: tuple[int, ...]

    @property
    def frequency(self) -> int:
        """In how many documents it occurs, over all segments."""
        return sum(self.frequencies)


class OpenSegment:
    """One segment within a snapshot."""

    def __init__(self, snapshot: Snapshot, place: int, entry: ArraySegment, file: SegmentFile, base: int) -> None:
        self.snapshot = snapshot
        self.place = place
        self.entry = entry
        self.file = file
        self.base = base
        self.doc_count = file.doc_count
        self._bm25: dict[str, Bm25 | None] = {}

    def postings(self, fieldname: str, number: int) -> PostingList:
        """Return the decoded list of one term."""
        field = self.file.field(fieldname)
        assert field is not None  # terms are numbered by the field
        return self.snapshot.lists.get((self.entry.segid, fieldname, number), field, number)

    def bm25(self, fieldname: str) -> Bm25 | None:
        """Return the statistics that score a field here; None when its terms score by weight alone."""
        if fieldname not in self._bm25:
            field = self.file.field(fieldname)
            scored = field is not None and field.has_freqs
            average = self.snapshot.average_length(fieldname)
            lengths = field.lengths if field is not None and scored else np.zeros(0, np.uint8)
            self._bm25[fieldname] = Bm25(self.snapshot.weighting, fieldname, average, lengths) if scored else None
        return self._bm25[fieldname]

    @cached_property
    def live(self) -> Array:
        """A mask of the documents that are not deleted."""
        mask = np.ones(self.doc_count, np.bool_)
        mask[list(self.entry.deleted_set())] = False
        return mask

    @cached_property
    def visible_all(self) -> Array | None:
        """A mask of the documents that signed-in users see; None for all."""
        return None if self.live.all() else self.live

    @cached_property
    def visible_public(self) -> Array | None:
        """A mask of the documents that everyone sees; None for all."""
        mask = self.live & ~self.file.columns.internal
        return None if mask.all() else mask

    def facet(self, name: str) -> FacetCounter:
        """Return one facet, ready to be counted."""
        return self.file.cached(("facet", name), lambda: FacetCounter(self.file.columns.facet(name)))

    def rank_scratch(self) -> ScratchPool:
        """Return the pool of zeroed arrays with one number per document."""
        return self.file.cached(("scratch",), lambda: ScratchPool(self.doc_count))


class Snapshot:
    """All segments of one generation and the statistics over them."""

    def __init__(
        self,
        contents: Any,
        files: dict[str, SegmentFile],
        weighting: BM25F,
        lists: PostingListCache,
    ) -> None:
        self.generation: int = contents.generation
        self.schema = contents.schema
        self.weighting = weighting
        self._idf = weighting.idf_of if isinstance(weighting, SmoothBM25F) else idf
        self.lists = lists
        self.segments: list[OpenSegment] = []
        self.doc_count = 0
        for place, entry in enumerate(contents.segments):
            self.segments.append(OpenSegment(self, place, entry, files[entry.segid], self.doc_count))
            self.doc_count += entry.doc_count_all()
        self._terms: dict[tuple[str, Any], TermStatistics] = {}
        self._lengths: dict[str, float] = {}
        self._facet_values: dict[str, FacetValues] = {}

    @cached_property
    def state(self) -> str:
        """Names this committed state: its segments' random names, and the commit that may have deleted from them."""
        return ".".join([*(segment.entry.segid for segment in self.segments), str(self.generation)])

    def term(self, fieldname: str, text: str | bytes) -> TermStatistics:
        """Return where a term is and how rare it is; a term that nothing can match is found nowhere."""
        found = self._terms.get((fieldname, text))
        if found is None:
            if len(self._terms) > _TERMS_KEPT:
                self._terms.clear()
            found = self._terms[fieldname, text] = self._look_up(fieldname, text)
        return found

    def _look_up(self, fieldname: str, text: str | bytes) -> TermStatistics:
        data = text if isinstance(text, bytes) else term_bytes(text)
        numbers, frequencies = [], []
        for segment in self.segments:
            field = segment.file.field(fieldname) if fieldname in self.schema else None
            number = -1 if field is None else field.terms.find(data)
            numbers.append(number)
            frequencies.append(0 if field is None or number < 0 else field.doc_frequency(number))
        rarity = self._idf(self.doc_count, sum(frequencies))
        return TermStatistics(rarity, tuple(numbers), tuple(frequencies))

    def facet_values(self, name: str) -> FacetValues:
        """Return all values of one facet and how the segments number them."""
        found = self._facet_values.get(name)
        if found is None:
            found = self._facet_values[name] = FacetValues([s.facet(name).values for s in self.segments])
        return found

    def release_pages(self) -> None:
        """Keep what searches have read of the files from adding up to the size of the index."""
        if self.lists.touched(_TOUCHED_LIMIT):
            for segment in self.segments:
                segment.file.file.release()

    def average_length(self, fieldname: str) -> float:
        """Return the average length of a field, over deleted documents too, as Whoosh."""
        if fieldname not in self._lengths:
            fields = (segment.file.field(fieldname) for segment in self.segments)
            total = sum(field.total_length for field in fields if field is not None)
            self._lengths[fieldname] = total / (self.doc_count or 1) or 1
        return self._lengths[fieldname]


def open_snapshot(
    directory: Path, weighting: BM25F, lists: PostingListCache, previous: Snapshot | None = None
) -> Snapshot:
    """Open the newest generation; segments that ``previous`` has open already are taken from there.

    Raises:
        IndexDamaged: the index cannot be trusted.
    """
    known = {} if previous is None else {s.entry.segid: s.file for s in previous.segments}
    for attempt in range(_ATTEMPTS):
        contents = read_contents(directory)
        try:
            files = {
                entry.segid: known.get(entry.segid) or SegmentFile(directory / entry.filename())
                for entry in contents.segments
            }
        except IndexDamaged:
            # Another process may have committed in between and removed the file.
            if attempt + 1 == _ATTEMPTS or latest_generation(directory) == contents.generation:
                raise
        else:
            _check_sizes(directory, contents.segments, files)
            return Snapshot(contents, files, weighting, lists)
    raise AssertionError("unreachable")


def _check_sizes(directory: Path, entries: list[ArraySegment], files: dict[str, SegmentFile]) -> None:
    for entry in entries:
        if files[entry.segid].doc_count != entry.doc_count_all():
            raise IndexDamaged(directory / entry.filename(), "提案数与目录不符")
