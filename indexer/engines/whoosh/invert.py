"""Turns a batch of documents into posting lists: every token becomes one integer, and sorting does the rest.

    (rank of the term │ document │ position) in 64 bits  →  sort  →  lists in term order

Sorting 64-bit integers is what current processors do fastest, and every later step is one pass over arrays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from whoosh.util.numeric import length_to_byte

from indexer.engines.whoosh.columns import Columns
from indexer.engines.whoosh.postings import Postings
from indexer.engines.whoosh.postings_writer import FieldKind, PostingsWriter, StoredField, high_bits_for
from indexer.engines.whoosh.schema import ID_FIELD, PART_GAP, IndexFields
from indexer.engines.whoosh.segment_writer import write_segment
from indexer.engines.whoosh.tokens import SEPARATOR, number_tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from indexer.engines.base import IndexDocument, Parts
    from indexer.engines.whoosh.arrayfile import Array
    from indexer.engines.whoosh.segment import ArraySegment

__all__ = ["Batch", "length_bytes"]

#: Every length from 0 on, up to where the byte is 255 for all.
_LENGTH_BYTES = np.array([length_to_byte(length) for length in range(1 << 17)], np.uint8)


def length_bytes(lengths: Array) -> Array:
    """Return Whoosh's one-byte approximation of field lengths.

    >>> length_bytes(np.array([1, 2100])).tolist()
    [1, 135]
    """
    return _LENGTH_BYTES[np.minimum(lengths, len(_LENGTH_BYTES) - 1)]


class _FieldBatch:
    """The tokens of one field of a batch, as numbers."""

    def __init__(self, kind: FieldKind) -> None:
        self.kind = kind
        self._texts: list[str] = []
        self._documents: list[int] = []
        self._first_positions: list[int] = []
        self._sizes: list[int] = []

    def add(self, document: int, parts: Parts) -> int:
        """Take the tokens of one document; return how many there were."""
        position = count = 0
        for part in parts:
            size = len(part)
            if size:
                self._texts.append(_joined(part, size))
                self._documents.append(document)
                self._first_positions.append(position)
                self._sizes.append(size)
            position += size + PART_GAP
            count += size
        return count

    def finish(self, name: str, doc_count: int, scratch: Path) -> StoredField:
        """Sort everything and write it."""
        terms, ranks = number_tokens(self._texts)
        self._texts.clear()
        keys, doc_bits, position_bits, lengths = self._sorted_keys(ranks, doc_count)
        block = _postings(keys, doc_bits, position_bits, self.kind)
        largest = int(block.positions.max()) if block.positions is not None and len(keys) else 0
        writer = PostingsWriter(name, self.kind, doc_count, high_bits_for(largest), scratch)
        writer.add(block)
        return writer.finish(terms, length_bytes(lengths), int(lengths.sum()))

    def _sorted_keys(self, keys: Array, doc_count: int) -> tuple[Array, int, int, Array]:
        """Turn the rank of every token, in order, into sorted (rank, document, position) keys."""
        sizes = np.array(self._sizes, np.int64)
        documents = np.array(self._documents, np.int64)
        first = np.array(self._first_positions, np.int64)
        lengths = np.bincount(documents, sizes, doc_count).astype(np.int64)
        position_bits = int((first + sizes).max()).bit_length() if len(sizes) else 0
        doc_bits = doc_count.bit_length()
        keys <<= np.uint64(doc_bits + position_bits)
        shifts = (documents << position_bits) + first - (np.cumsum(sizes) - sizes)
        keys |= (np.repeat(shifts, sizes) + np.arange(len(keys))).astype(np.uint64)
        keys.sort()
        return keys, doc_bits, position_bits, lengths


def _joined(part: Sequence[str], size: int) -> str:
    """Return the tokens joined; a token that contains the separator has it replaced."""
    text = SEPARATOR.join(part)
    if text.count(SEPARATOR) == size - 1:
        return text
    return SEPARATOR.join(token.replace(SEPARATOR, "\ufffd") for token in part)


def _postings(keys: Array, doc_bits: int, position_bits: int, kind: FieldKind) -> Postings:
    """Return the lists that sorted (rank, document, position) keys spell."""
    pairs = keys >> np.uint64(position_bits)
    starts = np.flatnonzero(np.diff(pairs, prepend=~np.uint64(0)))
    pairs = pairs[starts]
    docs = (pairs & np.uint64((1 << doc_bits) - 1)).astype(np.intp)
    df = np.bincount((pairs >> np.uint64(doc_bits)).astype(np.intp))
    if not kind.freqs:
        return Postings(df, docs, None, None)
    freqs = np.diff(starts, append=len(keys))
    positions = (keys & np.uint64((1 << position_bits) - 1)).astype(np.intp) if kind.positions else None
    return Postings(df, docs, freqs, positions)


class Batch:
    """Collects documents and writes them as one segment."""

    def __init__(self, fields: IndexFields) -> None:
        self._fields = {name: _FieldBatch(kind) for name, kind in fields.kinds().items()}
        self._documents: list[IndexDocument] = []
        self.token_count = 0

    def __len__(self) -> int:
        return len(self._documents)

    def add(self, document: IndexDocument) -> None:
        """Take one document.

        Raises:
            ValueError: it has tokens or terms in a field that the index does not have.
        """
        number = len(self._documents)
        for name, parts in document.tokens.items():
            self.token_count += self._field(name, document).add(number, parts)
        for name, values in document.terms.items():
            if name != ID_FIELD:
                self._field(name, document).add(number, (tuple(values),))
        self._fields[ID_FIELD].add(number, ((document.id, *document.terms.get(ID_FIELD, ())),))
        self._documents.append(_without_tokens(document))

    def _field(self, name: str, document: IndexDocument) -> _FieldBatch:
        found = self._fields.get(name)
        if found is None:
            raise ValueError(f"提案 {document.id}：索引没有字段 {name}，请检查字段表")
        return found

    def write(self, directory: Path, scratch: Path) -> ArraySegment:
        """Write everything collected so far as a segment of the index in ``directory``."""
        count = len(self._documents)
        stored = (batch.finish(name, count, scratch) for name, batch in sorted(self._fields.items()))
        return write_segment(directory, stored, Columns.of(self._documents))


def _without_tokens(document: IndexDocument) -> IndexDocument:
    """Return what the columns need of a document; its tokens are numbers already."""
    empty: Mapping[str, Sequence[str]] = {}
    return type(document)(document.id, document.version, {}, empty, document.facets, document.date, document.internal)
