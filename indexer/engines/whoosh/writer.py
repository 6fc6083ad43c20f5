"""Builds a whole index, and updates one in place.

    build     records ─▶ chunks ─▶ workers: analyse, invert, write a segment ─▶ merge field by field ─▶ commit
    update    documents ─▶ one small segment, deletions in the others, now and then a small merge ─▶ commit

A build's memory is bounded by the chunk size and the number of workers; chunks keep the order of the records.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from indexer.engines.whoosh.invert import Batch
from indexer.engines.whoosh.merge import merge_segments
from indexer.engines.whoosh.schema import ID_FIELD, IndexFields, fields_of, schema_of
from indexer.engines.whoosh.segment import INDEX_NAME, commit, drop_uncommitted, read_contents, write_lock
from indexer.engines.whoosh.storage.segment_file import SegmentFile
from indexer.engines.whoosh.storage.tokens import term_bytes
from indexer.index.processes import worker_processes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexer.engines.base import Analyse, IndexDocument
    from indexer.engines.whoosh.segment import ArraySegment

__all__ = ["apply_update", "build"]


#: Records sent to a worker at a time.
_CHUNK_RECORDS = 1_000
#: Token occurrences after which a worker writes what it has, however few records that were.
_BATCH_TOKENS = 12_000_000
#: Chunks waiting for each worker, so that none idles and few records are in memory.
_CHUNKS_AHEAD = 2
#: A segment is merged with its successors once they have at least this share of its documents together.
_TIER_RATIO = 4
#: No update rewrites more documents than this.
_MERGE_LIMIT = 2_000

_SCRATCH = f"{INDEX_NAME}.tmp"

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Records for one worker, and what it needs to turn them into segments."""

    directory: Path
    fields: IndexFields
    analyse: Analyse
    records: list[Any]


def build(
    directory: str | Path,
    records: Iterable[Any],
    analyse: Analyse,
    *,
    fields: IndexFields,
    workers: int = 1,
    progress: Progress | None = None,
) -> int:
    """Write a new index of all records and return how many there are.

    Args:
        directory: where the index goes; created when missing. It must not hold an index yet.
        records: anything ``analyse`` takes; they are read as fast as they are indexed. At most one per id.
        analyse: turns a record into an :class:`IndexDocument`; must be picklable when ``workers`` > 1.
        fields: the fields of the index.
        workers: how many processes analyse and invert; 1 works in this process.
        progress: called with the number of records done so far.

    Raises:
        FileExistsError: the directory is not empty.
        ValueError: a document has a field that the index has not.
    """
    directory = Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    if any(directory.iterdir()):
        raise FileExistsError(f"目录 {directory} 不是空的，请换一个新目录重建索引")
    scratch = directory / _SCRATCH
    scratch.mkdir()
    chunks = (_Chunk(directory, fields, analyse, part) for part in _chunks(records, _CHUNK_RECORDS))
    with _workers(workers) as executor:
        segments: list[ArraySegment] = []
        for written in _in_order(executor, chunks, workers):
            segments += written
            if progress is not None:
                progress(sum(segment.doc_count_all() for segment in segments))
        if len(segments) > 1:
            run = None if executor is None else executor.map
            segments = [merge_segments(directory, segments, fields.kinds(), scratch, run)]
    shutil.rmtree(scratch)
    commit(directory, schema_of(fields), segments, 1)
    return sum(segment.doc_count_all() for segment in segments)


def _write_chunk(chunk: _Chunk) -> list[ArraySegment]:
    """Analyse and invert one chunk; return its segments, usually one."""
    segments = []
    batch = Batch(chunk.fields)
    with TemporaryDirectory(dir=chunk.directory / _SCRATCH) as scratch:
        for record in chunk.records:
            batch.add(chunk.analyse(record))
            if batch.token_count >= _BATCH_TOKENS:
                segments.append(batch.write(chunk.directory, Path(scratch)))
                batch = Batch(chunk.fields)
        if len(batch):
            segments.append(batch.write(chunk.directory, Path(scratch)))
    return segments


def _chunks(records: Iterable[Any], size: int) -> Iterator[list[Any]]:
    remaining = iter(records)
    while chunk := list(islice(remaining, size)):
        yield chunk


def _in_order(
    executor: ProcessPoolExecutor | None, chunks: Iterable[_Chunk], workers: int
) -> Iterator[list[ArraySegment]]:
    """Yield the segments of each chunk in order, with a bounded number of chunks under way."""
    if executor is None:
        yield from map(_write_chunk, chunks)
        return
    pending: deque[Future[list[ArraySegment]]] = deque()
    for chunk in chunks:
        pending.append(executor.submit(_write_chunk, chunk))
        if len(pending) >= workers * _CHUNKS_AHEAD:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()


def _workers(count: int) -> AbstractContextManager[ProcessPoolExecutor | None]:
    return worker_processes(count) if count > 1 else nullcontext()


def apply_update(directory: Path, documents: Iterable[IndexDocument], removed: Iterable[str]) -> None:
    """Replace documents with the same ids, add new ones, drop ``removed``, and commit.

    The last of several documents with one id wins. Waits for the write lock of the index.

    Raises:
        ValueError: a document has a field that the index has not.
        IndexDamaged: the index cannot be trusted.
    """
    latest = {document.id: document for document in documents}
    gone = [*latest, *(id for id in removed if id not in latest)]
    if not gone:
        return
    with write_lock(directory), TemporaryDirectory(dir=directory, prefix=_SCRATCH) as name:
        scratch = Path(name)
        for left_behind in directory.glob(f"{_SCRATCH}*"):
            if left_behind != scratch:
                shutil.rmtree(left_behind)
        try:
            _commit(directory, scratch, latest, gone)
        except OSError:
            # A full disk is not left fuller.
            drop_uncommitted(directory)
            raise


def _commit(directory: Path, scratch: Path, latest: Mapping[str, IndexDocument], gone: Sequence[str]) -> None:
    contents = read_contents(directory)
    fields = fields_of(contents.schema)
    segments = [_without(directory, segment, gone) for segment in contents.segments]
    if latest:
        batch = Batch(fields)
        for document in latest.values():
            batch.add(document)
        segments.append(batch.write(directory, scratch))
    segments = [segment for segment in segments if segment.doc_count() > 0]
    keep = len(segments) - _mergeable(segments)
    if len(segments) - keep > 1:
        merged = merge_segments(directory, segments[keep:], fields.kinds(), scratch)
        segments = [*segments[:keep], merged]
    commit(directory, contents.schema, segments, contents.generation + 1)


def _without(directory: Path, segment: ArraySegment, ids: Iterable[str]) -> ArraySegment:
    """Return the segment with the documents of these ids deleted; the same object when it has none."""
    field = SegmentFile(directory / segment.filename()).field(ID_FIELD)
    if field is None:
        return segment
    found: set[int] = set()
    for id in ids:
        number = field.terms.find(term_bytes(id))
        if number >= 0:
            found.update(field.docs(field.states.one(number)).tolist())
    found -= segment.deleted_set()
    return segment.without(found) if found else segment


def _mergeable(segments: Sequence[ArraySegment]) -> int:
    """Return how many of the last segments should become one.

    Sizes fall geometrically from first to last, so a document is rewritten a logarithmic number of times, and
    only neighbours are merged, so that documents stay in the order in which they came.
    """
    sizes = [segment.doc_count() for segment in segments]
    count, total = 1, sizes[-1] if sizes else 0
    while count < len(sizes) and sizes[-count - 1] <= _TIER_RATIO * total:
        if total + sizes[-count - 1] > _MERGE_LIMIT:
            break
        total += sizes[-count - 1]
        count += 1
    return min(count, len(sizes))
