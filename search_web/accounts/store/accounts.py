"""Who may sign in and as what, who is signed in, and who lately tried to.

A session is one row a browser, found by the digest of the token in its cookie; attempts are counted per bucket and
forgotten by themselves.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from search_web.accounts.store.database import Database
from search_web.accounts.store.schema import Clock, accounts, attempts, sessions, written
from search_web.site.config import AccountRole, SiteError

__all__ = ["Account", "AccountStore", "AttemptStore", "SessionStore", "SignInSession"]

#: ``seen`` is written at most this often, so that reading pages rarely writes.
_SEEN_STEP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Account:
    """One account.

    Attributes:
        created, signed_in: UTC, ISO 8601; ``signed_in`` is the last time, ``""`` for never.
    """

    name: str
    role: AccountRole
    enabled: bool
    created: str
    signed_in: str


class AccountStore:
    """The accounts; what changes one also ends the sessions that no longer hold."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def all(self) -> tuple[Account, ...]:
        """Return every account, by name."""
        with self._database.reading() as connection:
            return tuple(_account(row) for row in connection.execute(select(accounts).order_by(accounts.c.name)))

    def get(self, name: str) -> Account:
        """Return one account.

        Raises:
            SiteError: there is none of this name.
        """
        with self._database.reading() as connection:
            row = connection.execute(select(accounts).where(accounts.c.name == name)).one_or_none()
        if row is None:
            raise SiteError(f"没有名为“{name}”的账号。运行 tian user list 查看全部账号。")
        return _account(row)

    def credentials(self, name: str) -> tuple[Account, str] | None:
        """Return an account with the digest of its password; None where there is none of this name."""
        with self._database.reading() as connection:
            row = connection.execute(select(accounts).where(accounts.c.name == name)).one_or_none()
        return (_account(row), row.password) if row else None

    def add(self, name: str, role: AccountRole, password: str) -> None:
        """Keep a new account with the digest of its password.

        Raises:
            SiteError: there is one of this name already.
        """
        with self._database.writing() as connection:
            if connection.scalar(select(func.count()).where(accounts.c.name == name)):
                raise SiteError(f"已有名为“{name}”的账号。请换一个名字，或用 tian user passwd 给它重设密码。")
            fresh = {"role": role.value, "enabled": True, "created": written(self._clock()), "signed_in": ""}
            connection.execute(accounts.insert().values(name=name, password=password, **fresh))

    def set_password(self, name: str, password: str, *, keep_session: str = "") -> None:
        """Replace the digest of a password; every session ends, but the one whose digest is ``keep_session``."""
        self._change(name, password=password)
        self._end_sessions(name, but=keep_session)

    def rehashed(self, name: str, password: str) -> None:
        """Replace the digest of an unchanged password by a stronger one."""
        self._change(name, password=password)

    def set_role(self, name: str, role: AccountRole) -> None:
        """Give an account another role, at once."""
        self._change(name, role=role.value)

    def set_enabled(self, name: str, enabled: bool) -> None:
        """Let an account sign in, or not any more; what it has open ends."""
        self._change(name, enabled=enabled)
        if not enabled:
            self._end_sessions(name)

    def remove(self, name: str) -> None:
        """Forget an account and end what it has open. The audit trail keeps its name."""
        self.get(name)
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.name == name))
            connection.execute(delete(accounts).where(accounts.c.name == name))

    def mark_signed_in(self, name: str) -> None:
        """Keep that an account has just signed in."""
        self._change(name, signed_in=written(self._clock()))

    def _change(self, name: str, **values: object) -> None:
        with self._database.writing() as connection:
            changed = connection.execute(update(accounts).where(accounts.c.name == name).values(**values))
        if changed.rowcount == 0:
            raise SiteError(f"没有名为“{name}”的账号。运行 tian user list 查看全部账号。")

    def _end_sessions(self, name: str, but: str = "") -> None:
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.name == name, sessions.c.digest != but))


def _account(row: Row[Any]) -> Account:
    return Account(row.name, AccountRole(row.role), row.enabled, row.created, row.signed_in)


@dataclass(frozen=True, slots=True)
class SignInSession:
    """A session that holds now.

    Attributes:
        digest: names it in the store; the token itself is in the browser's cookie only.
    """

    digest: str
    name: str
    role: AccountRole


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

    def get(self, token: str, idle: timedelta) -> SignInSession | None:
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
        return SignInSession(row.digest, row.name, AccountRole(row.role))

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

    def succeeded(self, account: str, buckets: Iterable[str]) -> None:
        """Forget all attempts at an account, and this one in the other buckets it was counted in.

        What else was tried from an address still counts: one good password does not pay for guessing at others.
        """
        with self._database.writing() as connection:
            connection.execute(delete(attempts).where(attempts.c.bucket == account))
            for bucket in buckets:
                newest = select(func.max(attempts.c.pk)).where(attempts.c.bucket == bucket).scalar_subquery()
                connection.execute(delete(attempts).where(attempts.c.pk == newest))
