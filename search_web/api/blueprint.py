"""The blueprint that every address of the API belongs to."""

from __future__ import annotations

from flask import Blueprint

__all__ = ["api"]

api = Blueprint("api", __name__)
