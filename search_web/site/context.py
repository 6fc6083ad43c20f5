"""What a view needs from outside the request: the search service, the configuration and who is asking.

``one_request_at_a_time`` keeps pages that compute from running at once in a process: they only take the interpreter
from each other, each takes a quarter more processor time than alone, and all are late. The threads of a process are for
readers who fetch slowly. Where the work is done by another machine, nobody waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar

from flask import Flask, current_app

from corpus import Proposal
from indexer import (
    NEAREST,
    Hit,
    IndexStats,
    Listing,
    Marks,
    Nearest,
    Neighbours,
    News,
    Reader,
    SearchPage,
    SearchRequest,
    Suggestion,
    Upkeep,
)
from search_web.accounts.visitors import current_visitor
from search_web.site.config import WebConfig

__all__ = ["Service", "Site", "attach", "current_reader", "current_site", "one_request_at_a_time"]

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

    def nearest(self, proposal: Proposal, reader: Reader, *, limit: int = NEAREST) -> tuple[Nearest, ...]:
        """Return what may be about the same thing as a proposal, archived or not, each with why; without itself."""
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
        request_lock: held while a page is computed, see ``one_request_at_a_time``.
    """

    service: Service
    config: WebConfig
    request_lock: AbstractContextManager[object] = field(default_factory=nullcontext)


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


_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


def one_request_at_a_time(view: Callable[_Asked, _Answer]) -> Callable[_Asked, _Answer]:
    """Let a view that computes without waiting for anything have its process for itself."""

    @wraps(view)
    def serialized(*args: _Asked.args, **named: _Asked.kwargs) -> _Answer:
        with current_site().request_lock:
            return view(*args, **named)

    return serialized
