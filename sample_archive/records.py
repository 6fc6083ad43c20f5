"""Every filing gets a topic and a text, some the text of an earlier one, and becomes a record as published.

filings ── deal topics ── write a new text, or make it from the pair's first one ──▶ entries
entries ── fields, replies ──▶ records
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus import Coverage, Kind, OutcomeClass, Proposal, Reply, Role, UnitAuthority, Visibility, to_chinese
from sample_archive import calendar
from sample_archive.calendar import Filing, Layout, filings
from sample_archive.data import Topic, Unit, districts, topics
from sample_archive.drafts import BILL_STYLE, STYLES, SUBJECT_STYLE, Draft, PassageLedger
from sample_archive.duplicates import (
    UNRELATED,
    Plan,
    SampleKey,
    labelled_filings,
    make_second,
    merged,
    plans,
    sample_key,
    with_formulas,
)
from sample_archive.labels import labels_of
from sample_archive.phrases import Dice
from sample_archive.proposals import ENOUGH, ProposalWriter, Size
from sample_archive.replies import Addressee, write_reply
from sample_archive.scene import Scene
from sample_archive.traditional import in_traditional

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
    if calendar.is_group(calendar.proposers(filing)):
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


_LAST_YEAR = 2025
_ONE_REPLY = (Layout.CSV, Layout.JSON_LINES)
"""Layouts with one row a record: room for one reply at most."""


def with_replies(record: Proposal, entry: Entry, chosen: Sequence[tuple[Unit, Role]], dice: Dice) -> Proposal:
    """Return the record with its replies and result; some of the last session are still unanswered."""
    filing, scene, draft = entry.filing, entry.scene, entry.draft
    if dice.chance(0.25 if filing.meeting.year == _LAST_YEAR else 0.04) or record.submitted is None:
        return record
    result = calendar.outcome(filing, dice)
    day = calendar.later(record.submitted, dice.between(4, 7), dice)
    to = _addressee(record, filing)
    leads = [unit for unit, role in chosen if role.leads]
    replies = [_numbered(write_reply(scene, draft, unit, to, day), unit, filing, dice) for unit in leads]
    if result.klass is not OutcomeClass.SOLVED and dice.chance(0.05):
        second = calendar.later(day, 2, dice)
        again = write_reply(scene, draft, leads[0], to, second, after=day)
        replies.append(_numbered(again, leads[0], filing, dice))
    if filing.layout in _ONE_REPLY:
        replies = replies[:1]
    return replace(record, replies=tuple(replies), outcome=result, published=calendar.later(day, 1, dice))


def _addressee(record: Proposal, filing: Filing) -> Addressee:
    title = "委员" if filing.kind is Kind.PROPOSAL else "代表"
    names = record.proposers
    people = len(names) + len(record.cosigners)
    if calendar.is_group(names):
        name = "、".join(names)
    elif people > 1 and filing.kind is not Kind.PROPOSAL:
        name = f"{names[0]}等{people}名{title}"
    else:
        name = "、".join(names) + title
    session = filing.meeting.session
    return Addressee(name, str(filing.kind), filing.number, to_chinese(session.term), to_chinese(session.meeting))


def _numbered(reply: Reply, unit: Unit, filing: Filing, dice: Dice) -> Reply:
    """Give the reply its document number (江教提复〔2023〕15号) and its unit's canonical name."""
    year = filing.meeting.year
    act = "提复" if filing.kind is Kind.PROPOSAL else "建复"
    number = f"{unit.code}{act}〔{year}〕{dice.between(1, 160)}号" if dice.chance(0.85) else ""
    return replace(reply, units=(UnitAuthority.load().canonical(unit.name_in(year)),), document_number=number)


def as_published(record: Proposal, filing: Filing, dice: Dice, *, labelled: bool) -> Proposal:
    """Return the record with what its portal left out: abstracts only, missing numbers, internal records, …

    A record of a labelled pair keeps its number and text.
    """
    if filing.layout is Layout.CSV:
        return replace(record, replies=(), coverage=Coverage.ABSTRACT, text=_abstract(record.text), published=None)
    if filing.layout is Layout.REPLY_TABLE:
        return _as_reply_table(record, filing)
    if labels_of(filing).title == "案由":
        record = replace(record, subject=record.title)
    named = any(f"第{record.number}号" in reply.text for reply in record.replies)
    if not labelled and not named and dice.chance(0.02):
        record = replace(record, number=None, number_written="")
    if dice.chance(0.03):
        record = replace(record, category="")
    if dice.chance(0.03):
        record = replace(record, filed=None)
    if filing.layout is not Layout.BIG5_PAGE and dice.chance(0.02):
        record = replace(record, visibility=Visibility.INTERNAL)
    if not labelled and dice.chance(0.01):
        record = replace(record, text="", coverage=Coverage.NONE)
    return record


def _abstract(text: str) -> str:
    """The first sentences up to some 160 characters, as portals cut them."""
    flat = text.replace("\n", "")
    end = flat.find("。", 110)
    return flat[: end + 1] if 0 < end < 260 else flat[:160] + "……"


def _as_reply_table(record: Proposal, filing: Filing) -> Proposal:
    """The portal of that year showed the reply's title only; the text opens with the 案由."""
    session = filing.meeting.session
    body = "政协" if filing.kind is Kind.PROPOSAL else "人大"
    term, meeting = to_chinese(session.term), to_chinese(session.meeting)
    answered = f"对市{body}{term}届第{meeting}次会议第{record.number}号{filing.kind}的答复"
    text = f"{record.title} {record.text}"
    replies = (replace(record.replies[0], title=answered), *record.replies[1:]) if record.replies else ()
    return replace(
        record,
        text=text,
        subject=record.title,
        number_written=str(record.number),
        category="",
        filed=None,
        published=None,
        cosigners=(),
        replies=replies,
    )


@cache
def sample_records() -> tuple[Proposal, ...]:
    """Return every record of the sample as its file says it, in the order of filing; ids and sources are empty."""
    return tuple(_record(entry) for entry in entries())


def sample_topics() -> dict[SampleKey, str]:
    """Return what each record is about, by its key; records of one topic raise the same question independently."""
    return {sample_key(entry.filing): entry.scene.topic.key for entry in entries()}


def _record(entry: Entry) -> Proposal:
    filing, draft = entry.filing, entry.draft
    dice = Dice(f"栏目{filing.seed}")
    year = filing.meeting.year
    submitted = calendar.submitted(filing, dice)
    chosen = calendar.handling_units(entry.scene.topic, year, dice)
    record = Proposal(
        title=draft.title,
        kind=filing.kind,
        text=draft.text,
        session=filing.meeting.session,
        number=filing.number,
        number_written=f"{filing.number:04d}" if filing.kind is Kind.PROPOSAL else str(filing.number),
        proposers=calendar.proposers(filing),
        cosigners=calendar.cosigners(filing, dice),
        category=entry.scene.topic.category,
        handlings=calendar.handlings(chosen, year),
        submitted=submitted,
        filed=calendar.later(submitted, 1, dice),
    )
    if filing in merged():
        record = replace(record, merged_into=merged()[filing])
    else:
        record = with_replies(record, entry, chosen, dice)
    record = as_published(record, filing, dice, labelled=filing in labelled_filings())
    return in_traditional(record) if filing.layout is Layout.BIG5_PAGE else record
