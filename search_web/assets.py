"""The site's own files: addresses that change with their content, so that browsers may keep them, sent compressed.

Pages themselves are not compressed here: they hold what a visitor typed beside a form's secret token, and the length
of such a page, compressed, would tell of the token (the BREACH attack). The files hold nothing of anyone.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for

__all__ = ["register_assets"]

_STATIC = Path(__file__).parent / "static"
_TEXTS = (".css", ".js", ".svg")


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
