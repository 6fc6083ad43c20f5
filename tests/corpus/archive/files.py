"""A file that needs no reader: records put straight into the archive, under a path, as an import would."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.archive import Archive, FileKey, Refusal
from corpus.archive.rows import IntakeCounts
from corpus.model import Proposal, Source

__all__ = ["put", "said"]


def put(
    archive: Archive,
    path: str,
    records: Sequence[Proposal],
    *,
    content: bytes | None = None,
    refusals: Iterable[Refusal] = (),
    again: bool = False,
) -> IntakeCounts:
    """Import the records as the contents of a file; each stands at a line of its own.

    Args:
        content: the file's bytes; by default they differ exactly when the records do.
    """
    content = repr(records).encode("utf-8", "surrogatepass") if content is None else content
    sha256 = hashlib.sha256(content).hexdigest()
    key = FileKey(f"/imports/{path}", path, sha256, "reading")
    with archive.writing() as writer:
        import_pk = writer.begin_import()
        intake = writer.intake(key, content, import_pk, again=again)
        for line, record in enumerate(records, 1):
            intake.add(replace(record, source=Source(path, sha256, "test", place=f"第 {line} 行")))
        counts = intake.finish()
        writer.keep_rejects(key, refusals, import_pk)
    return counts


def said(record: Proposal | None) -> Proposal:
    """Return what the record says, without where it comes from."""
    assert record is not None
    return replace(record, id="", source=None)
