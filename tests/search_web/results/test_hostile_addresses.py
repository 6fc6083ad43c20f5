"""Whatever stands in an address, there is an answer: no route fails, and every answer has the security headers.

Routes and parameters come from the site's own tables, so that a route which lands tomorrow is tried too.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Archive
from indexer import FACETS
from indexer.index.generations import Generations
from indexer.index.live import LiveIndex
from indexer.index.upkeep import Upkeep
from search_web import WebConfig, create_app
from search_web.api import endpoints_of
from search_web.desk.context import make_desk
from tests.indexer.archives import add
from tests.search_web.accounts.people import CHEAP, in_hand, signed_in_client
from tests.search_web.desk.fakes import FakeDuplicates
from tests.search_web.fakes import FakeService
from tests.search_web.samples import abstract, proposals

#: Addresses asked per kind of visitor; raise it to look longer.
EXAMPLES = 100

_NAMES = (
    *(
        "q",
        "nearest",
        "from",
        "to",
        "sort",
        "page",
        "limit",
        "cursor",
        "find",
        "next",
        "since",
        "until",
        "view",
        "verdict",
        "order",
        "since",
    ),
    *("ruling", "text", "title", "n", "i", "format", "unit", "name", "order", "before", "who", "action"),
    *(facet.name for facet in FACETS),
)
_NASTY = st.sampled_from(
    [
        *("", " ", "\0", "\x1f", "\ud800", "\u202e提案", "𠮷野", "\u3000停车\u3000", "０", "-1", "0", "1" * 400),
        *(
            "9" * 18,
            "9" * 20,
            "1" * 5000,
            "1e309",
            "NaN",
            "２０２１",
            "2021-02-30",
            "民国110年",
            "' OR 1=1 --",
            "<script>",
            "{{7*7}}",
            "%00",
        ),
        *("../../etc/passwd", "/\\evil.example", "标题:", "(" * 50, '"' * 51, "*", "??", "NOT", "日期:9999..0000"),
        *("十二届五次", "12-5", "市公安局", "停车", "a" * 3000, "停" * 300),
    ]
)
_VALUES = _NASTY | st.text(max_size=40) | st.integers().map(str)
_ARGS = st.lists(st.tuples(st.sampled_from(_NAMES) | st.text(max_size=8), _VALUES), max_size=6)
_PARTS = _VALUES | st.sampled_from(["p00003", "unit", "session", "12-1", "市公安局", "csv", "xlsx", "0"])


class _Looked(FakeService):
    """The fake service with a real look at an archive that has no index yet."""

    looking: Upkeep

    @property
    def upkeep(self) -> Upkeep:
        return self.looking


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The site with a desk, over a few proposals."""
    folder = tmp_path_factory.mktemp("home")
    with Archive.open(folder / "archive.sqlite") as archive:
        add(archive, folder / "files", proposals(6))
        desk = make_desk(archive, FakeDuplicates(archive), folder / "desk", lambda: None)
        service = _Looked([*proposals(6), abstract()])
        service.looking = Upkeep(archive, (none := Generations(folder / "index")), LiveIndex(none))
        app = create_app(service, WebConfig("示例提案库"), store=in_hand(), passwords=CHEAP, desk=desk)
        yield app
        desk.checker.close()


@pytest.fixture(scope="module", params=[None, "admin"], ids=["anonymous", "operator"])
def visitor(request: pytest.FixtureRequest, site: Flask) -> FlaskClient:
    """Somebody with a browser."""
    return signed_in_client(site, request.param)


def _reading_routes(app: Flask) -> list[str]:
    return sorted({rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())})


def _address(route: str, parts: list[str], args: list[tuple[str, str]]) -> str:
    """A route with its variables and a query string filled in; what no encoding has is sent as bytes."""
    pieces = iter(parts)
    path = "/".join(_escaped(next(pieces)) if "<" in step else step for step in route.split("/"))
    return f"{path}?{urlencode(args, errors='surrogatepass')}"


def _escaped(text: str) -> str:
    return quote(text or "空", safe="", errors="surrogatepass")


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(data=st.data())
def test_no_address_makes_the_site_fail(site: Flask, visitor: FlaskClient, data: st.DataObject) -> None:
    route = data.draw(st.sampled_from(_reading_routes(site)))
    address = _address(route, data.draw(st.lists(_PARTS, min_size=4, max_size=4)), data.draw(_ARGS))
    for response in (visitor.get(address, buffered=True), visitor.head(address, buffered=True)):
        assert response.status_code < 500, address
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"


def test_every_parameter_of_the_api_is_among_those_tried(site: Flask) -> None:
    known = {each.name for declared in endpoints_of(site) for each in declared.parameters if each.place == "query"}
    assert known <= set(_NAMES)


def test_no_route_is_without_the_headers(site: Flask, visitor: FlaskClient) -> None:
    for route in _reading_routes(site):
        headers = visitor.get(_address(route, ["p00003"] * 4, []), buffered=True).headers
        assert {"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"} <= set(headers.keys()), route
        assert headers["Cache-Control"], route
