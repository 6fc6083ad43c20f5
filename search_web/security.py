"""What every response says to the browser: run only our own files, guess nothing, tell other sites nothing."""

from __future__ import annotations

from flask import Flask, Response, request

__all__ = ["CONTENT_SECURITY_POLICY", "protect"]

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

_A_YEAR = 31_536_000


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
