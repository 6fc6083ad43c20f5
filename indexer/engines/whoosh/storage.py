"""Commits a table of contents so that a crash leaves either the old index or the new one, and damage shows.

Whoosh writes its table of contents under a temporary name and renames it. Here the file also ends in its CRC-32
(Whoosh reads no further than its own content), and file and directory reach the disk before the commit returns.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import TOC, clean_files

from indexer.durable import sync_directory
from indexer.engines.whoosh.errors import IndexDamaged
from indexer.engines.whoosh.segment import ArraySegment
from indexer.engines.whoosh.segment_file import SegmentFile
from indexer.engines.whoosh.segment_writer import INDEX_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from whoosh.fields import Schema

__all__ = ["commit", "drop_uncommitted", "latest_generation", "read_contents", "verify_files", "write_lock"]

_TRAILER = struct.Struct("<8sI")
_TRAILER_MAGIC = b"TIANTOC1"
_ATTEMPTS = 10


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
