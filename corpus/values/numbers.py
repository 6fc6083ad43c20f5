"""案号: the number a proposal carries, as a number and as it is written."""

from __future__ import annotations

import re
import unicodedata

from corpus.values.numerals import NUMERAL, parse_numeral

__all__ = ["find_number", "parse_number"]

_KINDS = "(?:提案|建议|建議|议案|議案)"
_WRITTEN = rf"[A-Za-z]{{0,2}}[-]?\d{{1,10}}|[{NUMERAL}]{{1,8}}"
#: 第0300号, 提案第300号, 农业34, 12050300, A12.
_FIELD = re.compile(rf"(?:.*?第)?\s*(?P<number>{_WRITTEN})\s*[号號]?(?:\s*{_KINDS})?")
_TRAILING = re.compile(r"(?P<number>\d{1,10})$")
_PROSE = (
    # 第300号提案, 第1234号（财税金融类123号）提案, “1234号”建议
    re.compile(
        rf"(?:第\s*(?P<a>{_WRITTEN})\s*[号號]?|(?P<b>{_WRITTEN})\s*[号號])[”\"』」]?"
        rf"(?:\s*[（(][^（）()]{{0,20}}[)）])?\s*(?:重点|重點|平时|集体|委员|代表)?{_KINDS}"
    ),
    # 提案第300号, 建议（第300号）
    re.compile(rf"{_KINDS}\s*[（(]?\s*第\s*(?P<a>{_WRITTEN})\s*[号號](?P<b>(?!))?"),
)


def parse_number(text: str) -> tuple[int | None, str]:
    """Return the number this field gives and how it is written; the number is None where there is none in it.

    >>> parse_number("第0300号"), parse_number("农业34"), parse_number("A12"), parse_number("待编")
    ((300, '0300'), (34, '农业34'), (12, 'A12'), (None, '待编'))
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _FIELD.fullmatch(plain)
    written = match["number"].strip() if match else plain
    return _as_number(written), written


def find_number(text: str) -> tuple[int | None, str]:
    """Return the number of the proposal that running text speaks of, ``(None, "")`` where it names none.

    Document numbers such as 国办函〔2006〕82号 are not proposal numbers.

    >>> find_number("对市政协十二届第五次会议第300号提案的答复"), find_number("国办函〔2006〕82号")
    ((300, '300'), (None, ''))
    """
    plain = unicodedata.normalize("NFKC", text)
    for pattern in _PROSE:
        match = pattern.search(plain)
        if match:
            written = match["a"] or match["b"]
            return _as_number(written), written
    return None, ""


def _as_number(written: str) -> int | None:
    trailing = _TRAILING.search(written)
    return int(trailing["number"]) if trailing else parse_numeral(written)
