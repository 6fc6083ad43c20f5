"""A form is answered only when this site drew it for this browser (cross-site request forgery).

The token is a keyed digest of the session, or, before there is one, of a random mark in a cookie. It needs no
storage, stands in a hidden field ``csrf`` or, for programs, in the header ``X-CSRF-Token``.
"""

from __future__ import annotations

import secrets

from flask import Response, g, request
from markupsafe import Markup
from werkzeug.exceptions import BadRequest

from search_web.access.cookies import FORM, set_cookie
from search_web.access.state import current_access
from search_web.access.visitors import current_visitor

__all__ = ["BadToken", "check_token", "csrf_field", "csrf_token", "keep_form_mark"]


class BadToken(BadRequest):
    """400: a form that this site did not draw for this browser."""

    def __init__(self) -> None:
        super().__init__("页面放得太久，或者是从别的网站来的，所以没有照办。请返回上一页，刷新后再提交一次。")


def csrf_token() -> str:
    """Return the token for forms of the page that is being drawn."""
    return current_access().signer.sign("csrf", _bound_to(fresh=True))


def csrf_field() -> Markup:
    """Return the hidden field that every form which posts holds."""
    return Markup('<input type="hidden" name="csrf" value="{}">').format(csrf_token())


def check_token() -> None:
    """Raise ``BadToken`` unless the request carries the token of its browser."""
    given = request.headers.get("X-CSRF-Token") or request.form.get("csrf", "")
    bound_to = _bound_to(fresh=False)
    if not bound_to or not current_access().signer.holds("csrf", bound_to, given):
        raise BadToken


def keep_form_mark(response: Response) -> Response:
    """Give the browser the mark that a token on this page was made of."""
    if mark := g.get("form_mark"):
        set_cookie(response, FORM, mark)
    return response


def _bound_to(*, fresh: bool) -> str:
    visitor = current_visitor()
    if visitor and visitor.session:
        return f"session {visitor.session}"
    mark = g.get("form_mark") or request.cookies.get(FORM, "")
    if not mark and fresh:
        mark = g.form_mark = secrets.token_urlsafe(16)
    return f"form {mark} {visitor.name if visitor else ''}" if mark else ""
