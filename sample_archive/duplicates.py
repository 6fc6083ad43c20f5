"""The labelled pairs of the sample: which filings form them, and how the second text of a pair is made from the first.

They are drawn once, half of them inside one meeting, half across the years."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from corpus import Kind
from sample_archive.calendar import Filing, Layout, filings
from sample_archive.data import frames, lexicon
from sample_archive.drafts import Draft, Part, Section, Style, passages
from sample_archive.phrases import Dice
from sample_archive.proposals import ProposalWriter, Size
from sample_archive.scene import Scene

SampleKey = tuple[str, str, int]
"""Kind, session code and number: ``("提案", "13-2", 45)``."""

_REWRITTEN, _PHRASE = 4, 12
"""So many independent texts are tried; the one that shares the fewest phrases of so many characters is kept."""
_EXCERPT = 300
"""An excerpt shorter than this takes the problems along."""

_TRIES = 30

UNRELATED = "unrelated"
"""Verdict of the hard negatives: the same formulas, another matter."""


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two proposals and what a clerk should be told about them.

    Attributes:
        verdict: seen from ``a``: ``contains`` means that a holds (nearly) all of b. One of DESIGN's verdicts
            identical, near-identical, contains, contained, overlaps, same-topic, or ``unrelated``.
        note: how b was made, in Chinese.
    """

    a: SampleKey
    b: SampleKey
    verdict: str
    note: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """One way to make a duplicate, and how many pairs of it the sample holds."""

    verdict: str
    note: str
    count: int
    first_size: Size = Size.MEDIUM
    traditional: bool = False


RECIPES = (
    Recipe("identical", "原文照抄", 6),
    Recipe("identical", "标点改动", 4),
    Recipe("identical", "全角半角互换", 3),
    Recipe("identical", "繁体转写", 3, traditional=True),
    Recipe("near-identical", "少量换词", 8),
    Recipe("near-identical", "改动数字", 5),
    Recipe("near-identical", "段落换序", 5),
    Recipe("contains", "摘抄其中一节", 8, Size.LONG),
    Recipe("contained", "整篇并入更长的一件", 8, Size.SHORT),
    Recipe("overlaps", "一节相同", 14, Size.LONG),
    Recipe("same-topic", "同一诉求另行撰写", 16),
    Recipe(UNRELATED, "套话相同、事项不同", 14),
)


def make_second(recipe: Recipe, first: Draft, scene: Scene, writer: ProposalWriter, suffix: str) -> Draft:
    """Return the second draft of a pair; only the share that the recipe names comes from the first."""
    for _ in range(_TRIES):
        second = _second(recipe, first, scene, writer, suffix)
        if writer.repeats_only(second, first):
            break
    return second


def _second(recipe: Recipe, first: Draft, scene: Scene, writer: ProposalWriter, suffix: str) -> Draft:
    if recipe.note in _REWRITES:
        same = writer.claim(_retitled(first.title, suffix), beside=first.title)
        title = same if same and scene.dice.chance(0.5) else writer.title(scene, suffix)
        return replace(_REWRITES[recipe.note](first, scene.dice), title=title)
    if recipe.verdict == "contains":
        return _excerpt(first, writer.title(scene, suffix), scene.dice)
    focus = next((n for n, line in enumerate(scene.topic.demand) if _same_wish(line, first)), 0)
    match recipe.verdict:
        case "contained":
            return writer.write(scene, first.style, Size.MEDIUM, suffix, focus, base=first)
        case "overlaps":
            return writer.write(scene, first.style, Size.SHORT, suffix, focus, base=_longest_section(first))
        case "same-topic":
            written = [writer.write(scene, first.style, Size.MEDIUM, suffix, focus) for _ in range(_REWRITTEN)]
            return min(written, key=lambda draft: _shared(draft, first))
    fresh = writer.write(scene, first.style, Size.MEDIUM, suffix)
    return with_formulas(fresh, first.slogan, first.closing)


def _shared(draft: Draft, first: Draft) -> int:
    """How many short passages two drafts have in common."""
    return len(passages(draft.own_text, _PHRASE) & passages(first.own_text, _PHRASE))


def with_formulas(draft: Draft, slogan: str = "", closing: str = "") -> Draft:
    """Return the draft between two formulas that many proposals use."""
    common = frames().boilerplate
    return replace(draft, slogan=slogan or common["slogan_before_2022"][0], closing=closing or common["closing"][0])


def _same_wish(line: str, first: Draft) -> bool:
    """Whether a topic's demand is the one the draft puts first: their headings end alike, whatever words vary."""
    return bool(first.points) and line.partition("：")[0][-4:] == first.points[0][-4:]


def _retitled(title: str, suffix: str) -> str:
    return re.sub(r"的(几点建议|建议|提案)$", f"的{suffix}", title)


def _longest_section(first: Draft) -> Draft:
    """Only the problems or only the demands, whichever say more."""
    part = max((Part.PROBLEM, Part.DEMAND), key=lambda each: len("".join(first.sections[each])))
    points = first.points if part is Part.DEMAND else ()
    return Draft("", first.style, points=points).with_section(part, first.sections[part])


def _excerpt(first: Draft, title: str, dice: Dice) -> Draft:
    """Only the demands, filed again as a paper of their own; with the problems, where that is too little."""
    style = Style(("", "", ""), "", dice.pick(("一是", "1. ", "（一）", "一、", "（1）")))
    _, problem, demand = first.sections
    alone = Draft(title, style, ((), (), demand), first.points)
    return alone if len(alone.text) >= _EXCERPT else alone.with_section(Part.PROBLEM, problem)


def _mapped(draft: Draft, change: Callable[[Section], Section]) -> Draft:
    background, problem, demand = draft.sections
    return replace(draft, sections=(change(background), change(problem), change(demand)))


def _each(change: Callable[[str], str]) -> Callable[[Section], Section]:
    return lambda section: tuple(map(change, section))


def _copied(draft: Draft, _: Dice) -> Draft:
    return draft


def _repunctuated(draft: Draft, _: Dice) -> Draft:
    marks = str.maketrans({"，": ",", "；": "。", "、": "，", "“": "「", "”": "」"})
    return _mapped(draft, _each(lambda item: item.translate(marks)))


def _other_width(draft: Draft, _: Dice) -> Draft:
    wide = {code: code + 0xFEE0 for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))}
    return _mapped(draft, _each(lambda item: item.translate(wide)))


def _other_words(draft: Draft, dice: Dice) -> Draft:
    return _mapped(draft, _each(lambda item: lexicon().vary(_other_figures_in(item, dice, 0.15), dice, 0.5)))


def _other_figures(draft: Draft, dice: Dice) -> Draft:
    return _mapped(draft, _each(lambda item: _other_figures_in(item, dice, 0.6)))


def _other_figures_in(item: str, dice: Dice, share: float) -> str:
    def change(match: re.Match[str]) -> str:
        if not dice.chance(share) or match[0].startswith("20"):
            return match[0]
        return str(int(match[0]) + dice.between(1, 9))

    return re.sub(r"(?<![\d.])\d{2,4}(?![\d.])", change, item)


def _shuffled(draft: Draft, dice: Dice) -> Draft:
    return _mapped(draft, lambda section: tuple(dice.shuffled(section)))


_REWRITES: dict[str, Callable[[Draft, Dice], Draft]] = {
    "原文照抄": _copied,
    "标点改动": _repunctuated,
    "全角半角互换": _other_width,
    "繁体转写": _copied,
    "少量换词": _other_words,
    "改动数字": _other_figures,
    "段落换序": _shuffled,
}


_UNFIT = (Layout.CSV, Layout.REPLY_TABLE)
"""Layouts without a text of their own, or with the 案由 in it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which filing's text is made from which earlier one, and how."""

    first: Filing
    second: Filing
    recipe: Recipe


@cache
def plans() -> tuple[Plan, ...]:
    """Return the planned pairs; no filing is in two of them."""
    dice = Dice("重复件")
    free = [each for each in filings() if each.layout not in _UNFIT and each.kind is not Kind.BILL]
    order = {filing: position for position, filing in enumerate(free)}
    plain = dice.shuffled([each for each in free if each.layout is not Layout.BIG5_PAGE])
    big5 = dice.shuffled([each for each in free if each.layout is Layout.BIG5_PAGE])
    planned: list[Plan] = []
    for recipe in RECIPES:
        for turn in range(recipe.count):
            second = big5.pop() if recipe.traditional else plain.pop()
            near = turn % 2 == 0 and not recipe.traditional
            first = next(
                each
                for each in plain
                if (each.meeting == second.meeting) == near and (order[each] < order[second] or not recipe.traditional)
            )
            plain.remove(first)
            earlier, later = sorted((first, second), key=order.__getitem__)
            planned.append(Plan(earlier, later, recipe))
    return tuple(planned)


def sample_duplicates() -> tuple[LabelledPair, ...]:
    """Return the labelled pairs: no other two records share a passage of 24 characters that is no formula.

    Pairs outside this list may still be about the same topic: see ``sample_topics``.
    """
    return tuple(
        LabelledPair(sample_key(plan.first), sample_key(plan.second), plan.recipe.verdict, plan.recipe.note)
        for plan in plans()
    )


@cache
def merged() -> dict[Filing, str]:
    """Return what a copy was merged into: the earlier one of the same meeting, and answered with it."""
    return {
        plan.second: f"第{plan.first.number}号{plan.first.kind}"
        for plan in plans()
        if plan.first.meeting == plan.second.meeting and plan.recipe.verdict in ("identical", "near-identical")
    }


@cache
def labelled_filings() -> frozenset[Filing]:
    """Return the filings of all pairs."""
    return frozenset(filing for plan in plans() for filing in (plan.first, plan.second))


def sample_key(filing: Filing) -> SampleKey:
    """Return the key by which others name this filing's record."""
    return str(filing.kind), filing.meeting.session.code, filing.number
