"""The latest of what imports did, newest first: for whoever looks after the archive."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from corpus.archive.rows import ImportRow, RejectRow
from corpus.archive.schema import imports, rejects

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["latest_imports", "latest_rejects"]


def latest_imports(connection: Connection, limit: int) -> tuple[ImportRow, ...]:
    """Return the latest imports, the newest first."""
    rows = connection.execute(select(imports).order_by(imports.c.pk.desc()).limit(limit))
    return tuple(ImportRow(row.pk, row.started, row.finished or "", json.loads(row.counts)) for row in rows)


def latest_rejects(connection: Connection, offset: int, limit: int) -> tuple[RejectRow, ...]:
    """Return rejects that stand, the newest first, from the ``offset``-th on."""
    stands = select(rejects).where(rejects.c.resolved.is_(None)).order_by(rejects.c.pk.desc())
    rows = connection.execute(stands.offset(offset).limit(limit))
    return tuple(RejectRow(row.name, row.sha256, row.place, row.reason, row.excerpt, row.seen) for row in rows)
