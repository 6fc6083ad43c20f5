"""Changes an index in place: a small new segment, deletions in the old ones, and now and then a small merge."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from indexer.engines.whoosh.invert import Batch
from indexer.engines.whoosh.merge import merge_segments
from indexer.engines.whoosh.schema import ID_FIELD, fields_of
from indexer.engines.whoosh.segment_file import SegmentFile
from indexer.engines.whoosh.segment_writer import INDEX_NAME
from indexer.engines.whoosh.storage import commit, drop_uncommitted, read_contents, write_lock
from indexer.engines.whoosh.tokens import term_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from indexer.engines.base import IndexDocument
    from indexer.engines.whoosh.segment import ArraySegment

__all__ = ["apply_update"]

_SCRATCH = f"{INDEX_NAME}.tmp"

#: A segment is merged with its successors once they have at least this share of its documents together.
_TIER_RATIO = 4
#: No update rewrites more documents than this.
_MERGE_LIMIT = 2_000


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
            found.update(field.docs(field.extents.one(number)).tolist())
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
