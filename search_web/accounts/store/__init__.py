"""What the site itself keeps: accounts, sessions, attempts, the audit trail, searches without an answer."""

from __future__ import annotations

from search_web.accounts.store.accounts import Account, AccountStore, AttemptStore, SessionStore, SignInSession
from search_web.accounts.store.audit import AuditEntry, AuditStore, Unanswered, UnansweredStore
from search_web.accounts.store.database import IN_MEMORY, Database
from search_web.accounts.store.schema import Clock, now, written

__all__ = ["Account", "AuditEntry", "SignInSession", "SiteStore", "Unanswered", "now", "written"]


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
