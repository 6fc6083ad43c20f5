"""What a value after 字段: means, and what a bare word may mean besides its text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

from corpus import PartialDate, Session, parse_date, parse_number, parse_session
from indexer.analysis.fold import fold
from indexer.fields import DATE, NUMBER, ExactField, Facet
from indexer.query.expression import Case, Exact, Expression, Filter, Id, InField, InSession, Named, Numbers, Or, Period

__all__ = ["interpretations", "value_of"]

#: Characters of the longest date or session with all its trimmings; anything longer is text.
_LONGEST = 40
#: Meetings or terms that a range of sessions is spelt out to; no body has met more often in one term.
MAX_SESSIONS = 100

_T = TypeVar("_T", int, PartialDate, Session)
_RANGE = re.compile(r"(?P<low>.*?)(?:\.{2,}|~|至|到|—+|–)(?P<high>.*)", re.S)
_DASHED = re.compile(r"(?P<low>\d{1,9})-(?P<high>\d{1,9})")
_COMPARED = re.compile(r"(?P<sign>>=|<=|≥|≤|>|<|=)(?P<value>.+)")
_SESSION = re.compile(r"第?\s*[0-9〇零一二三四五六七八九十百]+\s*届.*|\d{1,3}-\d{1,3}(?:-(?:临时|定期))?")
_NUMBER = re.compile(r"\d{1,9}|第?\s*[0-9〇零一二三四五六七八九十百千]{1,9}\s*号(?:提案|建议|议案)?")
#: A session and a number in one run: 市政协十三届一次会议第169号提案的答复, 12-5-0300.
_CASE = re.compile(
    r"(?:[^\d第]{0,10}?)(?P<session>第?\s*[0-9〇零一二三四五六七八九十百]+\s*届.*?次(?:会议)?|\d{1,3}-\d{1,3}(?=-))[-的\s]*+"
    r"(?P<number>(?:第\s*+)?[0-9〇零一二三四五六七八九十百千]{1,9}\s*号|\d{1,9})(?:提案|建议|议案)?(?:的?(?:答复|复函|回复))?"
)
#: A record's own id, as pages and ``tian search`` show it.
_ID = re.compile(r"[0-9a-z]+(?:-[0-9a-z]+)*-[0-9a-f]{6,10}(?:-\d+)?")
#: Facets that say when; they are read as periods, so that 年份:2019..2021 works.
_TIMES = ("year", "month")


def value_of(field: ExactField | Facet, typed: str) -> Expression | None:
    """Return the condition that ``字段:值`` asks for, None where the value is none of that field's.

    >>> from indexer.fields import field_called
    >>> value_of(field_called("案号"), "1..50"), value_of(field_called("届次"), "十二届五次")
    (Numbers(low=1, high=50), InSession(session=Session(term=12, meeting=5, series='')))
    """
    text = fold(typed).strip()
    if field.name == DATE.name or field.name in _TIMES:
        period = _span(text, _date)
        return Period(*period) if period else None
    if field.name == NUMBER.name:
        numbers = _span(text, _number)
        return Numbers(*numbers) if numbers else _as_written(text)
    if isinstance(field, ExactField):
        return Id(typed.strip()) if typed.strip() else None
    return (_sessions(text) if field.name == "session" else None) or _named(field, text)


def interpretations(typed: str) -> tuple[Filter, ...]:
    """Return which whole values a bare word may mean: a session, a number, a date; mostly nothing.

    >>> interpretations("12-5"), interpretations("停车")
    ((InSession(session=Session(term=12, meeting=5, series='')),), ())
    >>> interpretations("第0300号")
    (Numbers(low=300, high=300),)
    >>> interpretations("市政协十二届五次会议第300号提案")
    (Case(session=Session(term=12, meeting=5, series=''), number=300),)
    """
    text = fold(typed).strip()
    found: list[Filter] = []
    if case := _case(text):
        found.append(case)
    if _ID.fullmatch(text):
        found.append(Id(text))
    if _SESSION.fullmatch(text) and (session := _session(text)):
        found.append(InSession(session))
    if (number := _number(text)) is not None:
        found.append(Numbers(number, number))
    if day := _date(text):
        found.append(Period(day, day))
    return tuple(found)


def _case(text: str) -> Case | None:
    match = _CASE.fullmatch(text) if len(text) <= _LONGEST else None
    if not match:
        return None
    session, (number, _) = parse_session(match["session"]), parse_number(match["number"])
    return Case(session, number) if session and session.meeting and number is not None else None


def _as_written(text: str) -> Expression | None:
    """A 案号 that is no number (A12, 农业34) is looked for as it is written."""
    written = "".join(text.split())
    return InField("details", Exact(written)) if any(map(str.isdigit, written)) else None


def _sessions(text: str) -> Expression | None:
    """One session, a term, or a range of either."""
    low, high = _span(text, _session) or (None, None)
    if low is None or high is None:
        return None
    if low == high:
        return InSession(low)
    if low.term == high.term:
        meetings = range(low.meeting, high.meeting + 1)[:MAX_SESSIONS]
        return Or(tuple(InSession(Session(low.term, meeting)) for meeting in meetings if meeting))
    if low.meeting or high.meeting:
        return None
    return Or(tuple(InSession(Session(term)) for term in range(low.term, high.term + 1)[:MAX_SESSIONS]))


def _named(facet: Facet, text: str) -> Named | None:
    name = "".join(text.rstrip("*").split())
    # As typed, since it may be a part of a name, and as the facet calls it: a unit's former name has a present one.
    names = dict.fromkeys((name, fold(facet.canonical(name))))
    return Named(facet.name, tuple(names), anchored=text.endswith("*")) if name else None


def _number(text: str) -> int | None:
    return parse_number(text)[0] if _NUMBER.fullmatch(text) else None


def _date(text: str) -> PartialDate | None:
    return parse_date(text) if len(text) <= _LONGEST else None


def _session(text: str) -> Session | None:
    return parse_session(text) if len(text) <= _LONGEST else None


def _span(text: str, parse: Callable[[str], _T | None]) -> tuple[_T | None, _T | None] | None:
    """The two ends of ``a..b``, ``>=a`` or a single value; ends given the wrong way round are turned."""
    if compared := _COMPARED.fullmatch(text):
        return _compared(compared["sign"], parse(compared["value"].strip()))
    value = parse(text)
    match = _RANGE.fullmatch(text) or _DASHED.fullmatch(text)
    if value is not None or not match:
        return None if value is None else (value, value)
    low, high = (parse(end.strip()) if end.strip() else None for end in (match["low"], match["high"]))
    if (match["low"].strip() and low is None) or (match["high"].strip() and high is None) or low is high is None:
        return None
    return (high, low) if low is not None and high is not None and high < low else (low, high)


def _compared(sign: str, value: _T | None) -> tuple[_T | None, _T | None] | None:
    if value is None:
        return None
    if sign == "=":
        return value, value
    if sign in (">", "<"):
        neighbour = _neighbour(value, 1 if sign == ">" else -1)
        return (neighbour, None) if sign == ">" else (None, neighbour)
    return (value, None) if sign in (">=", "≥") else (None, value)


def _neighbour(value: _T, step: int) -> _T:
    """The next or the last number, year, month or day."""
    if isinstance(value, int):
        return value + step
    if isinstance(value, Session):
        return Session(value.term, value.meeting + step) if value.meeting else Session(value.term + step)
    if value.day:
        day = date(value.year, value.month, value.day) + timedelta(days=step)
        return PartialDate(day.year, day.month, day.day)
    if value.month:
        months = value.year * 12 + value.month - 1 + step
        return PartialDate(months // 12, months % 12 + 1)
    return PartialDate(value.year + step)
