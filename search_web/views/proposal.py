"""``/proposal/<id>``: one proposal whole, with its replies."""

from __future__ import annotations

import logging

from flask import Blueprint, abort, render_template, request

from indexer import Hit, IndexerError, SearchRequest, parse
from search_web.access import public
from search_web.links import search_url
from search_web.pages import record_page
from search_web.site import current_reader, current_site

__all__ = ["proposal_view"]

_LOG = logging.getLogger(__name__)

proposal_view = Blueprint("proposal", __name__)


@proposal_view.get("/proposal/<proposal_id>")
@public
def show(proposal_id: str) -> str:
    """Show one proposal; the search that led here, if any, is marked in it and can be returned to."""
    site = current_site()
    proposal = site.service.proposal(proposal_id, current_reader())
    if proposal is None:
        abort(404, f"没有编码为“{proposal_id}”的记录，或者它已被撤下。")
    came_from = parse(request.args.to_dict(flat=False), reader=current_reader())

    def mark(field: str, text: str) -> tuple[tuple[int, int], ...]:
        return site.service.marks(field, text, came_from.query) if came_from.query and text else ()

    page = record_page(proposal, mark, site.config.base_url, _similar(proposal_id))
    back_url = search_url(came_from) if came_from != SearchRequest(reader=came_from.reader) else ""
    return render_template("proposal.html", page=page, query=came_from.query, back_url=back_url)


def _similar(id: str) -> tuple[Hit, ...]:
    """The proposals most like one. A record is there to be read, and cited, while there is no index to ask."""
    try:
        return current_site().service.similar(id, current_reader())
    except IndexerError as error:
        _LOG.warning("%s", error)
        return ()
