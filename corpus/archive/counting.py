"""How much an archive holds, counted without opening a single record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from corpus.archive.rows import ArchiveCounts
from corpus.archive.schema import imports, records, rejects, revisions, sources

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Column, Connection
    from sqlalchemy.sql.elements import ColumnElement

__all__ = ["count"]


def count(connection: Connection) -> ArchiveCounts:
    """Return the counts as this connection's transaction sees them."""

    def number(column: ColumnElement[Any], *where: ColumnElement[bool]) -> int:
        return int(connection.scalar(select(column).where(*where)) or 0)

    return ArchiveCounts(
        records=number(func.count(records.c.pk)),
        answered=number(func.count(records.c.pk), records.c.replies > 0),
        replies=number(func.sum(records.c.replies)),
        revisions=number(func.count(revisions.c.record_pk)),
        sources=number(func.count(sources.c.sha256)),
        source_bytes=number(func.sum(sources.c.size)),
        rejects=number(func.count(rejects.c.pk), rejects.c.resolved.is_(None)),
        resolved_rejects=number(func.count(rejects.c.pk), rejects.c.resolved.is_not(None)),
        imports=number(func.count(imports.c.pk)),
        kinds=_by(connection, records.c.kind),
        sessions=_by(connection, records.c.session),
        years=_by(connection, records.c.year),
    )


def _by(connection: Connection, column: Column[Any]) -> dict[Any, int]:
    rows = connection.execute(select(column, func.count()).group_by(column))
    # Sorted here, because databases sort text by rules of their own.
    return dict(sorted((row[0], row[1]) for row in rows))
