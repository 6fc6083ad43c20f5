"""What every response says to the browser: run only our own files, guess nothing, tell other sites nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request

__all__ = ["CONTENT_SECURITY_POLICY", "limit_uploads", "protect", "uploads"]

#: Own files only; no inline code or style, no frames, no plugins. ``form-action`` keeps forms on this site.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)

_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # The address holds what was searched for: that is nobody else's business.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

#: Bytes of a request at most, where no view says that it takes uploads: the longest form is a text of a few pages.
_PLAIN_REQUEST = 1 << 20
#: Parts of an upload: a thousand files, and the form's other fields.
_PARTS = 1_100

_View = TypeVar("_View", bound=Callable[..., Any])

_A_YEAR = 31_536_000


def uploads(view: _View) -> _View:
    """Let a view take as much as the configuration allows (``WebConfig.upload_limit``)."""
    setattr(view, "_tian_uploads", True)  # noqa: B010 - a function has no such attribute for the type checker
    return view


def limit_uploads() -> None:
    """Hold the current request to what its view takes, before anything of it is read."""
    view = current_app.view_functions.get(request.endpoint or "")
    limit = current_app.config["MAX_CONTENT_LENGTH"] or _PLAIN_REQUEST
    if getattr(view, "_tian_uploads", False):
        request.max_form_memory_size = limit
        request.max_form_parts = _PARTS
    else:
        request.max_content_length = min(limit, _PLAIN_REQUEST)


def protect(app: Flask) -> None:
    """Add the headers to every response of this application."""
    app.after_request(_headers)


def _headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static" and request.args.get("v") and response.status_code in (200, 304):
        # The address changes with the content, see ``assets``: no browser need ever ask again.
        response.headers["Cache-Control"] = f"public, max-age={_A_YEAR}, immutable"
    else:
        response.headers.setdefault("Cache-Control", "no-cache")
    return response
