"""Row numbers and the change sequence, given out by the one writer that holds the archive's lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from corpus.archive.schema import meta

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

__all__ = ["Numbering"]


class Numbering:
    """Numbers for one writing transaction.

    Writers hold the archive's lock until they have committed, so numbers are committed in the order they were
    given out, and a reader of changes never misses a late, lower one.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        held = select(meta.c.value).where(meta.c.key == "sequence")
        self._sequence = self._stored = int(connection.scalar(held) or 0)
        self._last: dict[str, int] = {}

    def next(self, table: Table) -> int:
        """Return a row number of the table that no row has had."""
        if table.name not in self._last:
            self._last[table.name] = int(self._connection.scalar(select(func.max(table.c.pk))) or 0)
        self._last[table.name] += 1
        return self._last[table.name]

    def next_sequence(self) -> int:
        """Return the number of the next change."""
        self._sequence += 1
        return self._sequence

    def store(self) -> None:
        """Write the sequence back, at the end of the transaction."""
        if self._sequence != self._stored:
            stored = update(meta).where(meta.c.key == "sequence")
            self._connection.execute(stored.values(value=str(self._sequence)))
            self._stored = self._sequence
