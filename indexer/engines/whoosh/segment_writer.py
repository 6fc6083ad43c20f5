"""Puts finished fields and columns together into a segment file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.engines.whoosh.arrayfile import ArrayFileWriter
from indexer.engines.whoosh.segment import ArraySegment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from indexer.engines.whoosh.columns import Columns
    from indexer.engines.whoosh.postings_writer import StoredField

__all__ = ["INDEX_NAME", "write_segment"]

#: Whoosh's own default name of an index inside a directory.
INDEX_NAME = "MAIN"


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
