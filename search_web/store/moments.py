"""Moments as the site's tables keep them: UTC, to the second, in an order that text has too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

__all__ = ["Clock", "now", "written"]

from collections.abc import Callable

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
