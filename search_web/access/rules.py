"""Who may open which door. Every view states its rule; a view without one is never answered.

    @desk_view.post("/desk/decide")
    @clerk
    def decide() -> Response: ...

Whatever writes (any method but GET, HEAD and OPTIONS) needs the token of its form on top of that.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from flask import Flask, Response, current_app, redirect, request, url_for
from werkzeug.exceptions import Forbidden, Unauthorized
from werkzeug.wrappers import Response as AnyResponse

from search_web.access.csrf import check_token
from search_web.access.visitors import current_visitor, seen_visitor
from search_web.roles import Role

__all__ = ["Rule", "clerk", "enforce", "mark_private", "operator", "public", "rule_of"]

_View = TypeVar("_View", bound=Callable[..., Any])

#: Methods that change nothing.
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Rule(Enum):
    """Who may open a door: everybody, or somebody of a role (or a higher one)."""

    PUBLIC = None
    CLERK = Role.CLERK
    OPERATOR = Role.OPERATOR


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
