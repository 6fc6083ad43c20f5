"""``/help``: how to search."""

from __future__ import annotations

from flask import Blueprint, render_template

from search_web.access import public
from search_web.pages import guide

__all__ = ["guide_view"]

guide_view = Blueprint("guide", __name__)


@guide_view.get("/help")
@public
def show() -> str:
    """Tell how to search."""
    return render_template("help.html", page=guide())
