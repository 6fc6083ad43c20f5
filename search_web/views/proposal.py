"""``/proposal/<id>``: one proposal whole, with its replies."""

from __future__ import annotations

import logging

from flask import Blueprint, abort, render_template, request

from indexer import Hit, IndexerError, SearchRequest, parse
from search_web.access import public
from search_web.known import known_duplicates
from search_web.links import search_url
from search_web.pages import Way, duplicate_views, record_page, way
from search_web.site import current_reader, current_site
from search_web.turns import in_turn

__all__ = ["proposal_view"]

_LOG = logging.getLogger(__name__)

#: Digits of a place in a search that are read.
_MOST_DIGITS = 7

proposal_view = Blueprint("proposal", __name__)


@proposal_view.get("/proposal/<proposal_id>")
@public
@in_turn
def show(proposal_id: str) -> str:
    """Show one proposal; the search that led here, if any, is marked in it and can be returned to."""
    site = current_site()
    proposal = site.service.proposal(proposal_id, current_reader())
    if proposal is None:
        abort(404, f"没有编码为“{proposal_id}”的记录，或者它已被撤下。")
    came_from = parse(request.args.to_dict(flat=False), reader=current_reader())

    def mark(field: str, text: str) -> tuple[tuple[int, int], ...]:
        return site.service.marks(field, text, came_from.query) if came_from.query and text else ()

    reader = current_reader()
    duplicates = duplicate_views(proposal_id, known_duplicates(proposal_id), staff=reader.internal)
    page = record_page(proposal, mark, site.config.base_url, _similar(proposal_id), duplicates)
    came_by = _way(proposal_id, came_from)
    return render_template("proposal.html", page=page, query=came_from.query, way=came_by, staff=reader.internal)


def _way(id: str, came_from: SearchRequest) -> Way | None:
    """Back to the search that led here and on to its next proposal; None where there was no search."""
    at = request.args.get("at", "")
    place = int(at) if at.isascii() and at.isdigit() and 0 < len(at) <= _MOST_DIGITS else 0
    if not place:
        bare = came_from == SearchRequest(reader=came_from.reader)
        return None if bare else Way(back_url=search_url(came_from))
    service, reader = current_site().service, current_reader()
    try:
        beside = service.neighbours(came_from, id, place)
    except IndexerError as error:
        _LOG.warning("%s", error)
        beside = None
    if beside is None:
        return Way(back_url=search_url(came_from))
    titles = {each.id: each.title for each in service.proposals(filter(None, (beside.before, beside.after)), reader)}
    return way(came_from, beside, titles)


def _similar(id: str) -> tuple[Hit, ...]:
    """The proposals most like one. A record is there to be read, and cited, while there is no index to ask."""
    try:
        return current_site().service.similar(id, current_reader())
    except IndexerError as error:
        _LOG.warning("%s", error)
        return ()
