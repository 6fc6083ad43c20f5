"""One segment: the entry in Whoosh's table of contents, and the file it names, opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.codec.base import Segment

from indexer.engines.whoosh.codec import ArrayCodec

if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["ArraySegment"]

SEGMENT_EXTENSION = ".arr"


class ArraySegment(Segment):  # type: ignore[misc] # Whoosh has no type information
    """What Whoosh's table of contents keeps of a segment: its name, its size and which documents are deleted."""

    def __init__(self, indexname: str, doc_count: int = 0) -> None:
        super().__init__(indexname)
        self._doc_count = doc_count
        self._deleted: frozenset[int] = frozenset()

    def __getstate__(self) -> dict[str, Any]:
        state = self.__dict__.copy()
        state["_deleted"] = np.array(sorted(self._deleted), np.uint32).tobytes()
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._deleted = frozenset(np.frombuffer(state["_deleted"], np.uint32).tolist())

    def codec(self) -> Any:
        """Return the codec that reads this segment."""
        return ArrayCodec()

    def filename(self) -> str:
        """Return the name of the segment's file inside the index directory."""
        return str(self.make_filename(SEGMENT_EXTENSION))

    def set_doc_count(self, doc_count: int) -> None:
        """Set how many documents the segment has, deleted ones included."""
        self._doc_count = doc_count

    def doc_count_all(self) -> int:
        """Return how many documents the segment has, deleted ones included."""
        return self._doc_count

    def deleted_count(self) -> int:
        """Return how many documents are deleted."""
        return len(self._deleted)

    def deleted_docs(self) -> Iterator[int]:
        """Yield the numbers of deleted documents."""
        return iter(self._deleted)

    def deleted_set(self) -> frozenset[int]:
        """Return the numbers of deleted documents."""
        return self._deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Mark one document as deleted, or take the mark away."""
        change = {docnum}
        self._deleted = self._deleted | change if delete else self._deleted - change

    def is_deleted(self, docnum: int) -> bool:
        """Return whether a document is deleted."""
        return docnum in self._deleted

    def without(self, documents: set[int]) -> ArraySegment:
        """Return the entry of the same file with these documents deleted too."""
        other = ArraySegment(self.indexname, self._doc_count)
        other.segid = self.segid
        other._deleted = self._deleted | documents
        return other

    def should_assemble(self) -> bool:
        """Return that Whoosh must not pack the file into a compound file: it is one file already."""
        return False
