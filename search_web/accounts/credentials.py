"""Names and passwords as they are compared and kept, and the site's secret key.

Passwords are digests by Argon2id with the library's parameters (RFC 9106, low memory). The key is made once and kept in
a file that only its owner may read.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import sys
import unicodedata
from functools import cached_property
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from corpus import system_reason
from search_web.site.config import SiteError

__all__ = ["Passwords", "Signer", "account_name", "checked_name", "checked_password", "read_key"]

#: Characters of a password: fewer are guessed, more only keep the server busy.
SHORTEST, LONGEST = 10, 200
_NAME = re.compile(r"[\w][\w.@-]{0,39}")
_BYTES = 32
#: Digests that a process works out at once; who comes meanwhile waits.
_AT_ONCE = 2


class Passwords:
    """Digests of passwords, few worked out at once: each takes 64 MB while it is."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turns = BoundedSemaphore(_AT_ONCE)

    def prepare(self) -> Passwords:
        """Return these, ready: the first sign-in then takes as long as the next."""
        _ = self._decoy
        return self

    def digest(self, password: str) -> str:
        """Return what is kept of a password."""
        with self._turns:
            return self._hasher.hash(_folded(password))

    def fits(self, password: str, digest: str | None) -> bool:
        """Whether a password is the one a digest was made of.

        Without a digest (there is no such account) the answer is False after just as much work.
        """
        decoy = self._decoy
        try:
            with self._turns:
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


def read_key(path: Path) -> bytes:
    """Return the key in a file; the first caller makes it.

    Raises:
        SiteError: the file cannot be read or made, is too short, or others may read it.
    """
    try:
        if not path.exists():
            _make(path)
        key, mode = path.read_bytes(), path.stat().st_mode
    except OSError as error:
        raise SiteError(f"网站密钥 {path} 无法读写：{system_reason(error)}。请检查路径和权限。") from error
    # Windows has no such bits: who may read is told by the folder's list of rights.
    if sys.platform != "win32" and mode & 0o077:
        raise SiteError(f"网站密钥 {path} 别人也能读。请运行 chmod 600 {path}；如可能已外泄，删除它即会另生成一个。")
    if len(key) < _BYTES:
        raise SiteError(f"网站密钥 {path} 不完整。请删除它，下次启动时会另生成一个。")
    return key


def _make(path: Path) -> None:
    """Write a whole key and only then give it its name: of two programs that start at once, one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(_BYTES))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


class Signer:
    """Keyed digests (HMAC-SHA-256), apart for every purpose."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def sign(self, purpose: str, text: str) -> str:
        """Return the digest of a text, as 64 hexadecimal digits.

        >>> Signer(b"k" * 32).sign("csrf", "a") == Signer(b"k" * 32).sign("device", "a")
        False
        """
        return hmac.new(self._key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()

    def holds(self, purpose: str, text: str, digest: str) -> bool:
        """Whether a digest is the text's, compared in constant time."""
        return hmac.compare_digest(self.sign(purpose, text).encode(), digest.encode())
