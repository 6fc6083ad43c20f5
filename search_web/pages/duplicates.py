"""Known duplicates as a proposal's page lists them; notes and names are for clerks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from search_web.known import KnownDuplicate
from search_web.links import proposal_url
from search_web.pages.wording import UNTITLED, moment_words, place_words

__all__ = ["DuplicateView", "duplicate_views"]


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
    ruling = decision.ruling.value if decision and decision.ruling else ""
    if decision and decision.main:
        ruling = f"{ruling}，{'本件' if decision.main == id else '那件'}为主案"
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
