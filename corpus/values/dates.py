"""Dates as sources write them, with the precision they were given in."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from corpus.values.numerals import NUMERAL, parse_numeral

__all__ = ["PartialDate", "find_dates", "parse_date", "read_date", "signed_date"]

#: Years that a record of this kind can carry; anything else is a misread number.
FIRST_YEAR, LAST_YEAR = 1900, 2199
#: 民國 1 is 1912.
MINGUO_OFFSET = 1911

_N = f"[{NUMERAL}]"
_ERA = r"(?P<era>(?:中[华華])?民[国國])?"
_CHINESE = re.compile(
    rf"{_ERA}\s{{0,9}}(?P<year>{_N}{{1,6}})\s{{0,9}}年(?:\s{{0,9}}(?P<month>{_N}{{1,3}})\s{{0,9}}月(?:\s{{0,9}}(?P<day>{_N}{{1,3}})\s{{0,9}}[日号號])?)?"
)
_SEPARATED = re.compile(
    rf"{_ERA}\s{{0,9}}(?P<year>\d{{2,4}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?:(?P=mark)(?P<day>\d{{1,2}}))?(?!\d)"
)
_COMPACT = re.compile(r"(?P<era>(?!))?(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d)")
_YEAR_ONLY = re.compile(r"(?P<era>(?!))?(?P<year>\d{4})(?!\d)")
#: A time of day or a weekday may follow the day, and says nothing we keep.
_TAIL = re.compile(
    r"[T\s]{0,9}(?:\(?(?:星期|周|週|礼拜)[一二三四五六日天]\)?)?[T\s]{0,9}"
    r"(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|夜间|[AaPp][Mm])?\s{0,9}"
    r"(?:\d{1,2}[:时時点點](?:\d{1,2}(?:[:分]\d{0,2}秒?)?)?(?:\.\d+)?\s{0,9}(?:[AaPp][Mm])?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
#: 二O二一年: the letter stands for 〇.
_LETTER_O = re.compile("(?<=[〇零一二三四五六七八九○])[OoОо]{1,8}|[OoОо]{1,8}(?=[〇零一二三四五六七八九○年])")
#: A day with its time and zone: the day that it was in China is the one meant.
_ZONED = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s{0,9}(?:Z|[+-]\d{2}:?\d{2})")
_CHINA = timezone(timedelta(hours=8))
#: Seconds, or milliseconds, since 1970, of the years 2001 to 2033.
_EPOCH = re.compile(r"(?P<seconds>1\d{9})(?:\d{3})?(?:\.0*)?")
#: Days since 1899-12-30, as spreadsheets keep dates, of the years 1954 to 2064.
_SERIAL = re.compile(r"(?P<days>[2-5]\d{4})(?:\.\d+)?")
_SERIAL_BEGINS = date(1899, 12, 30)
#: 1070525 and 107.05.25 in a field of dates; years of the Republic have three digits until 2910.
_REPUBLIC = re.compile(
    r"(?P<year>1\d{2})(?P<mark>[-/.]?)(?P<month>\d{2}|(?<=[-/.])\d)(?P=mark)(?P<day>\d{2}|(?<=[-/.])\d)"
)
#: A date in any written form, with what may stand before it in the last line of a letter, and what after it.
_SIGNED = re.compile(
    rf"(?:(?<=[\s。！!”）)\]】局委办厅府部院会處处队心司社校馆站所行团联席公])|^)"
    rf"(?P<written>(?:(?:中[华華])?民[国國]\s?)?{_N}{{2,6}}\s?年\s?{_N}{{1,3}}\s?月\s?{_N}{{1,3}}\s?[日号號]"
    r"|\d{4}(?P<mark>[-/.])\d{1,2}(?P=mark)\d{1,2})"
    r"(?=\s|$|[（(]|联系|抄送|附件|主办|承办)",
    re.MULTILINE,
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
    plain = _plain(text).strip()
    if _ZONED.fullmatch(plain):
        return _in_china(plain)
    for pattern in (_CHINESE, _SEPARATED, _COMPACT, _YEAR_ONLY):
        match = pattern.match(plain)
        if match and _TAIL.fullmatch(plain, match.end()):
            return _checked(match)
    return None


def read_date(text: str) -> PartialDate | None:
    """Return the date that a source's field holds: as people write it, or as a program keeps it.

    Beyond ``parse_date``: serial numbers of spreadsheets, seconds and milliseconds since 1970, and years of the
    Republic without the word 民國.

    >>> str(read_date("44256")), str(read_date("1680307200000")), str(read_date("1070525"))
    ('2021-03-01', '2023-04-01', '2018-05-25')
    """
    plain = _plain(text).strip()
    if epoch := _EPOCH.fullmatch(plain):
        return _of_day(datetime.fromtimestamp(int(epoch["seconds"]), UTC).astimezone(_CHINA).date())
    if serial := _SERIAL.fullmatch(plain):
        return _of_day(_SERIAL_BEGINS + timedelta(days=int(serial["days"])))
    if republic := _REPUBLIC.fullmatch(plain):
        year, month, day = (int(republic[name]) for name in ("year", "month", "day"))
        return _checked_parts(year + MINGUO_OFFSET, month, day)
    return parse_date(plain)


def signed_date(text: str) -> PartialDate | None:
    """Return the day under which a letter is signed: the last that no sentence goes on after; None for none.

    >>> str(signed_date("已修。\\n某市水利局\\n2021.6.28")), signed_date("计划于2035年12月31日全部建成。") is None
    ('2021-06-28', True)
    """
    found = [parse_date(match["written"]) for match in _SIGNED.finditer(_plain(text))]
    return next((day for day in reversed(found) if day), None)


def find_dates(text: str) -> tuple[PartialDate, ...]:
    """Return the full dates written with 年月日 in running text, in order.

    >>> [str(day) for day in find_dates("经研究，现答复如下。 南通市司法局 2021年6月28日")]
    ['2021-06-28']
    """
    found = (_checked(match) for match in _CHINESE.finditer(_plain(text)))
    return tuple(day for day in found if day and day.day)


def _plain(text: str) -> str:
    return _LETTER_O.sub(lambda match: "〇" * len(match[0]), unicodedata.normalize("NFKC", text))


def _in_china(written: str) -> PartialDate | None:
    try:
        moment = datetime.fromisoformat(written.replace("Z", "+00:00").replace(" +", "+"))
    except ValueError:
        return None
    return _of_day(moment.astimezone(_CHINA).date())


def _of_day(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _checked(match: re.Match[str]) -> PartialDate | None:
    parts = match.groupdict()
    year, month, day = (parse_numeral(parts.get(name) or "0") for name in ("year", "month", "day"))
    if year is None or month is None or day is None:
        return None
    if (parts.get("month") and not month) or (parts.get("day") and not day):
        return None
    return _checked_parts(year + MINGUO_OFFSET if parts.get("era") else year, month, day)


def _checked_parts(year: int, month: int, day: int) -> PartialDate | None:
    """The date, None where no calendar has it; month and day are 0 where they are not said."""
    if not FIRST_YEAR <= year <= LAST_YEAR or month > 12:
        return None
    if day and day > calendar.monthrange(year, month)[1]:
        return None
    return PartialDate(year, month, day)
