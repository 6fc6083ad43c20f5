"""``/api``: the API's documentation for people."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template

from search_web.access import public
from search_web.api import openapi_document
from search_web.pages import reference

__all__ = ["reference_view"]

reference_view = Blueprint("reference", __name__)


@reference_view.get("/api")
@public
def show() -> str:
    """Tell how programs ask."""
    app = current_app._get_current_object()  # type: ignore[attr-defined] # the proxy's own way to the application
    return render_template("reference.html", page=reference(openapi_document(app)))
