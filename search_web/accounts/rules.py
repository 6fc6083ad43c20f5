"""Who may open which address. Every view states its rule; a view without one is never answered.

    @desk_view.post("/desk/decide")
    @clerk
    def decide() -> Response: ...

Whatever writes (any method but GET, HEAD and OPTIONS) needs the token of its form on top of that: a form is answered
only when this site drew it for this browser (cross-site request forgery). The token is a keyed digest of the session,
or, before there is one, of a random mark in a cookie. It needs no storage, stands in a hidden field ``csrf`` or, for
programs, in the header ``X-CSRF-Token``.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, redirect, request, url_for
from markupsafe import Markup
from werkzeug.exceptions import BadRequest, Forbidden, Unauthorized
from werkzeug.wrappers import Response as AnyResponse

from search_web.accounts.visitors import FORM, current_access, current_visitor, seen_visitor, set_cookie
from search_web.site.config import AccountRole

__all__ = [
    "BadToken",
    "Rule",
    "check_token",
    "clerk",
    "csrf_field",
    "csrf_token",
    "enforce",
    "keep_form_mark",
    "mark_private",
    "operator",
    "public",
    "rule_of",
]

_View = TypeVar("_View", bound=Callable[..., Any])

#: Methods that change nothing.
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Rule(Enum):
    """Who may open an address: everybody, or somebody of a role (or a higher one)."""

    PUBLIC = None
    CLERK = AccountRole.CLERK
    OPERATOR = AccountRole.OPERATOR


def public(view: _View) -> _View:
    """Let everybody in. What is shown still depends on who asks: see ``current_reader``."""
    return _ruled(view, Rule.PUBLIC)


def clerk(view: _View) -> _View:
    """Let in who is signed in as a clerk or an operator."""
    return _ruled(view, Rule.CLERK)


def operator(view: _View) -> _View:
    """Let in who is signed in as an operator."""
    return _ruled(view, Rule.OPERATOR)


def rule_of(view: Callable[..., Any]) -> Rule | None:
    """Return the rule a view states; None where it states none."""
    rule: Rule | None = getattr(view, "_tian_rule", None)
    return rule


def enforce(app: Flask) -> None:
    """Hold every request of this application to the rule of its view."""
    public(app.view_functions["static"])
    app.before_request(_admit)
    app.after_request(mark_private)


def mark_private(response: Response) -> Response:
    """Say to caches that a page differs by who asks, and that one for somebody signed in is nobody else's."""
    if request.endpoint != "static":
        response.vary.add("Cookie")
        if seen_visitor() is not None:
            response.headers["Cache-Control"] = "private, no-store"
    return response


def _ruled(view: _View, rule: Rule) -> _View:
    setattr(view, "_tian_rule", rule)  # noqa: B010 - a function has no such attribute for the type checker
    return view


def _admit() -> AnyResponse | None:
    if request.endpoint is None:
        return None  # Nothing is there: the answer is 404 or 405 for everybody.
    rule = rule_of(current_app.view_functions[request.endpoint])
    if rule is None:
        raise LookupError(f"{request.endpoint} states no rule: public, clerk or operator")
    if rule.value is not None:
        visitor = current_visitor()
        if visitor is None:
            return _to_sign_in()
        if not visitor.role.may(rule.value):
            raise Forbidden
    if request.method not in SAFE:
        check_token()
    return None


def _to_sign_in() -> AnyResponse:
    if request.method not in SAFE or request.path.startswith("/api/"):
        raise Unauthorized
    asked = request.full_path.removesuffix("?")
    return redirect(url_for("account.sign_in_page", next=asked), 303)


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
