"""The audit trail: who did what, when, only ever added to; and the searches of the public that found nothing.

Unanswered searches say what the archive lacks, without a trace of who asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from search_web.accounts.store.database import Database
from search_web.accounts.store.schema import Clock, audit, unanswered, written

__all__ = ["AuditEntry", "AuditStore", "Unanswered", "UnansweredStore", "keepable"]

#: Longer ones are drafts or whole sentences about somebody: not what an archive lacks, and nobody's business.
LONGEST = 40
#: Different searches kept, and for how long after they were last asked.
MOST, KEPT = 1_000, timedelta(days=90)


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


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A search that found nothing, how often, and on which day last."""

    query: str
    times: int
    last_day: str


def keepable(query: str) -> str:
    """Return a search as it may be kept, ``""`` where it may not: too long, or with a number that may be a person's.

    >>> keepable("  夜间　图书馆 "), keepable("13800001234 停车"), keepable("停" * 41)
    ('夜间 图书馆', '', '')
    """
    query = " ".join(query.split())
    return "" if len(query) > LONGEST or re.search(r"\d[\d\- ]{5,}[\dXx]|@", query) else query


class UnansweredStore:
    """The searches, most frequent first."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, query: str) -> None:
        """Count a search that found nothing, if it may be kept; the rarest and oldest make room."""
        if not (query := keepable(query)):
            return
        today = self._clock().date()
        with self._database.writing() as connection:
            counted = update(unanswered).where(unanswered.c.query == query)
            values = {"times": unanswered.c.times + 1, "last_day": today.isoformat()}
            if connection.execute(counted.values(**values)).rowcount:
                return
            forgotten = (today - KEPT).isoformat()
            connection.execute(delete(unanswered).where(unanswered.c.last_day < forgotten))
            if (connection.scalar(select(func.count()).select_from(unanswered)) or 0) >= MOST:
                rarest = select(unanswered.c.query).order_by(unanswered.c.times, unanswered.c.last_day).limit(1)
                connection.execute(delete(unanswered).where(unanswered.c.query == rarest.scalar_subquery()))
            connection.execute(unanswered.insert().values(query=query, times=1, last_day=today.isoformat()))

    def top(self, limit: int = 200) -> tuple[Unanswered, ...]:
        """Return the most frequent ones, the latest first among equals."""
        order = (unanswered.c.times.desc(), unanswered.c.last_day.desc(), unanswered.c.query)
        with self._database.reading() as connection:
            rows = connection.execute(select(unanswered).order_by(*order).limit(limit))
            return tuple(Unanswered(row.query, row.times, row.last_day) for row in rows)
