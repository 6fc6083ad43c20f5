"""From a proposal on: back to the search it was found by, and to the proposals before and after it there."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from indexer import IndexerError, Neighbours, SearchRequest
from search_web.site.context import current_reader, current_site
from search_web.site.links import proposal_url, search_url
from search_web.site.wording import UNTITLED

__all__ = ["NeighbourLink", "ResultNavigation", "result_navigation"]

_LOG = logging.getLogger(__name__)

#: Digits of a place in a search that are read.
_MOST_DIGITS = 7


@dataclass(frozen=True, slots=True)
class NeighbourLink:
    """The proposal on one side: its title and its page."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class ResultNavigation:
    """Where to go from a proposal; ``place`` is 0 where the search no longer finds it."""

    back_url: str
    place: int = 0
    total: int = 0
    before: NeighbourLink | None = None
    after: NeighbourLink | None = None


def result_navigation(id: str, came_from: SearchRequest, at: str) -> ResultNavigation | None:
    """Return the way back to the search that led to a proposal and on to its next one; None where there was no search.

    Args:
        at: where the proposal stood in that search, from 1, as the address has it.
    """
    place = int(at) if at.isascii() and at.isdigit() and 0 < len(at) <= _MOST_DIGITS else 0
    if not place:
        bare = came_from == SearchRequest(reader=came_from.reader)
        return None if bare else ResultNavigation(back_url=search_url(came_from))
    service, reader = current_site().service, current_reader()
    try:
        beside = service.neighbours(came_from, id, place)
    except IndexerError as error:
        _LOG.warning("%s", error)
        beside = None
    if beside is None:
        return ResultNavigation(back_url=search_url(came_from))
    titles = {each.id: each.title for each in service.proposals(filter(None, (beside.before, beside.after)), reader)}
    return _between(came_from, beside, titles)


def _between(request: SearchRequest, beside: Neighbours, titles: Mapping[str, str]) -> ResultNavigation:
    """The neighbours that are still there (``titles`` by id); back leads to its place among the hits."""

    def link(id: str, place: int) -> NeighbourLink | None:
        return NeighbourLink(titles[id] or UNTITLED, proposal_url(id, request, place)) if id in titles else None

    anchor = f"#n{beside.place}" if beside.place else ""
    return ResultNavigation(
        back_url=search_url(request.on_page((beside.place - 1) // request.limit + 1)) + anchor,
        place=beside.place,
        total=beside.total,
        before=link(beside.before, beside.place - 1),
        after=link(beside.after, beside.place + 1),
    )
