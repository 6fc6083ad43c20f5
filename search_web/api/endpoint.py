"""One address of the API, declared once: path, parameters, shape of the answer, and what it is for.

Answers to reading requests of a reader without rights are the same for everybody, so every origin may have them
(``Access-Control-Allow-Origin: *``, see ``share``). Whoever is signed in, by cookie or by a proxy that signs people in
by other means, gets no such header: no page elsewhere can read with somebody else's rights. Nothing that writes is
shared.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, TypeVar

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from werkzeug.datastructures import HeaderSet

from indexer import Reader
from search_web.accounts.rules import Rule, rule_of
from search_web.api.parameters import Parameter, check_parameters
from search_web.site.context import current_reader

__all__ = ["Endpoint", "api", "endpoint", "endpoints_of", "share"]

#: Differs from one answer to the next although nothing else does.
_MEASURED = "took_ms"
_MARK = "__endpoint__"

View = TypeVar("View", bound=Callable[..., Any])
_PREFIX = "/api/v1/"
_READING = ("GET", "HEAD", "OPTIONS")
_A_DAY = "86400"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What is declared of an address.

    Attributes:
        path: as Flask has it, with ``<variables>``.
        answer: the type of the answer, a ``TypedDict`` or dataclass; its schema is derived from it.
        summary, about: what it is for, in Chinese: a line, and what else there is to know.
        example: an address to try.
        missing: when the answer is 404, in Chinese; "" where it never is.
        method: ``GET``, or what else it takes.
        body: the type of what is sent, for methods that send something.
        rule: who may open this address; taken from the function's own decorator.
    """

    path: str
    answer: Any
    summary: str
    about: str = ""
    parameters: tuple[Parameter, ...] = ()
    example: str = ""
    missing: str = ""
    method: str = "GET"
    body: Any = None
    rule: Rule | None = None

    @property
    def template(self) -> str:
        """The path as OpenAPI has it, with ``{variables}``."""
        return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", self.path)

    @property
    def name(self) -> str:
        """A name for the operation, unique and fit for an anchor.

        >>> Endpoint("/api/v1/proposals/<proposal_id>/similar", None, "").name
        'get-proposals-proposal_id-similar'
        """
        return "-".join([self.method.lower(), *re.findall(r"\w+", self.path.removeprefix("/api/v1"))])


def endpoint(declared: Endpoint) -> Callable[[View], View]:
    """Return a decorator that answers an address with the JSON values a function returns.

    Parameters are checked before the function is called. Answers to GET carry a weak ETag, and a program that has
    them already gets a 304. A function that returns a ``Response`` has the last word.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(**path: str) -> Response:
            check_parameters(declared.parameters)
            given = view(**path)
            return given if isinstance(given, Response) else _answer(given)

        setattr(answer, _MARK, replace(declared, rule=rule_of(view)))
        api.add_url_rule(declared.path, view.__name__, answer, methods=[declared.method])
        return view

    return decorate


def endpoints_of(app: Flask) -> list[Endpoint]:
    """Return every declared address of an application, in the order of declaration."""
    views = (app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules())
    return [getattr(view, _MARK) for view in views if hasattr(view, _MARK)]


def _answer(values: Mapping[str, Any]) -> Response:
    response = jsonify(values)
    if request.method in ("GET", "HEAD"):
        lasting = {key: value for key, value in values.items() if key != _MEASURED}
        data = response.data if len(lasting) == len(values) else current_app.json.dumps(lasting).encode()
        response.set_etag(hashlib.sha256(data).hexdigest()[:24], weak=True)
        response.make_conditional(request)
    return response


api = Blueprint("api", __name__)


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
