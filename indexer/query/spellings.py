"""Other ways to write the same thing: Chinese and Arabic numerals."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.values import parse_numeral, to_chinese

__all__ = ["spellings"]

#: What is counted: a lone 一 or 两 is a numeral only before one of these.
_COUNTED = "届次号年月日条项款章期岁个名件家座处间亩吨倍层米元万亿"
_NUMERAL = re.compile(rf"(?P<number>[0-9]{{1,4}}|[〇零一二三四五六七八九十百千两]{{1,7}})(?P<counted>[{_COUNTED}]?)")
_BY_DIGIT = str.maketrans("0123456789", "〇一二三四五六七八九")


@lru_cache(maxsize=4096)
def spellings(piece: str) -> tuple[str, ...]:
    """Return how else a folded piece may be written; mostly nothing.

    >>> spellings("12届"), spellings("一百"), spellings("2021年"), spellings("停车")
    (('十二届',), ('100',), ('二〇二一年',), ())
    """
    match = _NUMERAL.fullmatch(piece)
    if not match or (len(piece) == 1 and not piece.isascii()):
        return ()
    other = _other(match["number"], year=match["counted"] == "年")
    return (other + match["counted"],) if other and other != match["number"] else ()


def _other(number: str, *, year: bool) -> str:
    """The numeral in the other script; years are written digit by digit."""
    if not number.isascii():
        value = parse_numeral(number)
        return "" if value is None else str(value)
    if number.startswith("0"):
        return ""
    return number.translate(_BY_DIGIT) if year and len(number) == 4 else to_chinese(int(number))
