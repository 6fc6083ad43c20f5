"""What a view needs from outside the request: the search service, the configuration and who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from flask import Flask, current_app

from corpus import Proposal
from indexer import Hit, IndexStats, Marks, Reader, SearchPage, SearchRequest, Suggestion
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

    def marks(self, field: str, text: str, query: str) -> Marks:
        """Return the spans of a shown text that a query matches."""
        ...

    def suggest(self, typed: str, reader: Reader, *, limit: int = 8) -> tuple[Suggestion, ...]:
        """Return what a person who has typed this much may want, best first."""
        ...

    def similar(self, id: str, reader: Reader, *, limit: int = 5) -> tuple[Hit, ...]:
        """Return the proposals most like one; none where the reader may not see it."""
        ...

    def stats(self) -> IndexStats:
        """Return what the live index is and how much it holds."""
        ...


@dataclass(frozen=True, slots=True)
class Site:
    """One running site."""

    service: Service
    config: WebConfig


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
