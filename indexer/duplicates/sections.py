"""Sections: where headings show it, which part of a proposal gives the background, the problems, the demands."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

__all__ = ["Section", "section_at", "sections_of"]

_NUMBER = r"(?:[（(【\[]?\s*[一二三四五六七八九十\d]{1,3}\s*[）)、.．\]】]\s*)?"
#: What the words of a heading say the section is; the last that occurs decides (问题及建议 is demands).
_KINDS = (
    ("背景", "背景|案由|缘由|缘起|基本情况|情况分析|调研情况|情况说明|现状|概况|情况|理由"),
    ("问题", "问题|原因分析|困难|不足|短板|症结|瓶颈|成因"),
    ("建议", "建议|对策|意见|措施|办法|举措|议案内容|提案内容"),
)
_WORDS = "|".join(words for _, words in _KINDS)
#: A heading: few characters with such a word, alone on a line or before a colon at the beginning of a line.
_HEADING = re.compile(
    rf"(?:^|(?<=\n)|(?<=\s\s))[ \t\u3000]*(?P<mark>【?)(?P<number>{_NUMBER})"
    rf"(?P<words>[^\n，。；：:！？\d（）()]{{0,10}}?(?:{_WORDS})[^\n。；：:！？]{{0,6}}?)"
    rf"(?:】|[ \t\u3000]*[:：]|[ \t\u3000]*(?=\n)|[ \t\u3000]{{2,}})"
)
#: A sentence that leads over to a section: 为此，提出如下建议：
_LEAD_IN = re.compile(
    r"(?:^|(?<=\n)|(?<=\s\s))[ \t\u3000]*(?P<words>(?:为此|对此|因此|当前|目前)"
    rf"[^\n。；：:]{{0,12}}(?:{_WORDS})[^\n。；：:]{{0,4}})[:：]"
)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a text: what it is (背景、问题、建议) and where it stands, its heading included."""

    name: str
    start: int
    end: int


def sections_of(text: str) -> tuple[Section, ...]:
    """Return the sections that headings show, in order; none where there are no headings.

    >>> [(each.name, each.start) for each in sections_of("一、背景情况\\n……\\n二、存在的问题\\n……\\n具体建议：\\n……")]
    [('背景', 0), ('问题', 10), ('建议', 21)]
    """
    found: dict[int, str] = {}
    for pattern in (_HEADING, _LEAD_IN):
        for match in pattern.finditer(text):
            found.setdefault(match.start(), _kind(match["words"]))
    starts = sorted(found)
    merged = [start for n, start in enumerate(starts) if n == 0 or found[start] != found[starts[n - 1]]]
    ends = [*merged, len(text)][1:]
    return tuple(Section(found[start], start, end) for start, end in zip(merged, ends, strict=True))


def section_at(sections: tuple[Section, ...], place: int) -> str:
    """Return the name of the section a place is in, ``""`` before the first heading."""
    number = bisect_right([section.start for section in sections], place)
    return sections[number - 1].name if number else ""


def _kind(words: str) -> str:
    """The kind whose word stands last in the heading."""
    return max(_KINDS, key=lambda kind: max((m.end() for m in re.finditer(kind[1], words)), default=-1))[0]
