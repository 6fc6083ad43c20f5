"""Names and passwords as they are compared and kept. Argon2id, with the library's parameters (RFC 9106, low memory)."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from search_web.errors import SiteError

__all__ = ["Passwords", "account_name", "checked_name", "checked_password"]

#: Characters of a password: fewer are guessed, more only keep the server busy.
SHORTEST, LONGEST = 10, 200
_NAME = re.compile(r"[\w][\w.@-]{0,39}")


class Passwords:
    """Digests of passwords."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()

    def prepare(self) -> Passwords:
        """Return these, ready: the first sign-in then takes as long as the next."""
        _ = self._decoy
        return self

    def digest(self, password: str) -> str:
        """Return what is kept of a password."""
        return self._hasher.hash(_folded(password))

    def fits(self, password: str, digest: str | None) -> bool:
        """Whether a password is the one a digest was made of.

        Without a digest (there is no such account) the answer is False after just as much work.
        """
        decoy = self._decoy
        try:
            fits = self._hasher.verify(digest or decoy, _folded(password[:LONGEST]))
        except (VerificationError, InvalidHashError):
            return False
        return fits and digest is not None

    def outdated(self, digest: str) -> bool:
        """Whether a digest was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(digest)

    @cached_property
    def _decoy(self) -> str:
        return self._hasher.hash("没有这个账号")


def account_name(typed: str) -> str:
    """Return a name as accounts have it, however it was typed.

    >>> account_name(" Ｗang "), account_name("王芳")
    ('wang', '王芳')
    """
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def checked_name(typed: str) -> str:
    """Return the name for a new account.

    Raises:
        SiteError: it cannot be one.
    """
    name = account_name(typed)
    if not _NAME.fullmatch(name):
        raise SiteError(f"账号名“{typed}”不能用：请用 1 到 40 个汉字、字母、数字或 . - _ @，不含空格。")
    return name


def checked_password(password: str, name: str) -> str:
    """Return a new password.

    Raises:
        SiteError: it is too short or too easily guessed; the message says what is wanted.
    """
    folded = _folded(password)
    if not SHORTEST <= len(folded) <= LONGEST:
        raise SiteError(f"密码应有 {SHORTEST} 到 {LONGEST} 个字符。几个不相干的词连起来，既好记又难猜。")
    own = folded.casefold()
    if name in own and len(own.replace(name, "")) < SHORTEST:
        raise SiteError("密码太像账号名，容易被猜到。请换一个。")
    if folded.isdigit() or len(set(folded)) < 5:
        raise SiteError("密码太简单，容易被猜到：请不要只用数字，也不要重复几个字符。")
    return password


def _folded(password: str) -> str:
    """The same key typed through an input method in full width is the same password."""
    return unicodedata.normalize("NFKC", password)
