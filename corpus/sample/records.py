"""The sample's records: every filing gets a topic and a text, some the text of an earlier one, all their replies.

    filings ── deal topics ── write or copy a text ──▶ drafts ── fields, replies ──▶ records
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from corpus.model import Kind, Proposal
from corpus.sample import fields
from corpus.sample.answers import as_published, with_replies
from corpus.sample.data import Topic, districts, topics
from corpus.sample.duplicates import RECIPES, UNRELATED, LabelledPair, Recipe, SampleKey, make_second, with_formulas
from corpus.sample.filings import Filing, Layout, filings
from corpus.sample.ledger import PassageLedger
from corpus.sample.phrases import Dice
from corpus.sample.proposals import BILL_STYLE, STYLES, Draft, ProposalWriter, Size, Style
from corpus.sample.scene import Scene
from corpus.sample.traditional import in_traditional

_SIZES = (Size.SHORT, Size.SHORT, Size.MEDIUM, Size.MEDIUM, Size.MEDIUM, Size.MEDIUM, Size.LONG)
_PLAIN_STYLE = Style(("情况分析：", "", "具体建议："), "", "一是")
"""The style of records whose text opens with its 案由: the heading ends it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One filled filing, with the scene it was written in."""

    filing: Filing
    topic: Topic
    scene: Scene
    draft: Draft


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which filing's text is made from which earlier one, and how."""

    first: Filing
    second: Filing
    recipe: Recipe


@cache
def entries() -> tuple[Entry, ...]:
    """Return every filing with its topic and text, in the order of filing."""
    plans = _plans()
    firsts = {plan.first.seed: plan for plan in plans}
    seconds = {plan.second.seed: plan for plan in plans}
    writer, done = ProposalWriter(PassageLedger()), dict[str, Entry]()
    deck = _Deck()
    for filing in filings():
        dice = Dice(f"正文{filing.seed}")
        plan = seconds.get(filing.seed)
        first = done[plan.first.seed] if plan else None
        same = first is not None and plan is not None and plan.recipe.verdict != UNRELATED
        topic = first.topic if first and same else deck.deal(filing.meeting.year)
        scene = Scene(topic, dice.pick(districts()), filing.meeting.year, dice, {"委员": _member(filing.kind)})
        suffix = _suffix(filing, dice)
        if plan and first:
            draft = make_second(plan.recipe, first.draft, scene, writer, suffix)
        else:
            draft = _first_draft(filing, scene, writer, suffix, firsts.get(filing.seed))
        if filing.layout is Layout.REPLY_TABLE:
            draft = replace(draft, style=_PLAIN_STYLE, slogan="")
        writer.enter(draft)
        done[filing.seed] = Entry(filing, topic, scene, draft)
    return tuple(done.values())


def _first_draft(filing: Filing, scene: Scene, writer: ProposalWriter, suffix: str, plan: _Plan | None) -> Draft:
    size = plan.recipe.first_size if plan else scene.dice.pick(_SIZES)
    style = BILL_STYLE if filing.kind is Kind.BILL else scene.dice.pick(STYLES)
    style = _PLAIN_STYLE if filing.layout is Layout.REPLY_TABLE else style
    focus = scene.dice.below(len(scene.topic.demand))
    draft = writer.write(scene, style, size, suffix, focus)
    return with_formulas(draft) if plan and plan.recipe.verdict == UNRELATED else draft


class _Deck:
    """Deals topics so that each comes up about equally often, within the years it belongs to."""

    def __init__(self) -> None:
        self._dice = Dice("选题")
        self._cards: list[Topic] = []

    def deal(self, year: int) -> Topic:
        """Return the next topic of this year."""
        for _ in range(2):
            for card in self._cards:
                if card.since <= year <= card.until:
                    self._cards.remove(card)
                    return card
            self._cards += self._dice.shuffled(topics())
        raise LookupError(f"{year} 年没有可用的选题")


@cache
def _merged() -> dict[str, str]:
    """Copies filed at the same meeting were merged into the earlier one and answered with it."""
    return {
        plan.second.seed: f"第{plan.first.number}号{plan.first.kind}"
        for plan in _plans()
        if plan.first.meeting == plan.second.meeting and plan.recipe.verdict in ("identical", "near-identical")
    }


@cache
def _labelled() -> frozenset[str]:
    return frozenset(filing.seed for plan in _plans() for filing in (plan.first, plan.second))


@cache
def _plans() -> tuple[_Plan, ...]:
    """Pair up filings with a full text: every other pair inside one meeting, the rest across years."""
    dice = Dice("重复件")
    free = [each for each in filings() if each.layout is not Layout.CSV and each.kind is not Kind.BILL]
    plain = dice.shuffled([each for each in free if each.layout is not Layout.BIG5_PAGE])
    big5 = dice.shuffled([each for each in free if each.layout is Layout.BIG5_PAGE])
    order = {filing.seed: position for position, filing in enumerate(free)}
    plans: list[_Plan] = []
    for recipe in RECIPES:
        for turn in range(recipe.count):
            second = big5.pop() if recipe.traditional else plain.pop()
            near = turn % 2 == 0 and not recipe.traditional
            first = next(
                each
                for each in plain
                if (each.meeting is second.meeting) == near
                and (order[each.seed] < order[second.seed] or not recipe.traditional)
            )
            plain.remove(first)
            if order[first.seed] > order[second.seed]:
                first, second = second, first
            plans.append(_Plan(first, second, recipe))
    return tuple(plans)


def _member(kind: Kind) -> str:
    return "委员" if kind is Kind.PROPOSAL else "代表"


def _suffix(filing: Filing, dice: Dice) -> str:
    if filing.kind is Kind.BILL:
        return "议案"
    return dice.pick(("建议", "建议", "提案", "几点建议")) if filing.kind is Kind.PROPOSAL else "建议"


@cache
def all_records() -> tuple[Proposal, ...]:
    """Return every record as its file says it, in the order of filing."""
    return tuple(_record(entry) for entry in entries())


def pairs() -> tuple[LabelledPair, ...]:
    """Return the labelled pairs."""
    return tuple(
        LabelledPair(_key(plan.first), _key(plan.second), plan.recipe.verdict, plan.recipe.note) for plan in _plans()
    )


def _key(filing: Filing) -> SampleKey:
    return str(filing.kind), filing.meeting.session.code, filing.number


def topic_keys() -> dict[SampleKey, str]:
    """Return what each record is about: the key of its topic."""
    return {_key(entry.filing): entry.topic.key for entry in entries()}


def _record(entry: Entry) -> Proposal:
    filing, draft = entry.filing, entry.draft
    dice = Dice(f"栏目{filing.seed}")
    year = filing.meeting.year
    submitted = fields.submitted(filing, dice)
    chosen = fields.handling_units(entry.topic, year, dice)
    record = Proposal(
        title=draft.title,
        kind=filing.kind,
        text=draft.text,
        session=filing.meeting.session,
        number=filing.number,
        number_written=f"{filing.number:04d}" if filing.kind is Kind.PROPOSAL else str(filing.number),
        proposers=fields.proposers(filing, dice),
        cosigners=fields.cosigners(filing, dice),
        category=entry.topic.category,
        handlings=fields.handlings(chosen, year),
        submitted=submitted,
        filed=fields.later(submitted, 1, dice),
    )
    if filing.seed in _merged():
        record = replace(record, merged_into=_merged()[filing.seed])
    else:
        record = with_replies(record, filing, entry.scene, draft, chosen, dice)
    record = as_published(record, filing, dice, labelled=filing.seed in _labelled())
    return in_traditional(record) if filing.layout is Layout.BIG5_PAGE else record
