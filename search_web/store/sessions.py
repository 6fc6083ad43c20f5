"""Who is signed in: one row a browser, found by the digest of the token in its cookie."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update

from search_web.roles import Role
from search_web.store.database import Database
from search_web.store.moments import Clock, written
from search_web.store.schema import accounts, sessions

__all__ = ["Session", "SessionStore"]

#: ``seen`` is written at most this often, so that reading pages rarely writes.
_SEEN_STEP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Session:
    """A session that holds now.

    Attributes:
        digest: names it in the store; the token itself is in the browser's cookie only.
    """

    digest: str
    name: str
    role: Role


class SessionStore:
    """The open sessions. They end by sign-out, after a time unused, and after a time at all events."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def open(self, name: str, lifetime: timedelta) -> str:
        """Begin a session of an account and return its token. Sessions long over are forgotten on the way."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        row = {"digest": _digest(token), "name": name, "expires": written(now, lifetime), "seen": written(now)}
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.expires <= written(now)))
            connection.execute(sessions.insert().values(**row))
        return token

    def get(self, token: str, idle: timedelta) -> Session | None:
        """Return the session of a token while it holds and its account is enabled, with the account's present role."""
        now = self._clock()
        query = (
            select(sessions, accounts.c.role)
            .join(accounts, accounts.c.name == sessions.c.name)
            .where(sessions.c.digest == _digest(token), accounts.c.enabled)
            .where(sessions.c.expires > written(now), sessions.c.seen > written(now, -idle))
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        if row.seen <= written(now, -_SEEN_STEP):
            self._mark_seen(row.digest)
        return Session(row.digest, row.name, Role(row.role))

    def close(self, token: str) -> None:
        """End the session of a token, if there is one."""
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.digest == _digest(token)))

    def _mark_seen(self, digest: str) -> None:
        now = written(self._clock())
        with self._database.writing() as connection:
            connection.execute(update(sessions).where(sessions.c.digest == digest).values(seen=now))


def _digest(token: str) -> str:
    # 256 random bits need no slow hash: there is nothing to guess.
    return hashlib.sha256(token.encode()).hexdigest()
