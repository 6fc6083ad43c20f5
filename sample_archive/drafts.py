"""A proposal's text in parts, before it is laid out: background, problem, demand, each a row of sentences; and the
ledger of passages already written, so that no two texts of the sample share a long one by accident."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache, lru_cache
from string import ascii_lowercase, digits

from corpus import to_chinese

Section = tuple[str, ...]
"""One part of a proposal: sentences, or demands (标题。内容), without their numbers."""


class Part(IntEnum):
    """The parts of a proposal, in their order."""

    BACKGROUND = 0
    PROBLEM = 1
    DEMAND = 2


@dataclass(frozen=True, slots=True)
class Style:
    """How a proposal is laid out: three headings (``""`` for none) and the numbering of problems and demands."""

    headings: tuple[str, str, str]
    problem_mark: str = ""
    demand_mark: str = ""


STYLES = (
    Style(("一、背景情况", "二、存在问题", "三、具体建议"), "1. ", "1. "),
    Style(("背景情况：", "存在问题：", "具体建议："), "一是", "一是"),
    Style(("情况分析：", "", "具体建议："), "", "一是"),
    Style(("", "", "为此，建议："), "", "一、"),
    Style(("", "当前主要存在以下问题：", "对此，提出如下建议："), "（一）", "（一）"),
    Style(("一、基本情况", "二、原因分析", "三、对策建议"), "（一）", "（一）"),
    Style(("【背景】", "【问题】", "【建议】"), "（1）", "（1）"),
    Style(("", "存在的主要问题有：", "几点建议："), "一是", "1、"),
    Style(("调研情况：", "问题分析：", "具体建议："), "1.", "1."),
)
BILL_STYLE = Style(("一、提出议案的缘由", "二、存在问题", "三、议案内容"), "（一）", "（一）")
SUBJECT_STYLE = Style(("情况分析：", "", "具体建议："), "", "一是")
"""The style of texts that open with their 案由: the first heading ends it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal's text before it is laid out.

    Attributes:
        title: 关于……的建议.
        sections: background, problem and demand, by :class:`Part`.
        points: the headings of its demands, which replies answer one by one.
        own: how many of its sentences come from its topic's fragments, not from the common frames.
        slogan, closing: formulas shared by many proposals, before and after the text; ``""`` for none.
    """

    title: str
    style: Style
    sections: tuple[Section, Section, Section] = ((), (), ())
    points: tuple[str, ...] = ()
    own: int = 0
    slogan: str = ""
    closing: str = ""

    @property
    def text(self) -> str:
        """The proposal as filed, one paragraph a line."""
        return "\n".join(filter(None, [self.slogan, self.own_text, self.closing]))

    @property
    def own_text(self) -> str:
        """The text without the formulas it shares with others."""
        marks = ("", self.style.problem_mark, self.style.demand_mark)
        written: list[str] = []
        for heading, items, mark in zip(self.style.headings, self.sections, marks, strict=True):
            written += [heading] if heading and items else []
            written += _paragraphs(items, mark)
        return "\n".join(written)

    def with_section(self, part: Part, items: Section) -> Draft:
        """Return the draft with other sentences in one part."""
        background, problem, demand = (items if each is part else self.sections[each] for each in Part)
        return replace(self, sections=(background, problem, demand))

    def with_item(self, part: Part, sentence: str) -> Draft:
        """Return the draft with one more sentence; a demand 标题：内容 becomes 标题。内容, its heading a point."""
        point, colon, detail = sentence.partition("：")
        if part is Part.DEMAND and colon:
            grown = self.with_section(part, (*self.sections[part], f"{point}。{detail}"))
            return replace(grown, points=(*self.points, point))
        return self.with_section(part, (*self.sections[part], sentence))


@cache
def numbered(mark: str, position: int) -> str:
    """Return the numbering of an item, counted from 0, in the manner of the first one.

    >>> numbered("一是", 2), numbered("（1）", 1), numbered("", 4)
    ('三是', '（2）', '')
    """
    return mark.replace("一", to_chinese(position + 1)).replace("1", str(position + 1))


def _paragraphs(items: Sequence[str], mark: str) -> list[str]:
    """Unnumbered items run on in one paragraph; numbered ones stand alone."""
    if not mark:
        return ["".join(items)] if items else []
    return [numbered(mark, position) + item for position, item in enumerate(items)]


PASSAGE = 24
"""A shared passage of this many normalised characters counts as copied."""

_FIGURES = dict.fromkeys(map(ord, ascii_lowercase + digits))
_NOT_WORD = re.compile(r"[^\u3400-\u4dbf\u4e00-\u9fffa-z0-9]+")


def normalised(text: str) -> str:
    """Return Han characters, Latin letters and digits only, width and case folded.

    >>> normalised("新增ＡＥＤ 32台，其中…")
    '新增aed32台其中'
    """
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text).lower())


def han_only(text: str) -> str:
    """Return the Han characters only: the figures of a copied sentence are easily changed.

    >>> han_only("新增AED 32台")
    '新增台'
    """
    return normalised(text).translate(_FIGURES)


def passages(text: str, length: int = PASSAGE) -> set[str]:
    """Return every passage of this length, with figures and without, of one text.

    >>> sorted(passages("江州停车难", 4))
    ['州停车难', '江州停车']
    """
    return {
        form[start : start + length]
        for form in (normalised(text), han_only(text))
        for start in range(len(form) - length + 1)
    }


def _behind(text: str, after: str, length: int) -> tuple[str, str]:
    """Both forms of a text, each with the end of what stands before it that one passage can reach."""
    form, tail = normalised(text), _normalised_tail(after)
    return (
        tail[-length + 1 :] + form,
        tail.translate(_FIGURES)[-length + 1 :] + form.translate(_FIGURES),
    )


@lru_cache(maxsize=256)
def _normalised_tail(after: str) -> str:
    return normalised(after)


class PassageLedger:
    """Remembers the passages of every text entered; asks whether a text would repeat one."""

    def __init__(self, length: int = PASSAGE) -> None:
        self._length = length
        self._seen: set[str] = set()

    def is_fresh(self, text: str, after: str = "") -> bool:
        """Return whether the text, standing behind ``after``, begins no passage that was entered before."""
        length, seen = self._length, self._seen
        return all(
            seen.isdisjoint([form[start : start + length] for start in range(len(form) - length + 1)])
            for form in _behind(text, after, length)
        )

    def is_fresh_beside(self, text: str, source: str) -> bool:
        """Return whether the text repeats no passage that was entered before, other than the source's."""
        return self._seen.isdisjoint(passages(text, self._length) - passages(source, self._length))

    def enter(self, text: str) -> None:
        """Remember the text's passages."""
        self._seen |= passages(text, self._length)
