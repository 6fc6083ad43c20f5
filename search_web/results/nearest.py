"""What may be about the same thing as a text, as it is listed: what it is, why it is near, what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request

from indexer import NEAREST, Nearest
from search_web.site.links import proposal_url
from search_web.site.wording import UNTITLED, place_words

__all__ = ["NearestView", "more_nearest", "nearest_views", "wanted_nearest"]

#: How many are listed when more are asked for.
_MORE = 20


@dataclass(frozen=True, slots=True)
class NearestView:
    """One proposal that may be about the same thing.

    Attributes:
        verdict: what the duplicate check says of it, where that stands on the same page; ``""`` for nothing.
        reasons: why it is near.
        answer: one sentence of its answers, ``""`` for none.
    """

    url: str
    title: str
    place: str
    verdict: str
    reasons: tuple[str, ...]
    answer: str


def nearest_views(nearest: Sequence[Nearest], verdicts: Mapping[str, str] | None = None) -> tuple[NearestView, ...]:
    """Return the nearest as they are listed, nearest first; ``verdicts`` are labels by id."""
    said = verdicts or {}
    return tuple(
        NearestView(
            url=proposal_url(each.proposal.id),
            title=each.proposal.title or UNTITLED,
            place=place_words(each.proposal),
            verdict=said.get(each.proposal.id, ""),
            reasons=each.reasons,
            answer=each.answer,
        )
        for each in nearest
    )


def wanted_nearest() -> int:
    """Return how many the address of the page asks for."""
    return _MORE if "nearest" in request.args else NEAREST


def more_nearest(wanted: int) -> str:
    """Return the address of the same page with more of them, ``""`` where it is asked for already."""
    if wanted > NEAREST:
        return ""
    query = request.query_string.decode("ascii", "ignore")
    return f"{request.path}?{query}{'&' if query else ''}nearest={_MORE}#nearest"
