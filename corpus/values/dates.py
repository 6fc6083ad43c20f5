"""Dates as sources write them, with the precision they were given in."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass

from corpus.values.numerals import NUMERAL, parse_numeral

__all__ = ["PartialDate", "find_dates", "parse_date"]

#: Years that a record of this kind can carry; anything else is a misread number.
FIRST_YEAR, LAST_YEAR = 1900, 2199
#: 民國 1 is 1912.
MINGUO_OFFSET = 1911

_N = f"[{NUMERAL}]"
_ERA = r"(?:(?P<era>(?:中[华華])?民[国國])\s*+)?"
_CHINESE = re.compile(
    rf"{_ERA}(?P<year>{_N}{{1,6}})\s*+年(?:\s*+(?P<month>{_N}{{1,3}})\s*+月(?:\s*+(?P<day>{_N}{{1,3}})\s*+[日号號])?)?"
)
_SEPARATED = re.compile(
    rf"{_ERA}(?P<year>\d{{2,4}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?:(?P=mark)(?P<day>\d{{1,2}}))?(?!\d)"
)
_COMPACT = re.compile(r"(?P<era>(?!))?(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d)")
_YEAR_ONLY = re.compile(r"(?P<era>(?!))?(?P<year>\d{4})(?!\d)")
#: A time of day or a weekday may follow the day, and says nothing we keep.
_TAIL = re.compile(
    r"[T\s]*+(?:\(?(?:星期|周|週)[一二三四五六日天]\)?)?[T\s]*+"
    r"(?:\d{1,2}[:时時点點](?:\d{1,2}(?:[:分]\d{0,2}秒?)?)?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date that may stop at the year or the month, because the source says no more.

    ``month`` and ``day`` are 0 where unknown; ordering puts ``2021`` before ``2021-01``.

    >>> str(PartialDate(2021, 6)), PartialDate(2021, 6, 28).ordinal
    ('2021-06', 20210628)
    """

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        if not self.month:
            return f"{self.year:04d}"
        if not self.day:
            return f"{self.year:04d}-{self.month:02d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"

    @property
    def ordinal(self) -> int:
        """The date as the whole number ``yyyymmdd``, unknown parts as ``00``."""
        return self.year * 10000 + self.month * 100 + self.day


def parse_date(text: str) -> PartialDate | None:
    """Return the date that this text is, None when it is not one or no calendar has it.

    A time of day or weekday after it is passed over. 民國 years count only where the text says 民國.

    >>> str(parse_date("二〇二一年六月二十八日")), str(parse_date("民國110年6月28日"))
    ('2021-06-28', '2021-06-28')
    >>> str(parse_date("2021/6/8 11:25:05")), str(parse_date("2021-06")), parse_date("2021-02-30") is None
    ('2021-06-08', '2021-06', True)
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    for pattern in (_CHINESE, _SEPARATED, _COMPACT, _YEAR_ONLY):
        match = pattern.match(plain)
        if match and _TAIL.fullmatch(plain, match.end()):
            return _checked(match)
    return None


def find_dates(text: str) -> tuple[PartialDate, ...]:
    """Return the full dates written with 年月日 in running text, in order.

    >>> [str(day) for day in find_dates("经研究，现答复如下。 南通市司法局 2021年6月28日")]
    ['2021-06-28']
    """
    found = (_checked(match) for match in _CHINESE.finditer(unicodedata.normalize("NFKC", text)))
    return tuple(day for day in found if day and day.day)


def _checked(match: re.Match[str]) -> PartialDate | None:
    parts = match.groupdict()
    year, month, day = (parse_numeral(parts.get(name) or "0") for name in ("year", "month", "day"))
    if year is None or month is None or day is None:
        return None
    if parts.get("era"):
        year += MINGUO_OFFSET
    if not FIRST_YEAR <= year <= LAST_YEAR or (parts.get("month") and not 1 <= month <= 12):
        return None
    if parts.get("day") and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return PartialDate(year, month, day)
