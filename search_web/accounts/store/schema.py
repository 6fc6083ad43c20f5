"""The tables of the site's own database: who may sign in, who is signed in, and what was done.

Times are ISO 8601 in UTC, to the second, so that they sort as text (``written``). Nothing here is about what proposals
say, and nothing that a stolen copy could sign in with: passwords and session tokens are kept as digests only.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table, Text

__all__ = ["Clock", "accounts", "attempts", "audit", "meta", "metadata", "now", "sessions", "unanswered", "written"]

metadata = MetaData()

_NAME, _TIME, _DIGEST = String(64), String(32), String(64)

meta = Table(
    "site_meta",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", _NAME, primary_key=True),
    Column("role", String(20), nullable=False),
    Column("password", Text, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("created", _TIME, nullable=False),
    Column("signed_in", _TIME, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    # SHA-256 of the cookie's token: who reads this table cannot take a session over.
    Column("digest", _DIGEST, primary_key=True),
    Column("name", _NAME, nullable=False, index=True),
    Column("expires", _TIME, nullable=False),
    Column("seen", _TIME, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("pk", Integer, primary_key=True, autoincrement=True),
    # Keyed digest of an account or an address: the table names neither.
    Column("bucket", _DIGEST, nullable=False),
    Column("made", _TIME, nullable=False),
    Index("attempts_in_bucket", "bucket", "made"),
)

audit = Table(
    "audit",
    metadata,
    Column("pk", Integer, primary_key=True, autoincrement=True),
    Column("made", _TIME, nullable=False, index=True),
    Column("who", _NAME, nullable=False, index=True),
    Column("action", String(40), nullable=False),
    Column("target", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("address", String(64), nullable=False),
)

# Searches of the public that found nothing: neither who asked nor from where, and no time finer than the day.
unanswered = Table(
    "unanswered",
    metadata,
    Column("query", String(80), primary_key=True),
    Column("times", Integer, nullable=False),
    Column("last_day", String(10), nullable=False),
)


#: Says what time it is; tests hand in their own.
Clock = Callable[[], datetime]


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


def written(moment: datetime, later: timedelta = timedelta()) -> str:
    """Return a moment, or one that much later, as it is kept.

    >>> written(datetime(2026, 11, 25, 8, 0, tzinfo=UTC), timedelta(hours=12))
    '2026-11-25T20:00:00Z'
    """
    return (moment + later).strftime("%Y-%m-%dT%H:%M:%SZ")
