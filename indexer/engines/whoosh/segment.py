"""The segments of an index and its table of contents: written, committed, read back and checked.

A commit leaves either the old index or the new one, whenever the machine stops. Whoosh writes its table of contents
under a temporary name and renames it. Here the file also ends in its CRC-32 (Whoosh reads no further than its own
content), and file and directory reach the disk before the commit returns.

Every table of contents names ``ArraySegment`` by this module's path, as pickles do: an index that was built before
the module moved could not be opened.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.codec.base import Segment
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import TOC, clean_files

from indexer.engines.whoosh.codec import ArrayCodec
from indexer.engines.whoosh.storage.arrayfile import ArrayFileWriter, IndexDamaged
from indexer.engines.whoosh.storage.segment_file import SegmentFile
from indexer.index.durable import sync_directory

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from whoosh.fields import Schema

    from indexer.engines.whoosh.storage.columns import Columns
    from indexer.engines.whoosh.storage.postings_writer import StoredField

__all__ = [
    "INDEX_NAME",
    "ArraySegment",
    "commit",
    "drop_uncommitted",
    "latest_generation",
    "read_contents",
    "verify_files",
    "write_lock",
    "write_segment",
]

#: Whoosh's own default name of an index inside a directory.
INDEX_NAME = "MAIN"

_EXTENSION = ".arr"
_TRAILER = struct.Struct("<8sI")
_TRAILER_MAGIC = b"TIANTOC1"
_ATTEMPTS = 10


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
        return str(self.make_filename(_EXTENSION))

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


def write_segment(directory: Path, fields: Iterable[StoredField], columns: Columns) -> ArraySegment:
    """Write one segment file, wait until it is on the disk, and return its entry for the table of contents."""
    segment = ArraySegment(INDEX_NAME, columns.doc_count)
    with ArrayFileWriter(directory / segment.filename()) as file:
        metas = {}
        for field in fields:
            metas[field.name] = field.meta
            for stored in field.arrays:
                stored.append_to(file)
        columns.write(file)
        file.set_meta(fields=metas)
    return segment


class _DurableStorage(FileStorage):  # type: ignore[misc] # Whoosh has no type information
    """Seals a file with its checksum and forces it to the disk before it gets its final name."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        path = Path(self.folder) / oldname
        with path.open("r+b") as file:
            checksum = zlib.crc32(file.read())
            file.write(_TRAILER.pack(_TRAILER_MAGIC, checksum))
            file.flush()
            os.fsync(file.fileno())
        super().rename_file(oldname, newname, safe=safe)
        sync_directory(Path(self.folder))


def commit(directory: Path, schema: Schema, segments: Sequence[ArraySegment], generation: int) -> None:
    """Make these segments the content of the index, then remove files that no segment needs."""
    storage = _DurableStorage(str(directory))
    _remove_unfinished(directory)
    TOC(schema, list(segments), generation).write(storage, INDEX_NAME)
    clean_files(storage, INDEX_NAME, generation, segments)


def drop_uncommitted(directory: Path) -> None:
    """Remove what a commit that failed has written: files that the newest table of contents does not name."""
    contents = read_contents(directory)
    _remove_unfinished(directory)
    clean_files(FileStorage(str(directory)), INDEX_NAME, contents.generation, contents.segments)


def _remove_unfinished(directory: Path) -> None:
    for contents in directory.glob(f"_{INDEX_NAME}_*.toc.*"):
        contents.unlink()


def latest_generation(directory: Path) -> int:
    """Return the number of the newest table of contents; -1 when there is none."""
    return int(TOC._latest_generation(FileStorage(str(directory)), INDEX_NAME))


def read_contents(directory: Path) -> Any:
    """Return Whoosh's newest table of contents: ``schema``, ``segments`` and ``generation``.

    Raises:
        IndexDamaged: there is none, its checksum does not match, or it names segments that others wrote.
    """
    for _ in range(_ATTEMPTS):
        generation = latest_generation(directory)
        path = directory / TOC._filename(INDEX_NAME, generation)
        if generation < 0:
            raise IndexDamaged(directory, "没有索引目录文件")
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue  # another process committed in between
        break
    else:
        raise IndexDamaged(path, "文件不存在")
    body = content[: -_TRAILER.size]
    if content[-_TRAILER.size :] != _TRAILER.pack(_TRAILER_MAGIC, zlib.crc32(body)):
        raise IndexDamaged(path, "校验和不符")
    storage = RamStorage()
    storage.files[path.name] = body
    contents = TOC.read(storage, INDEX_NAME, gen=generation)
    if not all(isinstance(segment, ArraySegment) for segment in contents.segments):
        raise IndexDamaged(path, "含有其他程序写入的段")
    return contents


def verify_files(directory: str | Path) -> None:
    """Read every byte of an index and compare it with what was written.

    Raises:
        IndexDamaged: some byte of some file is wrong; the message names the file.
    """
    directory = Path(directory)
    for segment in read_contents(directory).segments:
        path = directory / segment.filename()
        file = SegmentFile(path)
        file.file.verify()
        if file.doc_count != segment.doc_count_all():
            raise IndexDamaged(path, "提案数与目录不符")


@contextmanager
def write_lock(directory: Path) -> Iterator[None]:
    """Hold Whoosh's own write lock of the index; wait until whoever has it is done."""
    lock = FileStorage(str(directory)).lock(f"{INDEX_NAME}_WRITELOCK")
    lock.acquire(blocking=True)
    try:
        yield
    finally:
        lock.release()
