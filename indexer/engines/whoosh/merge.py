"""Merges segments field by field: terms are merged once, lists are copied in blocks of bounded size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from indexer.engines.whoosh.segment import ArraySegment, write_segment
from indexer.engines.whoosh.storage.columns import Columns
from indexer.engines.whoosh.storage.postings import Postings, ranges, set_per_run
from indexer.engines.whoosh.storage.postings_writer import FieldKind, PostingsWriter, StoredField
from indexer.engines.whoosh.storage.segment_file import SegmentFile
from indexer.engines.whoosh.storage.termdict import Terms, merge_dictionaries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from indexer.engines.whoosh.storage.arrayfile import Array
    from indexer.engines.whoosh.storage.postings import FieldPostings

__all__ = ["FieldMerge", "merge_field", "merge_segments"]

#: Occurrences held in memory at a time while a field is merged; about 50 bytes each.
_BLOCK_TOKENS = 2_000_000
#: Terms of all sources together that are merged at a time; about 80 bytes each.
_RANGE_TERMS = 1_000_000


@dataclass(frozen=True, slots=True)
class FieldMerge:
    """The work of merging one field, small enough to be sent to another process.

    Attributes:
        sources: file of each segment and its deleted documents, in the order of their documents.
    """

    name: str
    kind: FieldKind
    sources: tuple[tuple[Path, frozenset[int]], ...]
    scratch: Path


@dataclass(frozen=True, slots=True)
class _Source:
    """One segment's share of a field.

    Attributes:
        renumber: old document number → new one, -1 for deleted documents.
        deletions: whether any document is deleted.
    """

    file: SegmentFile
    field: FieldPostings
    renumber: Array
    deletions: bool


@dataclass(frozen=True, slots=True)
class _TermRange:
    """The terms of one source from ``start`` up to ``stop``."""

    source: _Source
    start: int
    stop: int


def merge_segments(
    directory: Path,
    segments: Sequence[ArraySegment],
    kinds: dict[str, FieldKind],
    scratch: Path,
    run: Callable[[Callable[[FieldMerge], StoredField], Iterable[FieldMerge]], Iterable[StoredField]] | None = None,
) -> ArraySegment:
    """Write one segment with the live documents of several, in the same order, and return its entry.

    Args:
        directory: where the segments are and the new one goes.
        segments: adjacent segments of one index.
        kinds: what each indexed field keeps.
        scratch: a directory for temporary files.
        run: an executor's ``map``, to work on several fields at once in other processes; None to do it here.
    """
    sources = tuple((directory / segment.filename(), segment.deleted_set()) for segment in segments)
    work = [FieldMerge(name, kinds[name], sources, scratch) for name in sorted(kinds)]
    opened = cache(SegmentFile)
    stored = run(_merge_field_in_worker, work) if run else (merge_field(each, opened) for each in work)
    files = [(opened(path), deleted) for path, deleted in sources]
    columns = Columns.join([file.columns.take(file.live(deleted)) for file, deleted in files])
    return write_segment(directory, stored, columns)


@cache
def _opened_in_worker(path: Path) -> SegmentFile:
    """Open a file once for all fields; the worker process ends with the merge."""
    return SegmentFile(path)


def _merge_field_in_worker(work: FieldMerge) -> StoredField:
    return merge_field(work, _opened_in_worker)


def merge_field(work: FieldMerge, opened: Callable[[Path], SegmentFile]) -> StoredField:
    """Merge one field of several segments; the arrays stay in memory or in files under ``work.scratch``.

    Args:
        opened: gives the opened file of a segment, the same one each time.
    """
    sources, lengths, base = [], [], 0
    for path, deleted in work.sources:
        file = opened(path)
        live, field = file.live(deleted), file.field(work.name)
        renumber = np.full(file.doc_count, -1, np.int32)
        renumber[live] = np.arange(base, base + len(live))
        base += len(live)
        if field is not None:
            sources.append(_Source(file, field, renumber, len(live) < file.doc_count))
        has_lengths = field is not None and work.kind.freqs
        lengths.append(field.lengths[live] if field is not None and has_lengths else np.zeros(len(live), np.uint8))
    bits = max((source.field.max_position_bits for source in sources), default=8) - 8
    writer = PostingsWriter(work.name, work.kind, base, bits, work.scratch)
    terms, tokens = [Terms.from_sorted([])], 0
    for term_ranges in _term_ranges(sources):
        merged, count = _merge_range(term_ranges, work.kind, writer)
        terms.append(merged)
        tokens += count
        for source in sources:
            source.file.file.release()
    return writer.finish(Terms.join(terms), np.concatenate(lengths), tokens if work.kind.freqs else 0)


def _term_ranges(sources: list[_Source]) -> Iterator[list[_TermRange]]:
    """Yield the terms of all sources in ranges of bounded size: per source, which of its terms are in the range."""
    total = sum(len(source.field.terms) for source in sources)
    if not total:
        return
    largest = max((source.field.terms for source in sources), key=len)
    pieces = -(-total // _RANGE_TERMS)
    cuts = sorted({len(largest) * piece // pieces for piece in range(1, pieces)} - {0})
    edges = [[source.field.terms.lower_bound(largest.text(cut)) for source in sources] for cut in cuts]
    ends = [len(source.field.terms) for source in sources]
    for low, high in pairwise([[0] * len(sources), *edges, ends]):
        yield [_TermRange(*each) for each in zip(sources, low, high, strict=True) if each[1] < each[2]]


def _merge_range(term_ranges: list[_TermRange], kind: FieldKind, writer: PostingsWriter) -> tuple[Terms, int]:
    """Merge the lists of one range of terms; return the terms that still occur, and how often all of them do."""
    terms, ranks = merge_dictionaries([each.source.field.terms.slice(each.start, each.stop) for each in term_ranges])
    counts = np.zeros(len(terms.keys), np.int64)
    for each, places in zip(term_ranges, ranks, strict=True):
        counts[places] += each.source.field.states.many(each.start, each.stop)[2]
    kept, tokens = np.zeros(len(counts), np.bool_), 0
    for start, stop in _blocks(counts):
        parts = []
        for each, places in zip(term_ranges, ranks, strict=True):
            low, high = places.searchsorted((start, stop)).tolist()
            if low < high:
                block = _live_block(each.source, each.start + low, each.start + high)
                parts.append((places[low:high] - start, block))
        block, kept[start:stop] = _merged_block(parts, stop - start, kind)
        writer.add(block)
        tokens += int(block.tokens.sum())
    return terms if kept.all() else terms.select(kept), tokens


def _blocks(counts: Array) -> list[tuple[int, int]]:
    """Return ranges that cover all terms, each with a bounded number of occurrences (or one term)."""
    before = np.cumsum(counts)
    limits = np.arange(_BLOCK_TOKENS, int(before[-1]), _BLOCK_TOKENS)
    edges = sorted({0, *np.minimum(before.searchsorted(limits) + 1, len(counts)).tolist(), len(counts)})
    return list(pairwise(edges))


def _merged_block(parts: list[tuple[Array, Postings]], count: int, kind: FieldKind) -> tuple[Postings, Array]:
    """Return the lists of ``count`` merged terms, and which of the terms still occur.

    Args:
        parts: per source, in the order of documents: which of the terms it has, and their lists.
    """
    df = np.zeros(count, np.intp)
    tokens = np.zeros(count, np.intp)
    for ranks, block in parts:
        df[ranks] += block.df
        tokens[ranks] += block.tokens
    docs = np.empty(int(df.sum()), np.int32)
    first = np.empty(int(tokens.sum()), np.bool_) if kind.freqs else None
    widest = np.result_type(np.uint16, *(b.positions for _, b in parts if b.positions is not None))
    positions = np.empty(int(tokens.sum()), widest) if kind.positions else None
    doc_at, token_at = np.cumsum(df) - df, np.cumsum(tokens) - tokens
    for ranks, block in parts:
        docs[ranges(doc_at[ranks], block.df)] = block.docs
        doc_at[ranks] += block.df
        if first is not None and block.first is not None:
            places = ranges(token_at[ranks], block.tokens)
            token_at[ranks] += block.tokens
            first[places] = block.first
            if positions is not None and block.positions is not None:
                positions[places] = block.positions
    alive = df > 0
    return Postings(df[alive], docs, tokens[alive], first, positions), alive


def _live_block(source: _Source, low: int, high: int) -> Postings:
    """Return lists of one source with new document numbers, without deleted documents."""
    block = source.field.block(low, high)
    docs = source.renumber[block.docs]
    if not source.deletions:
        return Postings(block.df, docs, block.tokens, block.first, block.positions)
    keep = docs >= 0
    df = set_per_run(keep, block.df)
    if block.first is None:
        return Postings(df, docs[keep], df, None, None)
    kept = keep.repeat(np.diff(block.first.nonzero()[0], append=len(block.first)))
    positions = None if block.positions is None else block.positions[kept]
    return Postings(df, docs[keep], set_per_run(kept, block.tokens), block.first[kept], positions)
