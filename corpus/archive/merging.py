"""One record from several files: what is current when they differ.

The newest reading leads. What it leaves out is filled from the older ones, newest first, so that a poorer
re-publication (no reply, an abstract only, no units) takes nothing away. Every reading and every merged state
stays in the archive. The rules, and why: docs/decisions/0005-identity-and-revisions.md.
"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import reduce
from typing import TYPE_CHECKING, TypeVar

from corpus.identity import alike, folded
from corpus.model import Coverage, Proposal, Reply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Handling

__all__ = ["merged"]

Kept = TypeVar("Kept", Proposal, Reply)

_COMPLETENESS = {Coverage.NONE: 0, Coverage.ABSTRACT: 1, Coverage.FULL: 2}


def merged(readings: Sequence[Proposal]) -> Proposal:
    """Return the current state of a record from what each file says of it, newest first.

    A single reading comes back unchanged.

    >>> from corpus.model import Reply
    >>> with_reply = Proposal("关于停车", text="全文", replies=(Reply("已增设车位"),))
    >>> without = Proposal("关于停车", category="城建", coverage=Coverage.NONE)
    >>> both = merged([without, with_reply])
    >>> both.category, both.text, both.coverage.value, both.replies[0].text
    ('城建', '全文', '全文', '已增设车位')
    """
    return reduce(_completed, readings[1:], readings[0])


def _completed(newer: Proposal, older: Proposal) -> Proposal:
    text, coverage = _fuller_text(newer, older)
    return _filled(
        newer,
        older,
        # What kind it is, and where it comes from, the newest reading says alone.
        kind=newer.kind,
        source=newer.source,
        id=newer.id,
        text=text,
        coverage=coverage,
        proposers=_fuller_names(newer.proposers, older.proposers),
        cosigners=_fuller_names(newer.cosigners, older.cosigners),
        handlings=_all_handlings(newer.handlings, older.handlings),
        replies=_all_replies(newer.replies, older.replies),
        extra=tuple(dict.fromkeys(newer.extra + older.extra)),
    )


def _filled(newer: Kept, older: Kept, **decided: object) -> Kept:
    """The newer one, with the older one's word in every field of which it says nothing.

    So what one source keeps internal stays internal until that source itself says otherwise.
    """
    silent = (each.name for each in fields(newer) if getattr(newer, each.name) == each.default)
    return replace(newer, **{**{name: getattr(older, name) for name in silent}, **decided})


def _fuller_text(newer: Proposal, older: Proposal) -> tuple[str, Coverage]:
    def completeness(record: Proposal) -> int:
        return _COMPLETENESS[record.coverage] if folded(record.text) else -1

    best = older if completeness(older) > completeness(newer) else newer
    return best.text, best.coverage


def _fuller_names(newer: tuple[str, ...], older: tuple[str, ...]) -> tuple[str, ...]:
    return older if set(newer) < set(older) else newer


def _all_handlings(newer: tuple[Handling, ...], older: tuple[Handling, ...]) -> tuple[Handling, ...]:
    named = {handling.unit for handling in newer}
    return newer + tuple(handling for handling in older if handling.unit not in named)


def _all_replies(newer: tuple[Reply, ...], older: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """Keep every reply of both: one that both have once, in the newer words unless those were cut short."""
    replies = list(newer)
    matched: set[int] = set()
    for old in older:
        free = (place for place in range(len(newer)) if place not in matched and _same_reply(newer[place], old))
        twin = next(free, None)
        if twin is None:
            replies.append(old)
        else:
            matched.add(twin)
            replies[twin] = _completed_reply(newer[twin], old)
    return tuple(replies)


def _same_reply(one: Reply, other: Reply) -> bool:
    told = ((set(one.units), set(other.units)), (one.document_number, other.document_number))
    if any(here and there and here != there for here, there in told):
        return False
    if one.replied and other.replied and one.replied != other.replied:
        return False
    return not folded(one.text) or not folded(other.text) or alike(one.text, other.text)


def _completed_reply(newer: Reply, older: Reply) -> Reply:
    cut_short = len(folded(newer.text)) < len(folded(older.text)) and folded(newer.text) in folded(older.text)
    return _filled(newer, older, text=older.text if cut_short or not folded(newer.text) else newer.text)
