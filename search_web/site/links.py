"""Where things are: every address the pages show, built from the search it belongs to.

An address names a search completely (``SearchRequest.to_args``), so every page can be bookmarked and sent on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote, quote_plus

from flask import g, url_for

from corpus import PartialDate
from indexer import DEFAULT_LIMIT, FACETS, Correction, FacetFilter, SearchRequest, Sort, Suggestion

__all__ = [
    "Choice",
    "absolute",
    "api_search_url",
    "browse_url",
    "corrected",
    "export_urls",
    "facet_url",
    "feed_url",
    "narrowed",
    "newest_if_empty",
    "on_only",
    "permalink",
    "proposal_url",
    "search_url",
    "session_url",
    "sorted_by",
    "suggestion_url",
    "toggled",
    "unit_url",
    "value_url",
    "with_limit",
    "within",
    "without_dates",
    "without_facet",
    "without_filters",
]

#: Stands for a part of an address; what ``url_for`` leaves in one as it is.
_PART, _PLAIN_IN_PARTS = "part", "!$&'()*+,/:;=@"


def search_url(request: SearchRequest) -> str:
    """Return the address of a search's page.

    >>> from flask import Flask; app = Flask("example")
    >>> app.add_url_rule("/", "search.results")
    >>> with app.test_request_context():
    ...     search_url(SearchRequest("5G", (FacetFilter("session", ("12-5", "12-4")),)))
    '/?q=5G&session=12-5&session=12-4'
    """
    return _with_search(_path("search.results"), request)


def newest_if_empty(request: SearchRequest) -> SearchRequest:
    """Return a search from which filters were taken; once nothing is asked any more, everything from the newest."""
    return replace(request, sort=Sort.NEWEST) if request == SearchRequest(reader=request.reader) else request


def facet_url(request: SearchRequest, facet: str) -> str:
    """Return the address of the page with every value of one facet."""
    return _with_search(_path("search.facet", "name", facet), request.on_page(1))


def api_search_url(request: SearchRequest) -> str:
    """Return the address of the same search as JSON."""
    return _with_search(_path("api.search"), request)


def proposal_url(id: str, request: SearchRequest | None = None, place: int = 0) -> str:
    """Return the address of a proposal's page.

    Args:
        request: the search it was found by: the page marks its words and leads back.
        place: where it stands in that search, from 1: the page leads on to the next.
    """
    path = _path("proposal.show", "proposal_id", id)
    if not request:
        return path
    args = request.on_page(1).to_args() if place else request.to_args()
    if place:
        args.append(("at", str(place)))
    return f"{path}?{_encoded(args)}" if args else path


def export_urls(request: SearchRequest) -> tuple[tuple[str, str], ...]:
    """Return the formats that a search can be taken along in, each with its address."""
    whole = replace(request, page=1, limit=DEFAULT_LIMIT)
    formats = (("Excel（XLSX）", "export.xlsx"), ("CSV", "export.csv"), ("JSON Lines", "export.jsonl"))
    return tuple((label, _with_search(url_for(endpoint), whole)) for label, endpoint in formats)


def feed_url(request: SearchRequest) -> str:
    """Return the address of a search's feed."""
    return _with_search(url_for("export.feed"), _unordered(request))


def browse_url(facet: str, *, find: str = "", order: str = "") -> str:
    """Return the address of the page that lists every value of a facet, or those that contain ``find``."""
    return url_for("browse.values", name=facet, find=find or None, order=order or None)


def unit_url(unit: str) -> str:
    """Return the address of a unit's page."""
    return url_for("browse.unit_page", unit=unit)


def session_url(code: str) -> str:
    """Return the address of a session's page."""
    return url_for("browse.session_page", value=code)


def value_url(facet: str, value: str) -> str:
    """Return the page of a value: a unit's or a session's own, else all that has it."""
    if facet == "unit":
        return unit_url(value)
    return session_url(value) if facet == "session" else search_url(on_only(facet, value))


def absolute(path: str, base_url: str) -> str:
    """Return an address of this site in full."""
    return base_url.rstrip("/") + path


def suggestion_url(suggestion: Suggestion) -> str:
    """Return where choosing a suggestion leads: to the proposal of a title, else to all with that facet value."""
    if suggestion.kind == "title":
        return proposal_url(suggestion.value)
    return search_url(on_only(suggestion.kind, suggestion.value))


def permalink(id: str, base_url: str = "") -> str:
    """Return the full address under which a proposal is cited."""
    if base_url:
        return absolute(proposal_url(id), base_url)
    return url_for("proposal.show", proposal_id=id, _external=True)


def toggled(request: SearchRequest, facet: str, value: str) -> SearchRequest:
    """Return the search with one value added or taken out; what refines a value goes with it.

    >>> months = SearchRequest("停车", (FacetFilter("year", ("2021",)), FacetFilter("month", ("2021-06",))))
    >>> toggled(months, "year", "2021").filters
    ()
    """
    changed = request.toggled(facet, value)
    if value in changed.chosen(facet):
        return changed
    for child in (each.name for each in FACETS if each.parent == facet):
        for refined in changed.chosen(child):
            if refined.startswith(value):
                changed = changed.toggled(child, refined)
    return changed


def narrowed(request: SearchRequest, facet: str, *values: str) -> SearchRequest:
    """Return the search on page 1 with exactly these values of one facet."""
    others = tuple(each for each in request.filters if each.facet != facet)
    filters = (*others, FacetFilter(facet, values)) if values else others
    return replace(request, filters=filters, page=1)


def on_only(facet: str, value: str) -> SearchRequest:
    """Return the search for everything with one facet value."""
    return narrowed(SearchRequest(), facet, value)


def without_facet(request: SearchRequest, facet: str) -> SearchRequest:
    """Return the search without any filter of one facet, nor of those that refine it."""
    for name in (facet, *(each.name for each in FACETS if each.parent == facet)):
        request = narrowed(request, name)
    return request


def without_dates(request: SearchRequest) -> SearchRequest:
    """Return the search on page 1 without its date range."""
    return replace(request, since=None, until=None, page=1)


def corrected(request: SearchRequest, correction: Correction) -> SearchRequest:
    """Return the search as it was meant, on page 1 and without filters or dates: a correction is of words alone."""
    return without_filters(replace(request, query=correction.text))


def without_filters(request: SearchRequest) -> SearchRequest:
    """Return the search on page 1 with its words only."""
    return replace(without_dates(request), filters=())


def sorted_by(request: SearchRequest, sort: Sort) -> SearchRequest:
    """Return the search on page 1 in another order."""
    return replace(request, sort=sort, page=1)


def with_limit(request: SearchRequest, limit: int) -> SearchRequest:
    """Return the search on page 1 with so many hits a page."""
    return replace(request, limit=limit, page=1)


def within(request: SearchRequest, since: PartialDate | None) -> SearchRequest:
    """Return the search on page 1 from a day on, with no end."""
    return replace(request, since=since, until=None, page=1)


def _unordered(request: SearchRequest) -> SearchRequest:
    """The search whatever its page and order: what a feed is of."""
    return replace(request, page=1, limit=DEFAULT_LIMIT, sort=Sort.RELEVANCE)


def _with_search(path: str, request: SearchRequest) -> str:
    args = _encoded(request.to_args())
    return f"{path}?{args}" if args else path


def _encoded(args: Iterable[tuple[str, str]]) -> str:
    """The arguments as ``urlencode`` writes them. A page has sixty addresses of nearly the same search."""
    return "&".join(f"{name}={_quoted(value)}" for name, value in args)


_quoted = lru_cache(maxsize=1 << 12)(quote_plus)


def _path(endpoint: str, name: str = "", value: str = "") -> str:
    """The address of a page, looked up once a request, with at most one part of its own at its end.

    ``url_for`` takes a hundred times as long as writing the part behind what it said before.
    """
    known: dict[str, str] = g.setdefault("tian_paths", {})
    if endpoint not in known:
        own: dict[str, Any] = {name: _PART} if name else {}
        known[endpoint] = url_for(endpoint, **own).removesuffix(_PART if name else "")
    return known[endpoint] + quote(value, safe=_PLAIN_IN_PARTS)


@dataclass(frozen=True, slots=True)
class Choice:
    """A link among others of its kind; "" as ``url`` is a gap between page numbers."""

    label: str
    url: str
    current: bool = False
