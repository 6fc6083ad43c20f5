"""Every address of the site, taken from its table of routes: a route that lands tomorrow is tried without a word here.

A route's arguments are filled in from ``ARGUMENTS``; one whose name is not there fails with what to do. Every address
is asked with each of ``questions()``, which hold what only an internal proposal says.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from flask import Flask
from werkzeug.routing import Rule as Route
from werkzeug.test import TestResponse

__all__ = ["addresses", "readable", "routes", "with_questions"]

#: Facets of which internal proposals have values of their own, and one that does not exist.
_FACET_NAMES = ("session", "unit", "category", "proposer", "year", "nothing")


#: Every index has cursors of its own; they are encrypted, so nothing can be read from them (``indexer.search.cursor``).
_CURSOR = r'"next": ?"[\w=-]+"'


def routes(app: Flask) -> list[Route]:
    """Return every route of the site but its files."""
    return [route for route in app.url_map.iter_rules() if route.endpoint != "static"]


def addresses(app: Flask, route: Route, ids: Sequence[str]) -> Iterator[str]:
    """Yield the addresses of a route: every argument with each value it may take here.

    Args:
        ids: proposals to ask for where the route wants one.
    """
    known = {
        "proposal_id": ids,
        "id": ids,
        "first": ids,
        "second": ids,
        "other_id": ids,
        "other": (*ids, "新-1"),
        "batch_id": ("0" * 24,),
        "number": (1,),
        "kind": ("xlsx", "docx"),
        "facet": _FACET_NAMES,
        "name": _FACET_NAMES,
        "rest": ("0" * 24,),
        "value": ("12-1", "市公安局", "秘密工程局"),
        "unit": ("市公安局", "秘密工程局"),
        "year": (2018, 2031),
        "month": ("2018-06", "2031-06"),
        "format": ("csv", "xlsx", "jsonl", "json"),
    }
    unknown = route.arguments - known.keys()
    assert not unknown, f"{route.rule}: say in tests/search_web/accounts/routes.py what {sorted(unknown)} may be"
    adapter = app.url_map.bind("localhost")
    filled: list[dict[str, object]] = [{}]
    for argument in sorted(route.arguments):
        filled = [{**each, argument: value} for each in filled for value in known[argument]]
    for values in filled:
        yield adapter.build(route.endpoint, values)


def with_questions(address: str, questions: Sequence[dict[str, str]]) -> Iterator[str]:
    """Yield an address without a question and with each of them."""
    yield address
    for question in questions:
        yield f"{address}?{urlencode(question)}"


def readable(response: TestResponse) -> str:
    """Return everything an answer tells, but for how long it took, when, and its marks for forms.

    What comes packed (XLSX, DOCX) is unpacked: nothing hides in it.
    """
    body = response.get_data()
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in sorted(packed.namelist()))
    text = body.decode("utf-8", "replace")
    for pattern in (
        r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)?",
        r'"took_ms": ?[\d.]+',
        r'"score": ?[\d.]+',
        r"[\d.]+ 毫?秒",
        _CURSOR,
        r'name="csrf" value="\w+"',
    ):
        text = re.sub(pattern, "·", text)
    # A JSON answer's tag is taken from its text, which is compared as it is.
    names = ("Location", "Link", "X-Total-Count") + (() if response.is_json else ("ETag",))
    headers = {name: response.headers.get(name, "") for name in names}
    return f"{response.status_code} {headers} {text}"
