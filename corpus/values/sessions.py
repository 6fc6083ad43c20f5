"""届次: the term and the meeting a proposal was filed at."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from corpus.values.numerals import NUMERAL, parse_numeral, to_chinese

__all__ = ["Session", "find_session", "parse_session"]

_N = f"[{NUMERAL}]{{1,4}}"
_SERIES = rf"(?P<series>临时|臨時|定期|第{_N}会期)"
_ANY_SERIES = r"(?P<series>[^\s\d-]{1,8})"
_CODE = re.compile(rf"(?P<term>\d{{1,3}})(?:-(?P<meeting>\d{{1,3}}))?(?:-{_ANY_SERIES})?")
#: 十届全国人大四次会议 names the body between term and meeting, 政协第十三届某市委员会第二次会议 too;
#: 立法院 counts 會期 between them.
_WORDS = re.compile(
    rf"第?\s{{0,9}}(?P<term>{_N})\s{{0,9}}[届屆]"
    rf"(?:(?:第?\s{{0,9}}(?P<period>{_N})\s{{0,9}}(?:会期|會期|期))?(?P<between>[^，。；：:、,;\d\n]{{0,24}}?)"
    rf"第?\s{{0,9}}(?P<meeting>{_N})\s{{0,9}}次(?P<plenary>\s{{0,9}}(?:全会|全會|全体会议|全體會議))?(?:\s{{0,9}}[（(]?{_SERIES})?)?"
)
_TRADITIONAL = {"臨時": "临时"}
#: A standing committee's meetings and a party committee's plenary sessions are meetings at which no proposal is filed.
_OTHER_MEETING = re.compile(r"常委|常务|常務|中央|党委|主席会|[省市县縣区區州旗]委(?!员会|員會)")
_OTHER_BODY = re.compile(
    r"(?:常委会|中央|党委?|纪委|工会|妇联|共青团|中共[^，。；\s]{0,10}|[省市县縣区區州旗]委)\s{0,9}的?$"
)
_PARTY = re.compile(r"中共|共产党")
_TAIL = re.compile(r"[）)\s]{0,9}(?:大?[会會][议議]?|大會)?[）)\s]{0,9}")


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
    if _is_other(match):
        return None
    term, meeting = parse_numeral(match["term"]), parse_numeral(match["meeting"] or "0")
    if not term or meeting is None or (match["meeting"] and not meeting):
        return None
    if term > 999 or meeting > 999:
        return None
    series = match["series"] or ""
    period = parse_numeral(match.groupdict().get("period") or "")
    series = f"第{to_chinese(period)}会期" if period and period < 1000 else _TRADITIONAL.get(series, series)
    return Session(term, meeting, series)


def _is_other(match: re.Match[str]) -> bool:
    """Whether the meeting is one of a party or standing committee, by what stands before and inside its name."""
    parts = match.groupdict()
    if _OTHER_MEETING.search(parts.get("between") or ""):
        return True
    before = match.string[max(0, match.start() - 16) : match.start()]
    return bool(
        parts.get("meeting") and (_OTHER_BODY.search(before) or (parts.get("plenary") and _PARTY.search(before)))
    )
