"""Who may sign in, and as what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from search_web.errors import SiteError
from search_web.roles import Role
from search_web.store.database import Database
from search_web.store.moments import Clock, written
from search_web.store.schema import accounts, sessions

__all__ = ["Account", "AccountStore"]


@dataclass(frozen=True, slots=True)
class Account:
    """One account.

    Attributes:
        created, signed_in: UTC, ISO 8601; ``signed_in`` is the last time, ``""`` for never.
    """

    name: str
    role: Role
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

    def add(self, name: str, role: Role, password: str) -> None:
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

    def set_role(self, name: str, role: Role) -> None:
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
    return Account(row.name, Role(row.role), row.enabled, row.created, row.signed_in)
