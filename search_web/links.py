"""Where things are: every address the pages show, built from the search it belongs to.

An address names a search completely (``SearchRequest.to_args``), so every page can be bookmarked and sent on.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from flask import url_for

from indexer import FACETS, Correction, FacetFilter, SearchRequest, Sort, Suggestion

__all__ = [
    "api_search_url",
    "corrected",
    "facet_url",
    "narrowed",
    "on_only",
    "permalink",
    "proposal_url",
    "search_url",
    "sorted_by",
    "suggestion_url",
    "toggled",
    "way_back",
    "with_limit",
    "without_dates",
    "without_facet",
    "without_filters",
]


def search_url(request: SearchRequest) -> str:
    """Return the address of a search's page.

    >>> from flask import Flask; app = Flask("example")
    >>> app.add_url_rule("/", "search.results")
    >>> with app.test_request_context():
    ...     search_url(SearchRequest("5G", (FacetFilter("session", ("12-5", "12-4")),)))
    '/?q=5G&session=12-5&session=12-4'
    """
    return _with_search(url_for("search.results"), request)


def way_back(request: SearchRequest) -> SearchRequest:
    """Return a search from which filters were taken; once nothing is asked any more, everything from the newest."""
    return replace(request, sort=Sort.NEWEST) if request == SearchRequest(reader=request.reader) else request


def facet_url(request: SearchRequest, facet: str) -> str:
    """Return the address of the page with every value of one facet."""
    return _with_search(url_for("search.facet", name=facet), request.on_page(1))


def api_search_url(request: SearchRequest) -> str:
    """Return the address of the same search as JSON."""
    return _with_search(url_for("api.search"), request)


def proposal_url(id: str, request: SearchRequest | None = None) -> str:
    """Return the address of a proposal's page; with a search, of the page that marks its words and leads back."""
    path = url_for("proposal.show", proposal_id=id)
    return _with_search(path, request) if request else path


def suggestion_url(suggestion: Suggestion) -> str:
    """Return where choosing a suggestion leads: to the proposal of a title, else to all with that facet value."""
    if suggestion.kind == "title":
        return proposal_url(suggestion.value)
    return search_url(on_only(suggestion.kind, suggestion.value))


def permalink(id: str, base_url: str = "") -> str:
    """Return the full address under which a proposal is cited."""
    if base_url:
        return base_url.rstrip("/") + proposal_url(id)
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


def _with_search(path: str, request: SearchRequest) -> str:
    args = urlencode(request.to_args())
    return f"{path}?{args}" if args else path
