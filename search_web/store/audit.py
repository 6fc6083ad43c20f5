"""The audit trail: who did what, when; only ever added to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from search_web.store.database import Database
from search_web.store.moments import Clock, written
from search_web.store.schema import audit

__all__ = ["AuditEntry", "AuditStore"]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry.

    Attributes:
        number: grows with every entry.
        made: UTC, ISO 8601.
        who: an account, ``命令行（…）``, or ``""`` for somebody who is not signed in.
        action: what was done, in a few words; ``target``: to what; ``detail``: how.
        address: network address of whoever did it, ``""`` for the command line.
    """

    number: int
    made: str
    who: str
    action: str
    target: str = ""
    detail: str = ""
    address: str = ""


class AuditStore:
    """The entries, newest first."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, who: str, action: str, target: str = "", detail: str = "", address: str = "") -> None:
        """Keep that somebody did something."""
        row = {"who": who, "action": action, "target": target, "detail": detail, "address": address}
        with self._database.writing() as connection:
            connection.execute(audit.insert().values(made=written(self._clock()), **row))

    def page(self, *, before: int = 0, limit: int = 50, who: str = "", action: str = "") -> tuple[AuditEntry, ...]:
        """Return entries from the newest, or from those older than entry ``before``; of one person or action only."""
        query = select(audit).order_by(audit.c.pk.desc()).limit(limit)
        for column, value in ((audit.c.who, who), (audit.c.action, action)):
            if value:
                query = query.where(column == value)
        if before:
            query = query.where(audit.c.pk < before)
        with self._database.reading() as connection:
            return tuple(_entry(row) for row in connection.execute(query))

    def happened(self, who: str, action: str, since: str, detail: str) -> bool:
        """Whether somebody did something, in just this way, at or after a moment (as kept)."""
        same = (audit.c.who == who, audit.c.action == action, audit.c.detail == detail)
        query = select(func.count()).where(*same, audit.c.made >= since)
        with self._database.reading() as connection:
            return bool(connection.scalar(query))


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(row.pk, row.made, row.who, row.action, row.target, row.detail, row.address)
