"""Addresses of the site's own files that change with their content, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, url_for

__all__ = ["register_assets"]

_STATIC = Path(__file__).parent / "static"


def register_assets(app: Flask) -> None:
    """Give templates ``asset(name)``: the address of a file in ``static/``."""
    app.add_template_global(_asset, "asset")


def _asset(name: str) -> str:
    return url_for("static", filename=name, v=_version(name))


@lru_cache(maxsize=64)
def _version(name: str) -> str:
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:12]
