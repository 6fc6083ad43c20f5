"""How often somebody has lately tried to sign in: counted per bucket, forgotten by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select

from search_web.store.database import Database
from search_web.store.moments import Clock, written
from search_web.store.schema import attempts

__all__ = ["AttemptStore"]


class AttemptStore:
    """Sign-in attempts within a window of time. An attempt that is refused is not counted, so no lock is for ever."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def take(self, limits: Mapping[str, int], window: timedelta) -> timedelta | None:
        """Count an attempt in each bucket; where one is full, count nothing and return how long to wait.

        Counting comes before the password is looked at, in one transaction: a thousand attempts at once are
        counted like a thousand in a row.
        """
        now = self._clock()
        with self._database.writing() as connection:
            connection.execute(delete(attempts).where(attempts.c.made <= written(now, -window)))
            for bucket, limit in limits.items():
                query = select(func.count(), func.min(attempts.c.made)).where(attempts.c.bucket == bucket)
                made, first = connection.execute(query).one()
                if made >= limit:
                    return datetime.strptime(first, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) + window - now
            rows = [{"bucket": bucket, "made": written(now)} for bucket in limits]
            connection.execute(attempts.insert(), rows)
        return None

    def clear(self, *buckets: str) -> None:
        """Forget the attempts in some buckets: the right person has come."""
        with self._database.writing() as connection:
            connection.execute(delete(attempts).where(attempts.c.bucket.in_(buckets)))
