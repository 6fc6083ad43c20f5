"""Compose the text of one proposal from a topic's fragments: no passage of it stands in an earlier text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count

from corpus.sample.data import frames, lexicon
from corpus.sample.ledger import PassageLedger
from corpus.sample.phrases import Dice, expand
from corpus.sample.scene import Scene

_TRIES = 40
_TAIL = 50
"""Characters before a new sentence that can be part of one passage with it."""
_HERE = "\0"
_SHORTEST = 310
"""Every full text is at least this long."""
_CHINESE = "一二三四五六七八九十"


class Size(StrEnum):
    """How much a proposer wrote."""

    SHORT = "短"
    MEDIUM = "中"
    LONG = "长"


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


Section = tuple[str, ...]
"""One of the three parts of a proposal: sentences, or demands (标题。内容), without their numbers."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal's text before it is laid out.

    Attributes:
        title: 关于……的建议.
        points: the headings of its demands, which replies answer one by one.
        slogan, closing: formulas shared by many proposals, before and after the text; ``""`` for none.
    """

    title: str
    style: Style
    background: Section = ()
    problem: Section = ()
    demand: Section = ()
    points: tuple[str, ...] = ()
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

    @property
    def sections(self) -> tuple[Section, Section, Section]:
        """Background, problem and demand."""
        return self.background, self.problem, self.demand


def numbered(mark: str, position: int) -> str:
    """Return the numbering of an item in the manner of the first one.

    >>> numbered("一是", 2), numbered("（1）", 1), numbered("", 4)
    ('三是', '（2）', '')
    """
    return mark.replace("一", _CHINESE[position]).replace("1", str(position + 1))


def _paragraphs(items: Sequence[str], mark: str) -> list[str]:
    """Unnumbered items run on in one paragraph; numbered ones stand alone."""
    if not mark:
        return ["".join(items)] if items else []
    return [numbered(mark, position) + item for position, item in enumerate(items)]


class ProposalWriter:
    """Writes proposals one after another, none repeating a passage of another."""

    def __init__(self, ledger: PassageLedger) -> None:
        self._ledger = ledger
        self._titles: set[str] = set()

    def write(
        self, scene: Scene, style: Style, size: Size, suffix: str, focus: int = 0, base: Draft | None = None
    ) -> Draft:
        """Return a new proposal.

        ``suffix`` ends its title (建议, 提案), ``focus`` names its first demand; what ``base`` holds comes first.
        """
        dice = scene.dice
        demands = dice.shuffled(scene.topic.demand)
        chosen = scene.topic.demand[focus]
        demands = [chosen, *(each for each in demands if each != chosen)]
        base = base or Draft("", style)
        draft = Draft(self.title(scene, suffix, demands[0]), style, background=base.background)
        draft = replace(self._with_background(draft, scene, size), problem=base.problem)
        draft = replace(self._with_problem(draft, scene, size), demand=base.demand, points=base.points)
        draft = self._with_demands(draft, scene, size, demands)
        for name in ("demand", "tie", "consequence", "cause", "case", "survey"):
            if len(draft.own_text) < _SHORTEST:
                draft = self.section(scene, draft, "demand", scene.dice.shuffled(_as_demands(name)), 2)
        slogan, closing = base.slogan or self._slogan(scene), base.closing or self._closing(scene, suffix)
        return replace(draft, slogan=slogan, closing=closing)

    def section(self, scene: Scene, draft: Draft, part: str, fragments: Sequence[str], more: int) -> Draft:
        """Return the draft with up to so many of these fragments added to one part, where they come out new."""
        limit = len(getattr(draft, part)) + more
        for fragment in fragments:
            if len(getattr(draft, part)) >= limit:
                break
            old = draft.own_text
            lead = _with_item(draft, part, _HERE).own_text[len(old) :].partition(_HERE)[0]
            for _ in range(_TRIES):
                sentence = expand(fragment, scene.fill, scene.dice, lexicon())
                if self._ledger.is_fresh(lead + sentence, old[-_TAIL:]):
                    draft = _with_item(draft, part, sentence)
                    break
        return draft

    def title(self, scene: Scene, suffix: str, demand: str = "") -> str:
        """Return a title that no proposal bears yet, made of this demand's heading or of any other one's."""
        dice = scene.dice
        for attempt in count():
            heading = (demand or dice.pick(scene.topic.demand)).partition("：")[0]
            wish = expand(heading, scene.fill, dice, lexicon(), 0.3)
            lead = dice.pick(("", "", "", "进一步", f"在{scene.district.name}"))
            if dice.chance(0.2):
                wish = f"{dice.pick(('重视', '重视并解决', '统筹解决'))}{scene.district.name}{scene.fill('matter')}问题"
            elif not wish.startswith("进一步"):
                wish = lead + wish
            if attempt > _TRIES:
                wish = f"{scene.fill('T')}{wish.removeprefix('进一步')}"
            title = f"关于{wish}的{suffix}"
            if self.claim(title):
                return title
        raise AssertionError

    def repeats_only(self, draft: Draft, first: Draft) -> bool:
        """Return whether every passage that the draft repeats is one of the first draft's."""
        return self._ledger.is_fresh_beside(draft.own_text, first.own_text)

    def enter(self, draft: Draft) -> None:
        """Remember the draft's passages: no later proposal will repeat one."""
        self._ledger.enter(draft.own_text)

    def claim(self, title: str, beside: str = "") -> str:
        """Return the title when no other proposal than the one named ``beside`` bears it, else ``""``."""
        if title in self._titles and title != beside:
            return ""
        self._titles.add(title)
        return title

    def _with_background(self, draft: Draft, scene: Scene, size: Size) -> Draft:
        dice, common = scene.dice, frames().proposal
        own = dice.shuffled(scene.topic.background)
        fragments = [*dice.shuffled(common["opening"])[:2], *own, *dice.shuffled(common["survey"])[:3]]
        if dice.chance(0.4):
            fragments = [*own, *dice.shuffled(common["survey"]), dice.pick(common["opening"])]
        return self.section(scene, draft, "background", fragments, {"短": 2, "中": 3, "长": 5}[size])

    def _with_problem(self, draft: Draft, scene: Scene, size: Size) -> Draft:
        dice, common = scene.dice, frames().proposal
        own = dice.shuffled(scene.topic.problem)
        count = {"短": 2, "中": 3, "长": 5}[size]
        draft = self.section(scene, draft, "problem", own, count)
        extra = [dice.pick(common["case"]), dice.pick(common["cause"]), dice.pick(common["consequence"])]
        more = {"短": 0, "中": 1, "长": 3}[size]
        return self.section(scene, draft, "problem", dice.shuffled(extra), more)

    def _with_demands(self, draft: Draft, scene: Scene, size: Size, demands: Sequence[str]) -> Draft:
        dice, common = scene.dice, frames().proposal
        ties = dice.shuffled(common["tie"])
        wishes = [
            demand + ties[position % len(ties)] if dice.chance(0.3) else demand
            for position, demand in enumerate(demands)
        ]
        draft = self.section(scene, draft, "demand", wishes, {"短": 3, "中": 4, "长": 5}[size])
        shared = dice.shuffled(_as_demands("demand"))
        more = {"短": 0, "中": 1, "长": 3}[size]
        return self.section(scene, draft, "demand", shared, more)

    @staticmethod
    def _slogan(scene: Scene) -> str:
        era = "slogan_before_2022" if scene.year < 2022 else "slogan_since_2022"
        return scene.dice.pick(frames().boilerplate[era]) if scene.dice.chance(0.18) else ""

    @staticmethod
    def _closing(scene: Scene, suffix: str) -> str:
        if suffix == "议案":
            return scene.dice.pick(frames().boilerplate["bill"])
        return scene.dice.pick(frames().boilerplate["closing"]) if scene.dice.chance(0.2) else ""


def _with_item(draft: Draft, part: str, sentence: str) -> Draft:
    """Add one sentence; a demand's heading ends with a full stop, as in official papers, and becomes a point."""
    if part != "demand":
        return replace(draft, **{part: (*getattr(draft, part), sentence)})
    point, colon, detail = sentence.partition("：")
    if not colon:
        return replace(draft, demand=(*draft.demand, sentence))
    return replace(draft, demand=(*draft.demand, f"{point}。{detail}"), points=(*draft.points, point))


def _as_demands(name: str) -> tuple[str, ...]:
    """The frames of this name; those of demands in the form 标题：内容."""
    fragments = frames().proposal[name]
    return tuple(each.replace("。", "：", 1) for each in fragments) if name == "demand" else fragments
