"""The site's cookies: out of reach of scripts, sent to this site only, and by https where there is https."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, request

from search_web.access.proxies import by_https
from search_web.access.state import current_access

__all__ = ["DEVICE", "FORM", "SESSION", "drop_cookie", "set_cookie"]

#: The session's token; the browser's mark for forms without a session; "somebody signed in here before".
SESSION, FORM, DEVICE = "tian_session", "tian_form", "tian_device"


def set_cookie(response: Response, name: str, value: str, lifetime: timedelta | None = None) -> None:
    """Give the browser a cookie; without a lifetime it ends with the browser."""
    response.set_cookie(name, value, max_age=lifetime, httponly=True, samesite="Lax", secure=_secure(), path="/")


def drop_cookie(response: Response, name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(name, httponly=True, samesite="Lax", secure=_secure(), path="/")


def _secure() -> bool:
    config = current_access().config
    return by_https(request, config.proxy) if config.secure_cookies is None else config.secure_cookies
