"""Known duplicates, for pages that anyone may open: what the index knows, and what clerks decided.

Never more than the reader may see (notes and names are for clerks), and nothing at all where there is no desk or no
index to ask.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for

from corpus import Decision, Proposal
from indexer import IndexerError
from search_web.desk.context import current_desk
from search_web.desk.rulings import main_word, ruling_label
from search_web.site.context import current_reader, current_site
from search_web.site.links import proposal_url
from search_web.site.wording import UNTITLED, moment_words, place_words

__all__ = ["DuplicateView", "KnownDuplicate", "copies_of", "duplicate_views", "known_duplicates"]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KnownDuplicate:
    """Another proposal with nearly the same text, or one that a clerk decided on.

    Attributes:
        copied: whether the texts are the same or nearly so.
        decision: what stands on the two, as far as the reader may know.
    """

    proposal: Proposal
    copied: bool
    decision: Decision | None


def copies_of(ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return, for those of ``ids`` that have any, the ids of those with nearly the same text."""
    desk = current_desk()
    if desk is None:
        return {}
    try:
        return desk.duplicates.copies(ids, current_reader())
    except IndexerError as error:
        _LOG.warning("%s", error)
        return {}


def known_duplicates(id: str) -> tuple[KnownDuplicate, ...]:
    """Return what is known to duplicate a proposal: decided ones first, then copies."""
    desk = current_desk()
    if desk is None:
        return ()
    reader = current_reader()
    decisions = {
        pair.other(id): decision for pair, decision in desk.decisions.of_records([id], reader).items() if id in pair
    }
    copies = copies_of([id]).get(id, ())
    found = [(other, current_site().service.proposal(other, reader)) for other in dict.fromkeys([*decisions, *copies])]
    return tuple(
        KnownDuplicate(proposal, other in copies, decisions.get(other)) for other, proposal in found if proposal
    )


@dataclass(frozen=True, slots=True)
class DuplicateView:
    """One known duplicate.

    Attributes:
        ruling: what was decided, in words; ``""`` for nothing that the reader may know.
        note, signed: why, and who and when; ``""`` for the public.
        compare_url: where clerks read the two side by side; ``""`` for the public, and where the texts share nothing.
    """

    url: str
    title: str
    place: str
    copied: bool
    ruling: str
    note: str
    signed: str
    compare_url: str


def duplicate_views(id: str, known: Sequence[KnownDuplicate], *, staff: bool) -> tuple[DuplicateView, ...]:
    """Return known duplicates of a proposal as they are listed."""
    return tuple(_view(id, each, staff=staff) for each in known)


def _view(id: str, known: KnownDuplicate, *, staff: bool) -> DuplicateView:
    other, decision = known.proposal, known.decision
    ruling = ruling_label(decision.ruling) if decision else ""
    if decision and decision.main:
        ruling = f"{ruling}，{'本件' if decision.main == id else '那件'}为{main_word(decision.ruling)}"
    return DuplicateView(
        url=proposal_url(other.id),
        title=other.title or UNTITLED,
        place=place_words(other),
        copied=known.copied,
        ruling=ruling,
        note=decision.note if decision else "",
        signed=" ".join(part for part in (decision.who, moment_words(decision.made)) if part) if decision else "",
        compare_url=url_for("desk.pair", first=id, second=other.id) if staff and known.copied else "",
    )
