"""Other ways to write the same thing: numerals in the other script, other names of a unit, synonyms."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from corpus import UnitAuthority, parse_numeral, to_chinese
from indexer.analysis import fold

__all__ = ["spellings"]

#: What is counted: a lone 一 or 两 is a numeral only before one of these.
_COUNTED = "届次号年月日条项款章期岁个名件家座处间亩吨倍层米元万亿"
#: Longer numerals are sums of money and the like, written one way only.
_NUMBER = r"[0-9]{1,4}(?![0-9])|[〇零一二三四五六七八九十百千两]{1,7}"
_NUMERAL = re.compile(rf"(?P<number>{_NUMBER})(?P<counted>[{_COUNTED}]?)")
_NUMERALS = re.compile(rf"(?:第?(?:{_NUMBER})[{_COUNTED}]?)+(?:会议|大会|提案|建议)?")
_BY_DIGIT = str.maketrans("0123456789", "〇一二三四五六七八九")


@lru_cache(maxsize=4096)
def spellings(piece: str) -> tuple[str, ...]:
    """Return how else a folded piece may be written; mostly nothing.

    >>> spellings("12届"), spellings("一百"), spellings("十二届五次"), spellings("停车")
    (('十二届',), ('100',), ('12届5次',), ())
    >>> spellings("市环保局")
    ('市生态环境局',)
    >>> spellings("电瓶车")
    ('电动自行车',)
    """
    return _numerals(piece) or _units(piece) or _synonyms().get(piece, ())


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    """The other names of everything in ``synonyms.txt``, folded."""
    lines = Path(__file__).with_name("synonyms.txt").read_text(encoding="utf-8").splitlines()
    groups = [fold(line.partition("#")[0]).split() for line in lines]
    return {name: tuple(other for other in group if other != name) for group in groups for name in group}


def _units(piece: str) -> tuple[str, ...]:
    """What the unit is called now, and its other current names; not the names of units it took over."""
    authority = UnitAuthority.load()
    canonical = authority.canonical(piece)
    names = dict.fromkeys(name for name in (canonical, *authority.aliases(canonical)) if piece not in name)
    # A name within another finds both.
    return tuple(name for name in names if not any(other in name for other in names if other != name))


def _numerals(piece: str) -> tuple[str, ...]:
    if not _NUMERALS.fullmatch(piece) or (len(piece) == 1 and not piece.isascii()):
        return ()
    other = _NUMERAL.sub(_rewritten, piece)
    return (other,) if other != piece else ()


def _rewritten(match: re.Match[str]) -> str:
    return _other(match["number"], year=match["counted"] == "年") + match["counted"]


def _other(number: str, *, year: bool) -> str:
    """The numeral in the other script; years are written digit by digit, 0300 only as it is."""
    if not number.isascii():
        value = parse_numeral(number)
        return str(value) if value else number
    if number.startswith("0"):
        return number
    return number.translate(_BY_DIGIT) if year and len(number) == 4 else to_chinese(int(number))
