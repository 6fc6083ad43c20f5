"""Trees of whole values: 届次, 案号, 日期 and facet values. They match, and say nothing of relevance."""

from __future__ import annotations

import unicodedata
from functools import cache

from whoosh.query import And, NullQuery, Or, Prefix, Query, Term, TermRange, Wildcard

from corpus import PartialDate, Session
from indexer.analysis.fold import fold
from indexer.fields import DATE, NUMBER, padded_number
from indexer.query.expression import Case, Filter, Id, InSession, Numbers, Period

__all__ = ["filter_tree", "period"]

_SPECIAL = "*?["
#: Code points that may fold to another character: everything up to the CJK ideographs' end, and the width forms.
_FOLDING = (range(0x21, 0x3400), range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0xFF00, 0xFFF0))


def filter_tree(condition: Filter) -> Query:
    """Return the tree of a condition on whole values."""
    if isinstance(condition, Period):
        return period(condition.since, condition.until) or NullQuery
    if isinstance(condition, Numbers):
        return _numbers(condition)
    if isinstance(condition, InSession):
        return _session(condition.session)
    if isinstance(condition, Case):
        return And([_session(condition.session), _numbers(Numbers(condition.number, condition.number))])
    if isinstance(condition, Id):
        return Term("id", condition.id)
    patterns = [_pattern(text, anchored=condition.anchored) for text in condition.texts]
    trees = [Wildcard(condition.facet, pattern) for pattern in patterns]
    return trees[0] if len(trees) == 1 else Or(trees)


def period(since: PartialDate | None, until: PartialDate | None) -> Query | None:
    """Return the tree of the records dated from ``since`` to ``until``; None where both ends are open.

    A partial date stands for all of its days, on both sides: ``2021-06`` as an end includes 30 June, and a
    record dated only 2021 is found by any period with a day of 2021 in it.

    >>> period(PartialDate(2021, 6), PartialDate(2021, 6))
    Or([TermRange('date', '2021-06', '2021-06-31', False, False, boost=1.0, constantscore=True), Term('date', '2021')])
    """
    if since is None and until is None:
        return None
    low = str(since) if since else None
    high = _last_day(until) if until else None
    if low and high and low > high:
        return NullQuery
    whole = TermRange(DATE.name, low, high)
    # As text, "2021" sorts before "2021-06", though a record dated 2021 may be of June.
    wider = [Term(DATE.name, low[:length]) for length in (4, 7) if length < len(low)] if low else []
    return Or([whole, *wider]) if wider else whole


def _last_day(day: PartialDate) -> str:
    """The latest date in text order within a partial date; no calendar is needed to compare text."""
    return f"{day.year:04d}-{day.month or 12:02d}-{day.day or 31:02d}"


def _numbers(condition: Numbers) -> Query:
    low, high = (None if end is None else padded_number(max(end, 0)) for end in (condition.low, condition.high))
    if low is not None and low == high:
        return Term(NUMBER.name, low)
    return TermRange(NUMBER.name, low, high)


def _session(session: Session) -> Query:
    """One session; a term alone means all its meetings, a meeting all its series."""
    code = session.code
    return Term("session", code) if session.series else Or([Term("session", code), Prefix("session", f"{code}-")])


def _pattern(text: str, *, anchored: bool) -> str:
    """A wildcard for values that contain the text in any script, width and case."""
    inside = "".join(map(_any_form, text))
    return f"{inside}*" if anchored else f"*{inside}*"


def _any_form(character: str) -> str:
    forms = _forms().get(character, "")
    if not forms and character not in _SPECIAL:
        return character
    # A leading ! would turn the class round; a leading ] or a closing - stands for itself.
    return f"[{forms}{character}]" if forms and character != "]" else f"[{character}{forms}]"


@cache
def _forms() -> dict[str, str]:
    """Folded character → the characters that fold to it."""
    forms: dict[str, str] = {}
    for code in (code for codes in _FOLDING for code in codes):
        character = chr(code)
        if unicodedata.category(character) == "Cn":
            continue
        folded = fold(character)
        if folded != character and len(folded) == 1 and not folded.isspace():
            forms[folded] = forms.get(folded, "") + character
    return forms
