"""Which web pages elsewhere may read the API: any, but only what anyone may see.

Answers to reading requests of a reader without rights are the same for everybody, so every origin may have them
(``Access-Control-Allow-Origin: *``). Whoever is signed in, by cookie or by a proxy that signs people in by other
means, gets no such header: no page elsewhere can read with somebody else's rights. Nothing that writes is shared.
"""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.datastructures import HeaderSet

from indexer import Reader
from search_web.site import current_reader

__all__ = ["share"]

_PREFIX = "/api/v1/"
_READING = ("GET", "HEAD", "OPTIONS")
_A_DAY = "86400"


def share(app: Flask) -> None:
    """Add the headers to every answer of the API."""
    app.after_request(_headers)


def _headers(response: Response) -> Response:
    if not request.path.startswith(_PREFIX) or request.method not in _READING or current_reader() != Reader():
        return response
    response.access_control_allow_origin = "*"
    response.access_control_expose_headers = HeaderSet(["ETag"])
    if request.method == "OPTIONS" and response.status_code == 200:
        response.access_control_allow_methods = HeaderSet(["GET", "HEAD"])
        response.access_control_allow_headers = HeaderSet(["If-None-Match"])
        response.headers["Access-Control-Max-Age"] = _A_DAY
        response.data = b""
        response.status_code = 204
        response.headers.pop("Content-Type", None)
        response.headers.pop("Content-Length", None)
    return response
