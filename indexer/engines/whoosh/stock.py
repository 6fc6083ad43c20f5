"""Terms, posting lists and matchers as stock Whoosh asks for them: the proof that this is an ordinary Whoosh index."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.codec.base import FieldCursor, TermsReader
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound
from whoosh.util.numeric import byte_to_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.engines.whoosh.storage.postings import FieldPostings
    from indexer.engines.whoosh.storage.segment_file import SegmentFile

__all__ = ["ArrayTermsReader"]


class ArrayTermsReader(TermsReader):  # type: ignore[misc] # Whoosh has no type information
    """Terms and posting lists, the way Whoosh asks for them."""

    def __init__(self, file: SegmentFile) -> None:
        self._file = file

    def _find(self, fieldname: str, text: bytes) -> tuple[FieldPostings, int]:
        field = self._file.field(fieldname)
        number = -1 if field is None else field.terms.find(text)
        if field is None or number < 0:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return field, number

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field = self._file.field(term[0])
        return field is not None and field.terms.find(term[1]) >= 0

    def indexed_field_names(self) -> list[str]:
        return self._file.field_names

    def cursor(self, fieldname: str, fieldobj: Any) -> _Cursor:
        return _Cursor(self, fieldname, fieldobj)

    def lexicon(self, fieldname: str) -> list[bytes]:
        """Return all terms of one field."""
        field = self._file.field(fieldname)
        return [] if field is None else list(field.terms.texts())

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for name in self._file.field_names:
            yield from ((name, text) for text in self.lexicon(name))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        for name in self._file.field_names:
            field = self._file.field(name)
            if name >= fieldname and field is not None:
                start = field.terms.lower_bound(prefix) if name == fieldname else 0
                yield from ((name, text) for text in field.terms.texts(start))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        field, number = self._find(fieldname, text)
        docs = field.docs(field.states.one(number))
        lengths = field.lengths[docs] if field.has_freqs else np.zeros(1, np.uint8)
        return TermInfo(
            weight=float(field.token_count(number)),
            df=len(docs),
            minlength=byte_to_length(int(lengths.min())),
            maxlength=byte_to_length(int(lengths.max())),
            maxweight=float(max(_weights(field, number, len(docs)))),
            minid=int(docs[0]),
            maxid=int(docs[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        field, number = self._find(fieldname, text)
        return float(field.token_count(number))

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        field = self._file.field(fieldname)
        number = -1 if field is None else field.terms.find(text)
        return 0 if field is None or number < 0 else field.doc_frequency(number)

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        field, number = self._find(fieldname, text)
        return ArrayMatcher(field, number, (fieldname, text), format_, scorer)


class ArrayMatcher(LeafMatcher):  # type: ignore[misc] # Whoosh has no type information
    """Steps through one posting list; the whole list counts as one block."""

    def __init__(self, field: FieldPostings, number: int, term: tuple[str, bytes], format_: Any, scorer: Any) -> None:
        self._field = field
        self._number = number
        self._term = term
        self.format = format_
        self.scorer = scorer
        self._extent = field.states.one(number)
        self._ids: list[int] = field.docs(self._extent).tolist()
        self._weights = _weights(field, number, len(self._ids))
        self._positions: list[int] | None = None
        self._place = 0

    def is_active(self) -> bool:
        return self._place < len(self._ids)

    def reset(self) -> None:
        self._place = 0

    def copy(self) -> ArrayMatcher:
        other = ArrayMatcher(self._field, self._number, self._term, self.format, self.scorer)
        other._place = self._place
        return other

    def id(self) -> int:
        return self._ids[self._place]

    def all_ids(self) -> Iterator[int]:
        return iter(self._ids)

    def next(self) -> bool:
        if not self.is_active():
            raise ReadTooFar
        self._place += 1
        return not self.is_active()

    def skip_to(self, id: int) -> bool:
        if not self.is_active():
            raise ReadTooFar
        self._place = bisect_left(self._ids, id, self._place)
        return not self.is_active()

    def skip_to_quality(self, minquality: float) -> int:
        if self.block_quality() > minquality:
            return 0
        self._place = len(self._ids)
        return 1

    def weight(self) -> float:
        return self._weights[self._place]

    def value(self) -> Any:
        if self._field.has_positions:
            return self.format.encode(self.value_as("positions"))
        return self.format.encode(int(self.weight())) if hasattr(self.format, "encode") else b""

    def value_as(self, astype: str) -> Any:
        if astype == "positions" and self._field.has_positions:
            if self._positions is None:
                self._positions = self._field.positions(self._extent).tolist()
            start = int(sum(self._weights[: self._place]))
            return self._positions[start : start + int(self.weight())]
        if astype in ("frequency", "weight"):
            return self.weight()
        return super().value_as(astype)

    def block_max_weight(self) -> float:
        return max(self._weights)

    def block_min_length(self) -> int:
        return int(byte_to_length(int(self._field.lengths[self._ids].min())))

    def block_max_length(self) -> int:
        return int(byte_to_length(int(self._field.lengths[self._ids].max())))


def _weights(field: FieldPostings, number: int, df: int) -> list[float]:
    starts = field.run_starts(field.states.one(number))
    if starts is None:
        return [1.0] * df
    freqs: list[float] = np.diff(starts, append=field.token_count(number)).astype(float).tolist()
    return freqs


class _Cursor(FieldCursor):  # type: ignore[misc] # Whoosh has no type information
    """Walks the terms of one field."""

    def __init__(self, reader: ArrayTermsReader, fieldname: str, fieldobj: Any) -> None:
        self._reader = reader
        self._fieldname = fieldname
        self._fieldobj = fieldobj
        self._terms = reader.lexicon(fieldname)
        self._place = 0

    def first(self) -> str | None:
        self._place = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        text = term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        self._place = bisect_left(self._terms, text)
        return self.text()

    def next(self) -> str | None:
        self._place += 1
        return self.text()

    def text(self) -> str | None:
        return str(self._fieldobj.from_bytes(self._terms[self._place])) if self.is_valid() else None

    term = text

    def term_info(self) -> TermInfo | None:
        return self._reader.term_info(self._fieldname, self._terms[self._place]) if self.is_valid() else None

    def is_valid(self) -> bool:
        return self._place < len(self._terms)
