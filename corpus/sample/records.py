"""The sample's records: every text with its fields and replies, as its portal published it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from corpus.model import Kind, Proposal
from corpus.sample import fields
from corpus.sample.answers import as_published, with_replies
from corpus.sample.duplicates import SampleKey
from corpus.sample.filings import Layout
from corpus.sample.phrases import Dice
from corpus.sample.plans import labelled_filings, merged, sample_key
from corpus.sample.texts import Entry, entries
from corpus.sample.traditional import in_traditional


@cache
def all_records() -> tuple[Proposal, ...]:
    """Return every record as its file says it, in the order of filing."""
    return tuple(_record(entry) for entry in entries())


def topic_keys() -> dict[SampleKey, str]:
    """Return what each record is about: the key of its topic."""
    return {sample_key(entry.filing): entry.scene.topic.key for entry in entries()}


def _record(entry: Entry) -> Proposal:
    filing, draft = entry.filing, entry.draft
    dice = Dice(f"栏目{filing.seed}")
    year = filing.meeting.year
    submitted = fields.submitted(filing, dice)
    chosen = fields.handling_units(entry.scene.topic, year, dice)
    record = Proposal(
        title=draft.title,
        kind=filing.kind,
        text=draft.text,
        session=filing.meeting.session,
        number=filing.number,
        number_written=f"{filing.number:04d}" if filing.kind is Kind.PROPOSAL else str(filing.number),
        proposers=fields.proposers(filing),
        cosigners=fields.cosigners(filing, dice),
        category=entry.scene.topic.category,
        handlings=fields.handlings(chosen, year),
        submitted=submitted,
        filed=fields.later(submitted, 1, dice),
    )
    if filing in merged():
        record = replace(record, merged_into=merged()[filing])
    else:
        record = with_replies(record, entry, chosen, dice)
    record = as_published(record, filing, dice, labelled=filing in labelled_filings())
    return in_traditional(record) if filing.layout is Layout.BIG5_PAGE else record
