"""Which filings form the labelled pairs: drawn once, half of them inside one meeting, half across the years."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from corpus.model import Kind
from corpus.sample.duplicates import RECIPES, LabelledPair, Recipe, SampleKey
from corpus.sample.filings import Filing, Layout, filings
from corpus.sample.phrases import Dice

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


def pairs() -> tuple[LabelledPair, ...]:
    """Return the labelled pairs."""
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
