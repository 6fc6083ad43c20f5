"""Writes the posting lists of one field, many terms at a time, in the layout that ``postings`` describes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from indexer.engines.whoosh.storage.arrayfile import BitStream, StoredArray, Stream
from indexer.engines.whoosh.storage.postings import STATE_PARTS, TERM_PARTS, array_name, ranges, set_per_run
from indexer.engines.whoosh.storage.term_states import BITMAP, GAP_WIDTHS, TermStateArrays, list_sizes

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.engines.whoosh.storage.arrayfile import Array
    from indexer.engines.whoosh.storage.postings import Postings
    from indexer.engines.whoosh.storage.termdict import Terms

__all__ = ["FieldKind", "PostingsWriter", "StoredField", "high_bits_for"]

#: What one exception costs, in bytes: its place and its high part.
_EXCEPTION_BYTES = 10
_UINT16_GAP_LIMIT = 1 << 24


@dataclass(frozen=True, slots=True)
class FieldKind:
    """What a field keeps besides document numbers."""

    freqs: bool
    positions: bool


@dataclass(frozen=True, slots=True)
class StoredField:
    """One finished field: its arrays and what is kept in the directory beside them."""

    name: str
    meta: dict[str, Any]
    arrays: list[StoredArray]


def high_bits_for(largest: int) -> int:
    """Return how many bits above the low byte positions up to ``largest`` get: 0, 4 or 8.

    Twelve bits hold nearly all texts; the few longer ones become exceptions, unless they are common.
    """
    if largest < 1 << 8:
        return 0
    return 4 if largest < 1 << 14 else 8


class PostingsWriter:
    """Takes blocks of posting lists in term order and compresses them as they come."""

    def __init__(self, name: str, kind: FieldKind, doc_count: int, high_bits: int, scratch: Path) -> None:
        self._name = name
        self._kind = kind
        self._doc_count = doc_count
        self._high_bits = high_bits

        def stream(part: str, dtype: str) -> Stream:
            return Stream(array_name(name, part), dtype, scratch)

        self._docs = stream("docs", "u1")
        self._gap_at = stream("gap_at", "<i8")
        self._gap_high = stream("gap_high", "<u2" if doc_count < _UINT16_GAP_LIMIT else "<u4")
        self._runs = BitStream(stream("runs", "u1"), 1)
        self._low = stream("low", "u1")
        high = stream("high", "u1")
        self._high = BitStream(high, 4) if high_bits == 4 else high
        self._wide_at = stream("wide_at", "<i8")
        self._wide_high = stream("wide_high", "<u4")
        self._df: list[Array] = []
        self._kinds: list[Array] = []
        self._token_counts: list[Array] = []
        self._tokens = 0

    def add(self, block: Postings) -> None:
        """Append the lists of the next terms."""
        if not len(block.df):
            return
        self._add_docs(block.df, block.docs)
        self._token_counts.append(block.tokens.astype(np.uint32))
        if block.first is not None:
            self._runs.append(block.first.view(np.uint8))
        if block.positions is not None:
            self._add_positions(block.positions)
            self._tokens += len(block.positions)

    def _add_docs(self, df: Array, docs: Array) -> None:
        starts = np.cumsum(df) - df
        gaps = docs.astype(np.int32)
        gaps[1:] -= docs[:-1]
        gaps[starts] = docs[starts]
        kinds = _cheapest_kinds(df, gaps, self._doc_count)
        bitmap_bytes = (self._doc_count + 7) // 8
        sizes = list_sizes(df, kinds, self._doc_count)
        at = np.cumsum(sizes) - sizes
        out = np.zeros(int(sizes.sum()), np.uint8)
        exceptions = []
        for kind, width in enumerate(GAP_WIDTHS):
            chosen = np.flatnonzero(kinds == kind)
            if len(chosen):
                mine = gaps[ranges(starts[chosen], df[chosen])]
                exceptions.append(_write_gaps(out, at[chosen], df[chosen], mine, width))
        chosen = np.flatnonzero(kinds == BITMAP)
        if len(chosen):
            bits = np.zeros((len(chosen), bitmap_bytes * 8), np.uint8)
            rows = np.repeat(np.arange(len(chosen)), df[chosen])
            bits[rows, docs[ranges(starts[chosen], df[chosen])]] = 1
            out[at[chosen][:, None] + np.arange(bitmap_bytes)] = np.packbits(bits, axis=1)
        self._add_gap_exceptions(exceptions)
        self._docs.append(out)
        self._df.append(df.astype(np.uint32))
        self._kinds.append(kinds.astype(np.uint8))

    def _add_gap_exceptions(self, exceptions: list[tuple[Array, Array]]) -> None:
        places = np.concatenate([places for places, _ in exceptions] or [np.zeros(0, np.intp)])
        high = np.concatenate([high for _, high in exceptions] or [np.zeros(0, np.intp)])
        order = np.argsort(places)
        self._gap_at.append(places[order] + self._docs.nbytes)
        self._gap_high.append(high[order])

    def _add_positions(self, positions: Array) -> None:
        self._low.append(positions.astype(np.uint8))
        if self._high_bits:
            self._high.append(((positions >> 8) & ((1 << self._high_bits) - 1)).astype(np.uint8))
        width = 8 + self._high_bits
        wide = np.flatnonzero(positions >> width) if int(positions.max(initial=0)) >> width else np.zeros(0, np.intp)
        self._wide_at.append(wide + self._tokens)
        self._wide_high.append(positions[wide] >> width)

    def finish(self, terms: Terms, lengths: Array | None, total_length: int) -> StoredField:
        """Close the field.

        Args:
            terms: all terms whose lists were added.
            lengths: per document, the byte-quantised field length; None for fields that are not scored by it.
            total_length: the exact sum of all field lengths.
        """
        streams = [self._docs.finish(), self._gap_at.finish(), self._gap_high.finish()]
        if self._kind.freqs:
            streams.append(self._runs.finish())
        if self._kind.positions:
            streams += [s.finish() for s in (self._low, self._high, self._wide_at, self._wide_high)]
        df, kinds, tokens = map(_joined, (self._df, self._kinds, self._token_counts))
        states = TermStateArrays.of(df, kinds, tokens, self._doc_count)
        arrays = {part: getattr(terms, part) for part in TERM_PARTS}
        arrays |= {part: getattr(states, part) for part in STATE_PARTS}
        if self._kind.freqs:
            arrays["lengths"] = np.zeros(0, np.uint8) if lengths is None else lengths
        meta = {
            "freqs": self._kind.freqs,
            "positions": self._kind.positions,
            "length": total_length,
            "high_bits": self._high_bits,
        }
        stored = [_stored(array_name(self._name, part), array) for part, array in arrays.items()]
        return StoredField(self._name, meta, [*stored, *streams])


def _cheapest_kinds(df: Array, gaps: Array, doc_count: int) -> Array:
    """Return, per term, the gap kind that takes the fewest bytes."""
    over8 = set_per_run(gaps > 0xFF, df)
    over16 = set_per_run(gaps > 0xFFFF, df)
    bitmap = np.full(len(df), (doc_count + 7) // 8)
    costs = np.stack((df + _EXCEPTION_BYTES * over8, 2 * df + _EXCEPTION_BYTES * over16, 4 * df, bitmap))
    cheapest: Array = costs.argmin(axis=0)
    return cheapest


def _write_gaps(out: Array, at: Array, df: Array, gaps: Array, width: int) -> tuple[Array, Array]:
    """Put gaps in their places; return places and high parts of those that do not fit."""
    ends = np.cumsum(df)
    places = np.repeat(at - (ends - df) * width, df) + np.arange(len(gaps)) * width
    for byte in range(width):
        out[places + byte] = (gaps >> (8 * byte)) & 0xFF
    high = gaps >> (8 * width)
    over = np.flatnonzero(high)
    return places[over], high[over]


def _joined(chunks: list[Array]) -> Array:
    return np.concatenate(chunks).astype(np.int64) if chunks else np.zeros(0, np.int64)


def _stored(name: str, array: Array) -> StoredArray:
    array = np.ascontiguousarray(array)
    return StoredArray(name, array.dtype.str, array.tobytes())
