"""Which replies a record got, and what its publication left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Coverage, Kind, OutcomeClass, Proposal, Reply, Role, Visibility
from corpus.sample import fields
from corpus.sample.data import Unit
from corpus.sample.filings import Filing, Layout
from corpus.sample.labels import labels_of
from corpus.sample.phrases import Dice
from corpus.sample.replies import Addressee, write_reply
from corpus.sample.texts import Entry
from corpus.units import UnitAuthority
from corpus.values import to_chinese

_LAST_YEAR = 2025
_ONE_REPLY = (Layout.CSV, Layout.JSON_LINES)
"""Layouts with one row a record: room for one reply at most."""


def with_replies(record: Proposal, entry: Entry, chosen: Sequence[tuple[Unit, Role]], dice: Dice) -> Proposal:
    """Return the record with its replies and result; some of the last session are still unanswered."""
    filing, scene, draft = entry.filing, entry.scene, entry.draft
    if dice.chance(0.25 if filing.meeting.year == _LAST_YEAR else 0.04) or record.submitted is None:
        return record
    result = fields.outcome(filing, dice)
    day = fields.later(record.submitted, dice.between(4, 7), dice)
    to = _addressee(record, filing)
    leads = [unit for unit, role in chosen if role.leads]
    replies = [_numbered(write_reply(scene, draft, unit, to, day), unit, filing, dice) for unit in leads]
    if result.klass is not OutcomeClass.SOLVED and dice.chance(0.05):
        second = fields.later(day, 2, dice)
        again = write_reply(scene, draft, leads[0], to, second, after=day)
        replies.append(_numbered(again, leads[0], filing, dice))
    if filing.layout in _ONE_REPLY:
        replies = replies[:1]
    return replace(record, replies=tuple(replies), outcome=result, published=fields.later(day, 1, dice))


def _addressee(record: Proposal, filing: Filing) -> Addressee:
    title = "委员" if filing.kind is Kind.PROPOSAL else "代表"
    names = record.proposers
    people = len(names) + len(record.cosigners)
    if fields.is_group(names):
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
