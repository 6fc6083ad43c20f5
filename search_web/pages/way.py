"""From a proposal on: back to the search it was found by, and to the proposals before and after it there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer import Neighbours, SearchRequest
from search_web.links import proposal_url, search_url
from search_web.pages.wording import UNTITLED

__all__ = ["Step", "Way", "way"]


@dataclass(frozen=True, slots=True)
class Step:
    """The proposal on one side: its title and its page."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Way:
    """Where to go from a proposal; ``place`` is 0 where the search no longer finds it."""

    back_url: str
    place: int = 0
    total: int = 0
    before: Step | None = None
    after: Step | None = None


def way(request: SearchRequest, beside: Neighbours, titles: Mapping[str, str]) -> Way:
    """Return the way on from a proposal of a search; back leads to where it stands among the results.

    Args:
        titles: of the proposals on either side, by id; one that is not there is not led to.
    """

    def step(id: str, place: int) -> Step | None:
        return Step(titles[id] or UNTITLED, proposal_url(id, request, place)) if id in titles else None

    return Way(
        back_url=search_url(request.on_page((beside.place - 1) // request.limit + 1)) + _spot(beside.place),
        place=beside.place,
        total=beside.total,
        before=step(beside.before, beside.place - 1),
        after=step(beside.after, beside.place + 1),
    )


def _spot(place: int) -> str:
    """Where on the page of results a hit stands; nowhere for one that is no longer found."""
    return f"#n{place}" if place else ""
