"""Posting lists of one field as contiguous arrays: how they are laid out, written and read.

For every term, in term order, three streams run side by side:

* ``docs``: document numbers, as gaps of 1, 2 or 4 bytes or as a bitmap, whichever is smallest for that term.
  A gap too wide for its bytes keeps the low part in place and the high part in an exception table
  (patched frame of reference; Zukowski, Héman, Nes and Boncz, ICDE 2006).
* ``runs``: one bit per token occurrence, set at the first of each document. That is the term frequency in
  unary (Elias), and says at once where the positions of each document start.
* ``low``/``high``: positions, low 8 bits and the 0, 4 or 8 bits above; wider ones in an exception table.

``term_states`` says how long each term's lists are and where they start.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from indexer.engines.whoosh.storage.term_states import BITMAP, GAP_WIDTHS, TermStateArrays, TermStates, list_sizes
from indexer.engines.whoosh.storage.termdict import TermDictionary, Terms

if TYPE_CHECKING:
    from indexer.engines.whoosh.storage.arrayfile import Array, ArrayFile
    from indexer.engines.whoosh.storage.term_states import TermState

__all__ = ["STATE_PARTS", "TERM_PARTS", "FieldPostings", "Postings", "array_name", "ranges", "set_per_run"]

#: Names of the arrays of the term dictionary and of the term states, in the order of their classes' attributes.
TERM_PARTS = ("keys", "sizes", "long", "tail_at", "tails")
STATE_PARTS = tuple(field.name for field in fields(TermStateArrays))


def array_name(fieldname: str, part: str) -> str:
    """Return the name under which one array of a field is stored."""
    return f"{fieldname}/{part}"


def ranges(starts: Array, counts: Array) -> Array:
    """Return ``starts[0], starts[0]+1, … (counts[0] of them), starts[1], …`` in one array.

    >>> ranges(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    ends = np.cumsum(counts, dtype=np.intp)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts - (ends - counts), counts) + np.arange(total)


def set_per_run(mask: Array, sizes: Array) -> Array:
    """Return, for neighbouring runs of these sizes, how often the mask is set in each.

    >>> set_per_run(np.array([True, False, True, True]), np.array([1, 3])).tolist()
    [1, 2]
    """
    before = np.zeros(len(mask) + 1, np.int32)
    np.cumsum(mask, out=before[1:])
    ends = np.cumsum(sizes)
    found: Array = before[ends] - before[ends - sizes]
    return found


@dataclass(frozen=True, slots=True)
class Postings:
    """Uncompressed posting lists of consecutive terms.

    Attributes:
        df: per term, in how many documents it occurs.
        docs: per posting, the document number; ascending within a term.
        tokens: per term, how often it occurs; its document frequency when the field does not keep that.
        first: per occurrence, whether it is the first in its document; None when the field does not keep that.
        positions: per occurrence, where; ascending within a posting; None when the field does not keep that.
    """

    df: Array
    docs: Array
    tokens: Array
    first: Array | None
    positions: Array | None


class FieldPostings:
    """Reads the posting lists of one field of one segment. Safe to share between threads."""

    __slots__ = (
        "_docs",
        "_gap_at",
        "_gap_high",
        "_high",
        "_high_bits",
        "_low",
        "_runs",
        "_wide_at",
        "_wide_high",
        "doc_count",
        "has_freqs",
        "has_positions",
        "lengths",
        "states",
        "terms",
        "total_length",
    )

    def __init__(self, file: ArrayFile, fieldname: str, doc_count: int) -> None:
        def array(part: str) -> Array:
            return file.array(array_name(fieldname, part))

        meta = file.meta["fields"][fieldname]
        self.terms = TermDictionary(Terms(*map(array, TERM_PARTS)))
        self.states = TermStates(TermStateArrays(*map(array, STATE_PARTS)), doc_count)
        self.doc_count = doc_count
        self.has_freqs: bool = meta["freqs"]
        self.has_positions: bool = meta["positions"]
        self.total_length: int = meta["length"]
        self._high_bits: int = meta["high_bits"]
        self._docs = array("docs")
        self._gap_at, self._gap_high = array("gap_at"), array("gap_high")
        if self.has_freqs:
            self.lengths = array("lengths")
            self._runs = array("runs")
        if self.has_positions:
            self._low, self._high = array("low"), array("high")
            self._wide_at, self._wide_high = array("wide_at"), array("wide_high")

    @property
    def max_position_bits(self) -> int:
        """How many bits a position takes where it is not an exception."""
        return 8 + self._high_bits

    def doc_frequency(self, term: int) -> int:
        """Return in how many documents a term occurs, deleted ones included."""
        return self.states.df(term)

    def token_count(self, term: int) -> int:
        """Return how often a term occurs, deleted documents included."""
        return self.states.tokens(term)

    def docs(self, state: TermState) -> Array:
        """Return the documents of one term, ascending."""
        df, kind, start = state.df, state.kind, state.doc_at
        if kind == BITMAP:
            bits = np.unpackbits(self._docs[start : start + (self.doc_count + 7) // 8], count=self.doc_count)
            return np.flatnonzero(bits.view(np.bool_))
        width = GAP_WIDTHS[kind]
        gaps = self._docs[start : start + df * width].view(f"<u{width}")
        if width != GAP_WIDTHS[-1] and len(self._gap_at):
            first, last = self._gap_at.searchsorted((start, start + df * width)).tolist()
            if first < last:
                gaps = gaps.astype(np.intp)
                places = (self._gap_at[first:last].astype(np.intp) - start) // width
                gaps[places] += self._gap_high[first:last].astype(np.intp) << (8 * width)
        return np.cumsum(gaps, dtype=np.intp)

    def run_starts(self, state: TermState) -> Array | None:
        """Return where each document's occurrences start, counted from the term's first; None when all have one."""
        if state.tokens == state.df:
            return None
        return self._first_flags(state.token_at, state.token_at + state.tokens).nonzero()[0]

    def _first_flags(self, first: int, last: int) -> Array:
        bits = np.unpackbits(self._runs[first >> 3 : (last + 7) >> 3])
        return bits[first & 7 : (first & 7) + last - first].view(np.bool_)

    def positions(self, state: TermState) -> Array:
        """Return the positions of one term, document after document."""
        return self._positions_between(state.token_at, state.token_at + state.tokens)

    def positions_at(self, places: Array, exceptions: tuple[Array, Array] | None) -> Array:
        """Return the positions of one term's occurrences at these ascending places of the field's stream.

        Args:
            exceptions: what :meth:`position_exceptions` says of the term.
        """
        found = self._low_positions(places)
        if exceptions is not None and len(places):
            exception_places, missing = exceptions
            at = np.minimum(places.searchsorted(exception_places), len(places) - 1)
            mine = places[at] == exception_places
            found[at[mine]] += missing[mine]
        return found

    def _low_positions(self, places: Array) -> Array:
        """Return the bits of positions that are stored in place."""
        found = self._low[places].astype(np.intp)
        if self._high_bits == 4:
            nibbles = self._high[places >> 1]
            found |= ((nibbles >> ((~places & 1) << 2).astype(np.uint8)) & 15).astype(np.intp) << 8
        elif self._high_bits == 8:
            found |= self._high[places].astype(np.intp) << 8
        return found

    def position_exceptions(self, state: TermState) -> tuple[Array, Array] | None:
        """Return where in the stream one term has positions too wide to be stored in place, and what they lack."""
        if not self.has_positions or not len(self._wide_at):
            return None
        first, last = self._wide_at.searchsorted((state.token_at, state.token_at + state.tokens)).tolist()
        if first == last:
            return None
        return self._wide_at[first:last], self._wide_high[first:last].astype(np.intp) << self.max_position_bits

    def block(self, start: int, stop: int) -> Postings:
        """Return the uncompressed lists of the terms numbered ``start`` to ``stop`` - 1."""
        df, kinds, tokens = self.states.many(start, stop)
        if not len(df):
            flags = np.zeros(0, np.bool_) if self.has_freqs else None
            return Postings(df, df, tokens, flags, df if self.has_positions else None)
        state = self.states.one(start)
        docs = self._block_docs(state.doc_at, df, kinds)
        if not self.has_freqs:
            return Postings(df, docs, df, None, None)
        first, last = state.token_at, state.token_at + int(tokens.sum())
        positions = self._positions_between(first, last) if self.has_positions else None
        return Postings(df, docs, tokens, self._first_flags(first, last), positions)

    def _positions_between(self, first: int, last: int) -> Array:
        """Return the positions of neighbouring occurrences, in the narrowest kind that holds them."""
        wide = self._wide_at.searchsorted((first, last)).tolist()
        found: Array = self._low[first:last].astype(np.uint16 if wide[0] == wide[1] else np.uint32)
        if self._high_bits == 4:
            pairs = self._high[first >> 1 : (last + 1) >> 1]
            nibbles = np.empty((len(pairs), 2), found.dtype)
            nibbles[:, 0], nibbles[:, 1] = pairs >> 4, pairs & 15
            found |= nibbles.reshape(-1)[first & 1 : (first & 1) + last - first] << 8
        elif self._high_bits == 8:
            found |= self._high[first:last].astype(found.dtype) << 8
        if wide[0] < wide[1]:
            places = self._wide_at[wide[0] : wide[1]] - first
            found[places] |= self._wide_high[wide[0] : wide[1]] << self.max_position_bits
        return found

    def _block_docs(self, first: int, df: Array, kinds: Array) -> Array:
        """Decode the document numbers of many terms at once."""
        ends = np.cumsum(df)
        docs = np.empty(int(ends[-1]), np.int32)
        sizes = list_sizes(df, kinds, self.doc_count)
        at = first + np.cumsum(sizes) - sizes
        for kind, width in enumerate(GAP_WIDTHS):
            chosen = np.flatnonzero(kinds == kind)
            if len(chosen):
                places = ranges((ends - df)[chosen], df[chosen])
                docs[places] = self._gaps(at[chosen], df[chosen], width)
        chosen = np.flatnonzero(kinds == BITMAP)
        if len(chosen):
            width = (self.doc_count + 7) // 8
            rows = self._docs[at[chosen][:, None] + np.arange(width)]
            bits = np.unpackbits(rows, axis=1, count=self.doc_count)
            docs[ranges((ends - df)[chosen], df[chosen])] = np.nonzero(bits)[1]
        return docs

    def _gaps(self, at: Array, df: Array, width: int) -> Array:
        """Return the document numbers of lists of one gap width, one after the other."""
        ends = np.cumsum(df)
        places = np.repeat(at - (ends - df) * width, df) + np.arange(int(ends[-1])) * width
        gaps = self._docs[places].astype(np.int32)
        for byte in range(1, width):
            gaps += self._docs[places + byte].astype(np.int32) << (8 * byte)
        if width != GAP_WIDTHS[-1]:
            first, last = self._gap_at.searchsorted((places[0], places[-1] + 1)).tolist()
            exceptions = self._gap_at[first:last].astype(np.intp)
            found = np.minimum(places.searchsorted(exceptions), len(places) - 1)
            mine = places[found] == exceptions
            gaps[found[mine]] += self._gap_high[first:last].astype(np.int32)[mine] << (8 * width)
        # Sums over all lists may overflow; differences within one list do not.
        sums = np.cumsum(gaps, dtype=np.int32)
        before = sums[ends - df] - gaps[ends - df]
        docs: Array = sums - np.repeat(before, df)
        return docs
