"""The site's secret key: made once, kept in a file that only its owner may read."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import sys
from pathlib import Path

from corpus import system_reason
from search_web.errors import SiteError

__all__ = ["Signer", "read_key"]

_BYTES = 32


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
        """Whether a digest is the text's, told in a time that does not depend on it."""
        return hmac.compare_digest(self.sign(purpose, text).encode(), digest.encode())
