"""Turns a batch of documents into posting lists: every token becomes one integer, and sorting does the rest.

    (rank of the term │ document │ position) in 64 bits  →  sort  →  lists in term order

Sorting 64-bit integers is what current processors do fastest, and every later step is one pass over arrays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from whoosh.util.numeric import length_to_byte

from indexer.engines.whoosh.schema import ID_FIELD, PART_GAP, IndexFields
from indexer.engines.whoosh.segment import write_segment
from indexer.engines.whoosh.storage.columns import Columns
from indexer.engines.whoosh.storage.postings import Postings
from indexer.engines.whoosh.storage.postings_writer import FieldKind, PostingsWriter, StoredField, high_bits_for
from indexer.engines.whoosh.storage.tokens import SEPARATOR, JoinedTokens, terms_of_packed, without_separator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from indexer.engines.base import IndexDocument, Parts
    from indexer.engines.whoosh.segment import ArraySegment
    from indexer.engines.whoosh.storage.arrayfile import Array

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
        sizes = np.array(self._sizes, np.int64)
        documents = np.array(self._documents, np.int64)
        first = np.array(self._first_positions, np.int64)
        lengths = np.bincount(documents, sizes, doc_count).astype(np.int64)
        bits = _Bits(doc_count.bit_length(), int((first + sizes).max(initial=0)).bit_length())
        tokens = JoinedTokens(self._texts)
        self._texts.clear()
        packed = tokens.packed(bits.total)
        if packed is None:
            terms, keys = tokens.numbered()
        else:
            keys, count, width = packed
        del tokens
        keys <<= np.uint64(bits.total)
        shifts = (documents << bits.position) + first - (np.cumsum(sizes) - sizes)
        keys |= (np.repeat(shifts, sizes) + np.arange(len(keys))).view(np.uint64)
        keys.sort()
        block, distinct = _postings(keys, bits, self.kind)
        if packed is not None:
            terms = terms_of_packed(distinct, count, width)
        largest = 0 if block.positions is None else int(block.positions.max(initial=0))
        writer = PostingsWriter(name, self.kind, doc_count, high_bits_for(largest), scratch)
        writer.add(block)
        return writer.finish(terms, length_bytes(lengths), int(lengths.sum()))


def _joined(part: Sequence[str], size: int) -> str:
    """Return the tokens joined; a token that contains the separator has it replaced."""
    text = SEPARATOR.join(part)
    if text.count(SEPARATOR) == size - 1:
        return text
    return SEPARATOR.join(map(without_separator, part))


class _Bits(NamedTuple):
    """How many bits of a key hold the document and the position."""

    document: int
    position: int

    @property
    def total(self) -> int:
        return self.document + self.position


def _postings(keys: Array, bits: _Bits, kind: FieldKind) -> tuple[Postings, Array]:
    """Return the posting lists of sorted (term, document, position) keys, and the distinct terms among them."""
    pairs = keys >> np.uint64(bits.position)
    first = _first_of_each(pairs)
    starts = first.nonzero()[0]
    pairs = pairs[starts]
    docs = (pairs & np.uint64((1 << bits.document) - 1)).astype(np.int32)
    pairs >>= np.uint64(bits.document)
    lists = _first_of_each(pairs).nonzero()[0]
    df = np.diff(lists, append=len(pairs))
    if not kind.freqs:
        return Postings(df, docs, df, None, None), pairs[lists]
    tokens = np.diff(starts[lists], append=len(keys))
    positions = (keys & np.uint64((1 << bits.position) - 1)).astype(np.uint32) if kind.positions else None
    return Postings(df, docs, tokens, first, positions), pairs[lists]


def _first_of_each(ordered: Array) -> Array:
    """Return a mask of the places where each distinct value starts."""
    first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return first


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
