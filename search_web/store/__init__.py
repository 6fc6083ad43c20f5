"""What the site itself keeps: accounts, sessions, attempts, the audit trail, searches without an answer."""

from __future__ import annotations

from search_web.store.accounts import Account, AccountStore
from search_web.store.attempts import AttemptStore
from search_web.store.audit import AuditEntry, AuditStore
from search_web.store.database import IN_MEMORY, Database
from search_web.store.moments import Clock, now, written
from search_web.store.sessions import Session, SessionStore
from search_web.store.unanswered import Unanswered, UnansweredStore

__all__ = ["Account", "AuditEntry", "Session", "SiteStore", "Unanswered", "now", "written"]


class SiteStore:
    """The site's own database, in five parts.

    Args:
        where: a file path or an SQLAlchemy URL; in memory where empty. Opened by the first use.
        clock: says what time it is.
    """

    def __init__(self, where: str = IN_MEMORY, clock: Clock = now) -> None:
        self._database = Database(where)
        self.accounts = AccountStore(self._database, clock)
        self.sessions = SessionStore(self._database, clock)
        self.attempts = AttemptStore(self._database, clock)
        self.audit = AuditStore(self._database, clock)
        self.unanswered = UnansweredStore(self._database, clock)

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()
