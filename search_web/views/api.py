"""``/api/v1/``: the same objects as JSON, for programs; strict where the pages forgive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace

from flask import Blueprint, Response, abort, jsonify, request
from werkzeug.exceptions import UnprocessableEntity

from corpus import parse_date, to_json
from indexer import FACETS, MAX_LIMIT, MAX_PAGE, SearchRequest, Sort, page_to_json, parse
from search_web.access import public
from search_web.links import suggestion_url
from search_web.site import current_reader, current_site

__all__ = ["BadParameter", "api"]

api = Blueprint("api", __name__)


def _whole(most: int) -> Callable[[str], bool]:
    return lambda text: text.isascii() and text.isdigit() and len(text) <= 9 and 1 <= int(text) <= most


#: Suggestions given unless asked otherwise, and at most.
_SUGGESTIONS, _MOST_SUGGESTIONS = 8, 20
_DATE = "日期，如 2021、2021-06 或 2021-06-28"

#: What a parameter's value must be, in words and as a test.
_Rule = tuple[str, Callable[[str], bool]]
_TEXT: _Rule = ("较短的检索词", lambda text: parse({"q": [text]}).query == text.strip())

#: The parameters of each address: with a rule it is given once, with None (a facet) as often as wanted.
_SEARCH: dict[str, _Rule | None] = {
    "q": _TEXT,
    "from": (_DATE, lambda text: parse_date(text) is not None),
    "to": (_DATE, lambda text: parse_date(text) is not None),
    "sort": ("、".join(Sort) + " 之一", lambda text: text in tuple(Sort)),
    "page": (f"1 到 {MAX_PAGE} 的整数", _whole(MAX_PAGE)),
    "limit": (f"1 到 {MAX_LIMIT} 的整数", _whole(MAX_LIMIT)),
    **{facet.name: None for facet in FACETS},
}
_SUGGEST: dict[str, _Rule | None] = {
    "q": _TEXT,
    "limit": (f"1 到 {_MOST_SUGGESTIONS} 的整数", _whole(_MOST_SUGGESTIONS)),
}


class BadParameter(UnprocessableEntity):
    """422: a parameter that does not exist, or a value it does not take.

    Attributes:
        parameter: its name, for the program that sent it.
    """

    def __init__(self, parameter: str, reason: str) -> None:
        super().__init__(reason)
        self.parameter = parameter


@api.get("/api/v1/search")
@public
def search() -> Response:
    """Answer a search with the contract's search object."""
    _check(_SEARCH)
    asked = parse(request.args.to_dict(flat=False), reader=current_reader())
    return jsonify(page_to_json(current_site().service.search(asked)))


@api.get("/api/v1/suggest")
@public
def suggest() -> Response:
    """Answer with what a person who has typed this much may want, and where each choice leads."""
    _check(_SUGGEST)
    typed = request.args.get("q", "")
    limit = int(request.args.get("limit", _SUGGESTIONS))
    found = current_site().service.suggest(typed, current_reader(), limit=limit)
    offered = [{**asdict(each), "url": suggestion_url(each)} for each in found]
    return jsonify({"query": typed, "suggestions": offered})


@api.get("/api/v1/proposals/<proposal_id>")
@public
def proposal(proposal_id: str) -> Response:
    """Answer with one proposal whole."""
    _check({})
    found = current_site().service.proposal(proposal_id, current_reader())
    if found is None:
        abort(404, f"没有编码为“{proposal_id}”的记录。")
    return jsonify(to_json(found))


@api.get("/api/v1/stats")
@public
def stats() -> Response:
    """Answer with what the live index is and how much it holds."""
    _check({})
    live = current_site().service.stats()
    return jsonify(asdict(replace(live, documents=_visible())))


@api.get("/healthz")
@public
def health() -> Response:
    """Answer that searches are served; 503 where there is no usable index."""
    return jsonify({"status": "ok", "documents": _visible()})


def _visible() -> int:
    """How many proposals the one who asks may see: the index's own number would count the internal ones."""
    return current_site().service.search(SearchRequest(limit=1, reader=current_reader())).total


def _check(known: Mapping[str, _Rule | None]) -> None:
    """Refuse what a page would quietly pass over: unknown parameters, repeated ones, values that cannot be read."""
    for name, values in request.args.lists():
        if name not in known:
            allowed = f"可用的参数：{'、'.join(known)}" if known else "这个地址不接受参数"
            raise BadParameter(name, f"没有名为“{name}”的参数。{allowed}。")
        rule = known[name]
        if rule is None:
            continue
        wanted, fits = rule
        if len(values) > 1:
            raise BadParameter(name, f"参数“{name}”只能出现一次。")
        if not fits(values[0]):
            raise BadParameter(name, f"参数“{name}”的值“{values[0]}”无法识别，应为{wanted}。")
