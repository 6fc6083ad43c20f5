"""What a view needs from outside the request: the search service, the configuration and who is asking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Protocol

from flask import Flask, current_app

from corpus import Proposal
from indexer import (
    Hit,
    IndexStats,
    Listing,
    Marks,
    Neighbours,
    News,
    Reader,
    SearchPage,
    SearchRequest,
    Suggestion,
    Upkeep,
)
from search_web.access import current_visitor
from search_web.config import WebConfig

__all__ = ["Service", "Site", "attach", "current_reader", "current_site"]

_KEY = "tian_site"


class Service(Protocol):
    """The part of ``indexer.SearchService`` that the site asks; any object with these methods will do."""

    def search(self, request: SearchRequest, *, cursor: str = "") -> SearchPage:
        """Return one page of what matches, with exact total and facet counts; with a cursor, what is behind it."""
        ...

    def proposal(self, id: str, reader: Reader) -> Proposal | None:
        """Return one proposal whole; None where there is none that this reader may see."""
        ...

    def proposals(self, ids: Iterable[str], reader: Reader) -> Iterator[Proposal]:
        """Yield proposals whole, in this order, without those that this reader may not see."""
        ...

    def listing(self, request: SearchRequest, *, most: int) -> Listing:
        """Return the ids of a search in its order, whatever its page: the first ``most``."""
        ...

    def neighbours(self, request: SearchRequest, id: str, place: int) -> Neighbours | None:
        """Return what stands beside a proposal seen at a place (from 1) of a search; None where it is not found."""
        ...

    def news(self, request: SearchRequest, *, most: int, since: str = "") -> News:
        """Return which hits of a search came in or were revised last; with ``since`` (ISO 8601), not before then."""
        ...

    def marks(self, field: str, text: str, query: str) -> Marks:
        """Return the spans of a shown text that a query matches."""
        ...

    def suggest(self, typed: str, reader: Reader, *, limit: int = 8) -> tuple[Suggestion, ...]:
        """Return what a person who has typed this much may want, best first."""
        ...

    def similar(self, id: str, reader: Reader, *, limit: int = 5) -> tuple[Hit, ...]:
        """Return the proposals most like one; none where the reader may not see it."""
        ...

    @property
    def upkeep(self) -> Upkeep:
        """What looks at archive and index, for operators."""
        ...

    def stats(self) -> IndexStats:
        """Return what the live index is and how much it holds."""
        ...


@dataclass(frozen=True, slots=True)
class Site:
    """One running site.

    Attributes:
        turn: held while a page is computed, see ``turns``.
    """

    service: Service
    config: WebConfig
    turn: AbstractContextManager[object] = field(default_factory=nullcontext)


def attach(app: Flask, site: Site) -> None:
    """Make the site known to every request of this application."""
    app.extensions[_KEY] = site


def current_site() -> Site:
    """Return the site that answers the current request."""
    site = current_app.extensions[_KEY]
    assert isinstance(site, Site)
    return site


def current_reader() -> Reader:
    """Return what the one who asks may see: internal proposals are for whoever is signed in."""
    return Reader(internal=current_visitor() is not None)
