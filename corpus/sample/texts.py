"""Every filing gets a topic and a text, some the text of an earlier one.

filings ── deal topics ── write a new text, or make it from the pair's first one ──▶ entries
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from corpus.model import Kind
from corpus.sample import fields
from corpus.sample.data import Topic, districts, topics
from corpus.sample.drafts import BILL_STYLE, STYLES, SUBJECT_STYLE, Draft
from corpus.sample.duplicates import UNRELATED, make_second, with_formulas
from corpus.sample.filings import Filing, Layout, filings
from corpus.sample.ledger import PassageLedger
from corpus.sample.phrases import Dice
from corpus.sample.plans import Plan, plans
from corpus.sample.proposals import ENOUGH, ProposalWriter, Size
from corpus.sample.scene import Scene

_TOPICS_TRIED = 8
_SIZES = (Size.SHORT, Size.SHORT, Size.MEDIUM, Size.MEDIUM, Size.MEDIUM, Size.LONG, Size.LONG)


@dataclass(frozen=True, slots=True)
class Entry:
    """One filled filing, with the scene it was written in."""

    filing: Filing
    scene: Scene
    draft: Draft


@cache
def entries() -> tuple[Entry, ...]:
    """Return every filing with its topic and text, in the order of filing."""
    firsts = {plan.first: plan for plan in plans()}
    seconds = {plan.second: plan for plan in plans()}
    writer, deck = ProposalWriter(PassageLedger()), _Deck()
    done: dict[Filing, Entry] = {}
    for filing in filings():
        plan = seconds.get(filing)
        if plan:
            entry = _second_entry(filing, plan, done[plan.first], deck, writer)
        else:
            entry = _new_entry(filing, firsts.get(filing), deck, writer)
        writer.enter(entry.draft)
        done[filing] = entry
    return tuple(done.values())


def _new_entry(filing: Filing, plan: Plan | None, deck: _Deck, writer: ProposalWriter) -> Entry:
    """Write a new text; ``plan`` when it will be the first one of a pair. A topic that is used up is passed over."""
    for _ in range(_TOPICS_TRIED):
        scene = _scene(filing, deck.deal(filing.meeting.year))
        draft = _new_draft(filing, plan, scene, writer)
        if draft.own >= ENOUGH:
            break
        deck.retire(scene.topic.key)
    return Entry(filing, scene, draft)


def _new_draft(filing: Filing, plan: Plan | None, scene: Scene, writer: ProposalWriter) -> Draft:
    dice = scene.dice
    size = plan.recipe.first_size if plan else dice.pick(_SIZES)
    style = BILL_STYLE if filing.kind is Kind.BILL else dice.pick(STYLES)
    subject_opens = filing.layout is Layout.REPLY_TABLE
    focus = dice.below(len(scene.topic.demand))
    draft = writer.write(scene, SUBJECT_STYLE if subject_opens else style, size, _suffix(filing, dice), focus)
    if plan and plan.recipe.verdict == UNRELATED:
        draft = with_formulas(draft)
    return replace(draft, slogan="") if subject_opens else draft


def _second_entry(filing: Filing, plan: Plan, first: Entry, deck: _Deck, writer: ProposalWriter) -> Entry:
    same_matter = plan.recipe.verdict != UNRELATED
    scene = _scene(filing, first.scene.topic if same_matter else deck.deal(filing.meeting.year))
    return Entry(filing, scene, make_second(plan.recipe, first.draft, scene, writer, _suffix(filing, scene.dice)))


def _scene(filing: Filing, topic: Topic) -> Scene:
    dice, year = Dice(f"正文{filing.seed}"), filing.meeting.year
    scene = Scene(topic.in_year(year), dice.pick(districts()), year, dice)
    if fields.is_group(fields.proposers(filing)):
        return scene
    member = "委员" if filing.kind is Kind.PROPOSAL else "代表"
    return replace(scene, fixed={"委员": member}, speakers=(*scene.speakers, "本人", "本人"))


def _suffix(filing: Filing, dice: Dice) -> str:
    if filing.kind is Kind.BILL:
        return "议案"
    return dice.pick(("建议", "建议", "提案", "几点建议")) if filing.kind is Kind.PROPOSAL else "建议"


class _Deck:
    """Deals topics so that each comes up about equally often, within the years it belongs to."""

    def __init__(self) -> None:
        self._dice = Dice("选题")
        self._cards: list[Topic] = []
        self._retired: set[str] = set()

    def deal(self, year: int) -> Topic:
        """Return the next topic of this year; LookupError when no topic belongs to it."""
        for _ in range(2):
            for card in self._cards:
                if card.since <= year <= card.until and card.key not in self._retired:
                    self._cards.remove(card)
                    return card
            self._cards += self._dice.shuffled(topics())
        raise LookupError(f"{year} 年没有可用的选题")

    def retire(self, key: str) -> None:
        """Deal this topic no more: there is nothing new to say of it."""
        self._retired.add(key)
