"""``/browse/<facet>``: every value with its count; ``/units/<name>``, ``/sessions/<code>``: a page of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request

from indexer import SearchPage, SearchRequest, Sort, parse
from search_web.access import public
from search_web.links import session_url, unit_url
from search_web.pages import BROWSED, browse_page, session_portrait, unit_portrait
from search_web.site import current_reader, current_site

__all__ = ["browse_view"]

browse_view = Blueprint("browse", __name__)

#: The newest proposals on a unit's or session's page.
_NEWEST = 8


@browse_view.get("/browse/<name>")
@public
def values(name: str) -> str:
    """List every value of one facet."""
    if name not in BROWSED:
        abort(404)
    page = _search(SearchRequest(), hits=1)
    find, order = (request.args.get(key, "").strip() for key in ("find", "order"))
    return render_template("browse.html", page=browse_page(page, name, find=find[:100], order=order))


@browse_view.get("/units/<path:unit>")
@public
def unit_page(unit: str) -> Any:
    """Show one unit; a former or other name, or another writing of it, leads to the unit's."""
    asked = parse({"unit": [unit]})
    canonical = next(iter(asked.chosen("unit")), "")
    if canonical and canonical != unit:
        return redirect(unit_url(canonical), 301)
    page = _search(asked, hits=_NEWEST)
    shown = next(iter(page.request.chosen("unit")), "")
    if shown and shown != unit:
        # For now: which writing is shown follows what the archive mostly writes.
        return redirect(unit_url(shown), 302)
    if not page.total:
        abort(404, f"档案里没有“{unit}”办理的提案。")
    lead = _search(parse({"lead_unit": [unit]}), hits=1)
    return render_template("portrait.html", page=unit_portrait(unit, page, lead))


@browse_view.get("/sessions/<value>")
@public
def session_page(value: str) -> Any:
    """Show one session; 十二届五次 leads to 12-5."""
    asked = parse({"session": [value]})
    canonical = next(iter(asked.chosen("session")), "")
    if canonical and canonical != value:
        return redirect(session_url(canonical), 301)
    page = _search(asked, hits=_NEWEST)
    if not page.total:
        abort(404, f"档案里没有“{value}”的提案。")
    return render_template("portrait.html", page=session_portrait(value, page))


def _search(asked: SearchRequest, hits: int) -> SearchPage:
    """What this reader finds, newest first."""
    return current_site().service.search(replace(asked, sort=Sort.NEWEST, limit=hits, reader=current_reader()))
