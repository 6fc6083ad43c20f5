"""届次: the term and the meeting a proposal was filed at."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from corpus.values.numerals import NUMERAL, parse_numeral, to_chinese

__all__ = ["Session", "find_session", "parse_session"]

_N = f"[{NUMERAL}]{{1,4}}"
_SERIES = r"(?P<series>临时|臨時|定期)"
_ANY_SERIES = r"(?P<series>[^\s\d-]{1,8})"
_CODE = re.compile(rf"(?P<term>\d{{1,3}})(?:-(?P<meeting>\d{{1,3}}))?(?:-{_ANY_SERIES})?")
#: 十届全国人大四次会议 names the body between term and meeting; a standing committee's meetings and a party
#: committee's plenary sessions (全会) are other meetings, at which no proposal is filed.
_WORDS = re.compile(
    rf"(?:第\s*+)?(?P<term>{_N})\s*+[届屆]"
    rf"(?:(?P<between>[^，。；：:、,;\d\n]{{0,14}}?)第?\s*(?P<meeting>{_N})\s*次"
    rf"(?!\s*(?:中?全会|中?全體|全体会议|常委|常务))(?:\s*[（(]?{_SERIES})?)?"
)
_TRADITIONAL = {"臨時": "临时"}
_OTHER_MEETING = re.compile(r"常委|常务|常務|中央|党委|市委|省委|县委|区委")
_TAIL = re.compile(r"[）)\s]*+(?:大?[会會][议議]?|大會)?[）)\s]*+")


@dataclass(frozen=True, slots=True, order=True)
class Session:
    """One meeting of one term, as in 十二届五次.

    Attributes:
        term: 届, from 1.
        meeting: 次, from 1; 0 where the source names the term only.
        series: what kind of meeting, where a body numbers several kinds apart (``临时``, ``定期``); mostly ``""``.

    >>> Session(12, 5).code, Session(17, 20, "临时").code
    ('12-5', '17-20-临时')
    """

    term: int
    meeting: int = 0
    series: str = ""

    @property
    def code(self) -> str:
        """The form used in URLs, options and JSON: ``12-5``."""
        parts = [str(self.term), str(self.meeting)] if self.meeting else [str(self.term)]
        return "-".join([*parts, self.series] if self.series else parts)

    @property
    def label(self) -> str:
        """The form people read.

        >>> Session(12, 5).label, Session(17, 20, "临时").label, Session(9).label
        ('十二届五次', '十七届二十次（临时）', '九届')
        """
        meeting = f"{to_chinese(self.meeting)}次" if self.meeting else ""
        series = f"（{self.series}）" if self.series else ""
        return f"{to_chinese(self.term)}届{meeting}{series}"


def parse_session(text: str) -> Session | None:
    """Return the session that this text is, in any form a field shows; None when it is not one.

    >>> parse_session("第十二届第五次会议"), parse_session("12-5")
    (Session(term=12, meeting=5, series=''), Session(term=12, meeting=5, series=''))
    >>> parse_session("第17屆 第20次 臨時大會").code
    '17-20-临时'
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    code = _CODE.fullmatch(plain)
    if code:
        return _session(code)
    for match in _WORDS.finditer(plain):
        if _TAIL.fullmatch(plain, match.end()):
            return _session(match)
    return None


def find_session(text: str) -> Session | None:
    """Return the first session with term and meeting named in running text, None where there is none.

    Plenary sessions of party committees and meetings of standing committees are not sessions.

    >>> find_session("您在市政协第十二届五次会议上提出的第0300号提案收悉").code
    '12-5'
    >>> find_session("市委十二届十次全会讲话指出") is None
    True
    """
    for match in _WORDS.finditer(unicodedata.normalize("NFKC", text)):
        if match["meeting"]:
            session = _session(match)
            if session:
                return session
    return None


def _session(match: re.Match[str]) -> Session | None:
    if _OTHER_MEETING.search(match.groupdict().get("between") or ""):
        return None
    term, meeting = parse_numeral(match["term"]), parse_numeral(match["meeting"] or "0")
    if not term or meeting is None or (match["meeting"] and not meeting):
        return None
    if term > 999 or meeting > 999:
        return None
    series = match["series"] or ""
    return Session(term, meeting, _TRADITIONAL.get(series, series))
