"""The Whoosh codec whose segments are files of arrays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoosh.codec.base import Codec

from indexer.engines.whoosh.segment import ArraySegment, SegmentFile
from indexer.engines.whoosh.stock import ArrayPerDocumentReader, ArrayTermsReader

if TYPE_CHECKING:
    from whoosh.filedb.filestore import FileStorage

__all__ = ["ArrayCodec"]


class ArrayCodec(Codec):  # type: ignore[misc] # Whoosh has no type information
    """Reads array segments for stock Whoosh.

    Writing goes batch by batch through :func:`indexer.engines.whoosh.build` and ``WhooshEngine.update``: Whoosh's
    writer interface hands over one posting at a time, which is what makes it slow.
    """

    def terms_reader(self, storage: FileStorage, segment: ArraySegment) -> ArrayTermsReader:
        """Return the terms and posting lists of a segment."""
        return ArrayTermsReader(_open(storage, segment))

    def per_document_reader(self, storage: FileStorage, segment: ArraySegment) -> ArrayPerDocumentReader:
        """Return the lengths and stored fields of a segment."""
        return ArrayPerDocumentReader(_open(storage, segment), segment)

    def new_segment(self, storage: FileStorage, indexname: str) -> ArraySegment:
        """Return the entry of a segment that is still to be written."""
        return ArraySegment(indexname)

    def per_document_writer(self, storage: FileStorage, segment: ArraySegment) -> Any:
        """Refuse: segments are written whole."""
        raise NotImplementedError("请用 WhooshEngine.update 更新索引")

    def field_writer(self, storage: FileStorage, segment: ArraySegment) -> Any:
        """Refuse: segments are written whole."""
        raise NotImplementedError("请用 WhooshEngine.update 更新索引")


def _open(storage: FileStorage, segment: ArraySegment) -> SegmentFile:
    return SegmentFile(Path(storage.folder) / segment.filename())
