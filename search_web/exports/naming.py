"""What a downloaded file is called: in Chinese, and in a header that every browser reads."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote

__all__ = ["attachment", "file_name"]

#: What some file system does not take in a name; white space and control characters besides.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f]+')
#: Characters of a search that go into a name; 255 bytes is the limit of common file systems.
_MOST_WORDS = 40


def file_name(site: str, words: str, day: date, extension: str, note: str = "") -> str:
    """Return a file name that says which site, what was searched, when, and what is missing.

    >>> file_name("提案检索", '停车 "充电"', date(2026, 11, 25), "xlsx", "前20000件")
    '提案检索-停车-充电-2026-11-25-前20000件.xlsx'
    """
    parts = (_plain(site), _plain(words)[:_MOST_WORDS].strip("-."), day.isoformat(), _plain(note))
    return "-".join(part for part in parts if part) + f".{extension}"


def attachment(name: str) -> str:
    """Return the Content-Disposition of a file to be saved under this name (RFC 6266, RFC 8187).

    >>> attachment("停车.csv")
    'attachment; filename="tian.csv"; filename*=UTF-8\\'\\'%E5%81%9C%E8%BD%A6.csv'
    """
    extension = name.rpartition(".")[2]
    encoded = quote(name, safe="", errors="replace")
    return f"attachment; filename=\"tian.{extension}\"; filename*=UTF-8''{encoded}"


def _plain(text: str) -> str:
    return _FORBIDDEN.sub("-", text).strip("-.")
