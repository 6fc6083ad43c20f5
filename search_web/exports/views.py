"""``/export.…``: any search as a file; ``/feed.atom``: as a feed of what came in last; ``/opensearch.xml``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote

from flask import Blueprint, Response, abort, render_template, request

from corpus import Proposal, parse_date
from indexer import Listing, SearchRequest, parse
from search_web.accounts.rules import public
from search_web.exports.atom import atom
from search_web.exports.export_metadata import attachment, export_notes, feed_of, file_name, search_words
from search_web.exports.tables import csv_lines, json_lines
from search_web.exports.workbook import workbook
from search_web.site.context import current_reader, current_site
from search_web.site.links import absolute, permalink, search_url

__all__ = ["export_view"]

export_view = Blueprint("export", __name__)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Entries of a feed; readers that ask once a day miss nothing of what a day brings.
_ENTRIES = 100


@export_view.get("/export.xlsx")
@public
def xlsx() -> Response:
    """Send a search as a workbook."""
    asked, listing = _listed()
    notes = export_notes(asked, listing, _now(), absolute(search_url(asked), _base_url()))
    pieces = workbook(_proposals(asked, listing), _addresses(), notes)
    return _named(Response(pieces, mimetype=_XLSX), asked, listing, "xlsx")


@export_view.get("/export.csv")
@public
def csv() -> Response:
    """Send a search as CSV."""
    asked, listing = _listed()
    rows = csv_lines(_proposals(asked, listing), _addresses())
    return _named(Response(rows, mimetype="text/csv"), asked, listing, "csv")


@export_view.get("/export.jsonl")
@public
def jsonl() -> Response:
    """Send a search as JSON lines, as the archive's own export writes them."""
    asked, listing = _listed()
    lines = json_lines(_proposals(asked, listing))
    return _named(Response(lines, mimetype="application/jsonl"), asked, listing, "jsonl")


@export_view.get("/feed.atom")
@public
def feed() -> Response:
    """Send what a search's hits brought last: new ones and revised ones, the newest first."""
    asked = _asked()
    since = request.args.get("since", "").strip()
    day = parse_date(since)
    if since and day is None:
        abort(400, f"“{since}”不是能识别的日期。since 请写成 2026、2026-11 或 2026-11-25。")
    site = current_site()
    news = site.service.news(asked, most=_ENTRIES, since=str(day or ""))
    proposals = {each.id: each for each in site.service.proposals([each.id for each in news.changes], asked.reader)}
    built = feed_of(asked, news, proposals, site.config, base=_base_url())
    response = Response(atom(built), mimetype="application/atom+xml")
    held = repr((request.full_path, news.total, [(each.id, each.revision) for each in news.changes]))
    response.set_etag(hashlib.sha256(held.encode("utf-8", "replace")).hexdigest())
    response.make_conditional(request)
    return response


@export_view.get("/opensearch.xml")
@public
def opensearch() -> Response:
    """Describe the search box to browsers, so that the site can be searched from the address bar."""
    text = render_template("exports/opensearch.xml", results=absolute(search_url(SearchRequest()), _base_url()))
    return Response(text, mimetype="application/opensearchdescription+xml")


def _asked() -> SearchRequest:
    return replace(parse(request.args.to_dict(flat=False), reader=current_reader()), page=1)


def _listed() -> tuple[SearchRequest, Listing]:
    """The search, and its ids up to the cap: found before the first byte is sent, so that errors are still answered."""
    asked, site = _asked(), current_site()
    return asked, site.service.listing(asked, most=site.config.export_most)


def _proposals(asked: SearchRequest, listing: Listing) -> Iterator[Proposal]:
    return current_site().service.proposals(listing.ids, asked.reader)


def _named(response: Response, asked: SearchRequest, listing: Listing, extension: str) -> Response:
    """The response as a download whose name says what it holds."""
    note = "" if listing.whole else f"前{len(listing.ids)}件"
    name = file_name(current_site().config.site_name, search_words(asked), _now().date(), extension, note)
    response.headers["Content-Disposition"] = attachment(name)
    return response


def _base_url() -> str:
    """The site's public address: as configured, or the one it was asked under."""
    return current_site().config.base_url.rstrip("/") or request.url_root.rstrip("/")


def _addresses() -> Callable[[str], str]:
    """The web address of a proposal by its id, built without the request: rows are written when it is long answered."""
    start = permalink("_", _base_url()).removesuffix("_")
    return lambda id: start + quote(id, safe="")


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
