"""What every response says to the browser, and how the site's own files are sent.

Headers: run only our own files, guess nothing, tell other sites nothing. Static files have addresses that change with
their content, so that browsers may keep them, and are sent compressed. Pages are not compressed here: they hold what
a visitor typed beside a form's secret token, and the length of such a page, compressed, would give the token away (the
BREACH attack). The files hold nothing of anyone.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request, url_for

__all__ = ["CONTENT_SECURITY_POLICY", "limit_uploads", "protect", "register_assets", "uploads"]

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
_STATIC = Path(__file__).parent / "static"
_TEXTS = (".css", ".js", ".svg")


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


def register_assets(app: Flask) -> None:
    """Give templates ``asset(name)``, the address of a file in ``static/``; send the files compressed."""
    app.add_template_global(_asset, "asset")
    app.after_request(_compressed)


def _compressed(response: Response) -> Response:
    name = (request.view_args or {}).get("filename", "")
    if request.endpoint != "static" or response.status_code != 200 or not name.endswith(_TEXTS):
        return response
    response.vary.add("Accept-Encoding")
    if request.method == "GET" and "Range" not in request.headers and request.accept_encodings["gzip"] > 0:
        whole = _squeezed(name, _version(name))
        response.close()
        response.direct_passthrough = False
        response.set_data(whole)
        response.headers["Content-Encoding"] = "gzip"
        # The same address in another form: not the same bytes.
        etag, _ = response.get_etag()
        if etag:
            response.set_etag(f"{etag}-gzip", weak=True)
    return response


@lru_cache(maxsize=64)
def _squeezed(name: str, _of_version: str) -> bytes:
    return gzip.compress((_STATIC / name).read_bytes(), mtime=0)


def _asset(name: str) -> str:
    return url_for("static", filename=name, v=_version(name))


@lru_cache(maxsize=64)
def _version(name: str) -> str:
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:12]
