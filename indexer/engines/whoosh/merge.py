"""Merges segments field by field: terms are united once, lists are copied in blocks of bounded size."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.postings import Postings, ranges
from indexer.engines.whoosh.postings_writer import FieldKind, PostingsWriter, StoredField
from indexer.engines.whoosh.segment import ArraySegment, SegmentFile
from indexer.engines.whoosh.segment_writer import write_segment
from indexer.engines.whoosh.termdict import unite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from indexer.engines.whoosh.arrayfile import Array
    from indexer.engines.whoosh.postings import FieldPostings

__all__ = ["FieldMerge", "merge_field", "merge_segments"]

#: Occurrences held in memory at a time while a field is merged; about 50 bytes each.
_BLOCK_TOKENS = 2_000_000


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
        ranks: per term, its place among the united terms.
        renumber: old document number → new one, -1 for deleted documents.
        deletions: whether any document is deleted.
    """

    field: FieldPostings
    ranks: Array
    renumber: Array
    deletions: bool


def merge_segments(
    directory: Path,
    segments: Sequence[ArraySegment],
    kinds: dict[str, FieldKind],
    scratch: Path,
    run: Callable[[Callable[[FieldMerge], StoredField], Iterable[FieldMerge]], Iterable[StoredField]] = map,
) -> ArraySegment:
    """Write one segment with the live documents of several, in the same order, and return its entry.

    Args:
        directory: where the segments are and the new one goes.
        segments: adjacent segments of one index.
        kinds: what each indexed field keeps.
        scratch: a directory for temporary files.
        run: how fields are worked on; ``map`` here, or an executor's ``map`` for several processes.
    """
    sources = tuple((directory / segment.filename(), segment.deleted_set()) for segment in segments)
    work = [FieldMerge(name, kinds[name], sources, scratch) for name in sorted(kinds)]
    stored = run(merge_field, work)
    opened = [(SegmentFile(path), deleted) for path, deleted in sources]
    columns = Columns.join([file.columns.take(file.live(deleted)) for file, deleted in opened])
    return write_segment(directory, stored, columns)


def merge_field(work: FieldMerge) -> StoredField:
    """Merge one field of several segments; the arrays stay in memory or in files under ``work.scratch``."""
    files = [SegmentFile(path) for path, _ in work.sources]
    lives = [file.live(deleted) for file, (_, deleted) in zip(files, work.sources, strict=True)]
    total = sum(len(live) for live in lives)
    fields = [file.field(work.name) for file in files]
    terms, ranks = unite([field.terms for field in fields if field is not None])
    sources, lengths, base, given = [], [], 0, iter(ranks)
    for file, live, field in zip(files, lives, fields, strict=True):
        renumber = np.full(file.doc_count, -1, np.int32)
        renumber[live] = np.arange(base, base + len(live))
        base += len(live)
        if field is not None:
            sources.append(_Source(field, next(given), renumber, len(live) < file.doc_count))
        has_lengths = field is not None and work.kind.freqs
        lengths.append(field.lengths[live] if field is not None and has_lengths else np.zeros(len(live), np.uint8))
    bits = max((source.field.max_position_bits for source in sources), default=8) - 8
    writer = PostingsWriter(work.name, work.kind, total, bits, work.scratch)
    kept, tokens = np.zeros(len(terms.keys), np.bool_), 0
    for start, stop in _cuts(sources, len(terms.keys)):
        block, alive = _merged_block(sources, start, stop, work.kind)
        writer.add(block)
        kept[start:stop] = alive
        tokens += int(block.tokens.sum()) if work.kind.freqs else 0
    return writer.finish(terms if kept.all() else terms.select(kept), np.concatenate(lengths), tokens)


def _cuts(sources: list[_Source], term_count: int) -> list[tuple[int, int]]:
    """Return term ranges of bounded size that cover all terms."""
    tokens = np.zeros(term_count, np.int64)
    for source in sources:
        tokens[source.ranks] += source.field.extents.many(0, len(source.ranks))[2]
    before = np.cumsum(tokens)
    limits = np.arange(_BLOCK_TOKENS, int(before[-1]) if term_count else 0, _BLOCK_TOKENS)
    edges = sorted({0, *(before.searchsorted(limits) + 1).tolist(), term_count})
    return [(start, stop) for start, stop in pairwise(edges) if stop <= term_count]


def _merged_block(sources: list[_Source], start: int, stop: int, kind: FieldKind) -> tuple[Postings, Array]:
    """Return the lists of the united terms ``start`` to ``stop`` - 1, and which of these terms still occur."""
    parts = []
    for source in sources:
        low, high = source.ranks.searchsorted((start, stop)).tolist()
        if low < high:
            parts.append((source.ranks[low:high] - start, _live_block(source, low, high)))
    df = np.zeros(stop - start, np.intp)
    tokens = np.zeros(stop - start, np.intp)
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
    df = _sums(keep, block.df)
    if block.first is None:
        return Postings(df, docs[keep], df, None, None)
    kept = keep.repeat(np.diff(block.first.nonzero()[0], append=len(block.first)))
    positions = None if block.positions is None else block.positions[kept]
    return Postings(df, docs[keep], _sums(kept, block.tokens), block.first[kept], positions)


def _sums(mask: Array, sizes: Array) -> Array:
    """Return, for neighbouring runs of these sizes, how often the mask is set in each."""
    before = np.concatenate(([0], np.cumsum(mask)))
    ends = np.cumsum(sizes)
    found: Array = before[ends] - before[ends - sizes]
    return found
