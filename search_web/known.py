"""Known duplicates, for pages that anyone may open: what the index knows, and what clerks decided. Never more than the
reader may see, and nothing at all where there is no desk or no index to ask."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from corpus import Decision, Proposal
from indexer import IndexerError
from search_web.desk import current_desk
from search_web.site import current_reader, current_site

__all__ = ["KnownDuplicate", "copies_of", "known_duplicates"]

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
