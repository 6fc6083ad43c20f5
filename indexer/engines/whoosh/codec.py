"""The Whoosh codec whose segments are files of arrays: with it, stock Whoosh opens the index."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoosh.codec.base import Codec, PerDocumentReader
from whoosh.util.numeric import byte_to_length

from indexer.engines.whoosh.schema import ID_FIELD, VERSION_FIELD
from indexer.engines.whoosh.stock import ArrayTermsReader
from indexer.engines.whoosh.storage.segment_file import SegmentFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from whoosh.codec.base import Segment
    from whoosh.filedb.filestore import FileStorage

__all__ = ["ArrayCodec"]


class ArrayCodec(Codec):  # type: ignore[misc] # Whoosh has no type information
    """Reads array segments for stock Whoosh.

    Writing goes batch by batch through :func:`indexer.engines.whoosh.build` and ``WhooshEngine.update``: Whoosh's
    writer interface hands over one posting at a time, which is what makes it slow.
    """

    def terms_reader(self, storage: FileStorage, segment: Segment) -> ArrayTermsReader:
        """Return the terms and posting lists of a segment."""
        return ArrayTermsReader(_open(storage, segment))

    def per_document_reader(self, storage: FileStorage, segment: Segment) -> ArrayPerDocumentReader:
        """Return the lengths and stored fields of a segment."""
        return ArrayPerDocumentReader(_open(storage, segment), segment)

    def new_segment(self, storage: FileStorage, indexname: str) -> Any:
        """Refuse: segments are written whole."""
        raise NotImplementedError("请用 WhooshEngine.update 更新索引")

    per_document_writer = field_writer = new_segment


def _open(storage: FileStorage, segment: Segment) -> SegmentFile:
    return SegmentFile(Path(storage.folder) / segment.filename())


class ArrayPerDocumentReader(PerDocumentReader):  # type: ignore[misc] # Whoosh has no type information
    """Field lengths and the two stored fields, the way Whoosh asks for them."""

    def __init__(self, file: SegmentFile, segment: Segment) -> None:
        self._file = file
        self._segment = segment

    def doc_count(self) -> int:
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        return int(self._segment.doc_count_all())

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterator[int]:
        return iter(self._segment.deleted_docs())

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        field = self._file.field(fieldname)
        byte = int(field.lengths[docnum]) if field is not None and field.has_freqs else 0
        return int(byte_to_length(byte)) if byte else default

    def field_length(self, fieldname: str) -> int:
        field = self._file.field(fieldname)
        return field.total_length if field is not None and field.has_freqs else 0

    def min_field_length(self, fieldname: str) -> int:
        field = self._file.field(fieldname)
        return int(byte_to_length(int(field.lengths.min()))) if field is not None and field.has_freqs else 0

    def max_field_length(self, fieldname: str) -> int:
        field = self._file.field(fieldname)
        return int(byte_to_length(int(field.lengths.max()))) if field is not None and field.has_freqs else 0

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        columns = self._file.columns
        return {ID_FIELD: columns.ids[docnum], VERSION_FIELD: columns.versions[docnum]}
