"""Nothing a record or a visitor writes runs, and every answer says how it may be used."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from corpus import Handling, Outcome, Proposal, Reply, Role, Source
from search_web import create_app
from tests.search_web.dom import Page
from tests.search_web.fakes import FakeService
from tests.search_web.samples import proposal, proposals

ATTACK = '<script>alert(1)</script><img src=x onerror="alert(2)">\'"><b'
PATHS = (
    "/",
    "/?q=停车",
    "/?q=没有这个词&unit=甲",
    "/facets/unit?q=停车",
    "/proposal/p00003?q=停车",
    "/help",
    "/nowhere",
)
#: Pages that show the hostile record or repeat the hostile argument ``{}``.
HOSTILE = (
    "/",
    "/?q={}",
    "/?q=停车",
    "/?q=停车&unit={}&from={}",
    "/facets/unit?find={}",
    "/proposal/p00000?q=停车",
    "/proposal/{}",
    "/{}",
)


def _hostile() -> Proposal:
    return replace(
        proposal(0),
        title=ATTACK,
        text=f"停车 {ATTACK}",
        body=ATTACK,
        category=ATTACK,
        proposers=(ATTACK,),
        handlings=(Handling(ATTACK, Role.LEAD, ATTACK + "旧"),),
        outcome=Outcome(ATTACK),
        replies=(Reply(f"停车 {ATTACK}", title=ATTACK, units=(ATTACK,), document_number=ATTACK),),
        extra=((ATTACK, ATTACK),),
        source=Source(ATTACK, ATTACK, ATTACK, ATTACK, f"https://example.gov.cn/{ATTACK}"),
    )


@pytest.mark.parametrize("path", HOSTILE)
def test_markup_in_any_text_or_argument_is_shown_as_text(path: str) -> None:
    client = create_app(FakeService([_hostile()])).test_client()
    page = Page(path, client.get(path.replace("{}", quote(ATTACK, safe=""))).text)
    assert page.all("//img | //b[@*] | //*[@onerror]") == []
    assert [each for each in page.all("//script") if each.text_content() or not each.get("src")] == []


@pytest.mark.parametrize("path", [*PATHS, "/api/v1/search", "/api/v1/search?x=1", "/static/site.css"])
def test_every_answer_has_the_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path, buffered=True).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", PATHS)
def test_no_page_holds_inline_code_or_style_or_needs_another_host(client: FlaskClient, path: str) -> None:
    page = Page(path, client.get(path).text)
    assert page.all("//style | //*[@style] | //@*[starts-with(name(), 'on')]") == []
    loaded = page.all("//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='icon']/@href")
    assert [each for each in loaded if not str(each).startswith("/static/")] == []


def test_the_style_sheet_loads_nothing(client: FlaskClient) -> None:
    assert re.findall(r"url\(|@import", client.get("/static/site.css", buffered=True).text) == []


def test_assets_are_kept_for_ever_under_an_address_that_changes_with_them(client: FlaskClient) -> None:
    page = Page("/", client.get("/").text)
    address = page.one("//link[@rel='stylesheet']").get("href", "")
    assert re.fullmatch(r"/static/site\.css\?v=[0-9a-f]{12}", address)
    assert "immutable" in client.get(address, buffered=True).headers["Cache-Control"]
    assert client.get("/").headers["Cache-Control"] == "no-cache"


def test_a_first_visit_sends_less_than_sixty_kilobytes() -> None:
    client = create_app(FakeService(proposals(400))).test_client()
    as_browsers_ask = {"Accept-Encoding": "gzip, deflate, br"}
    page = client.get("/?q=停车", headers=as_browsers_ask).data
    files = Page("/", page.decode()).all("//script/@src | //link[@rel='stylesheet' or @rel='icon']/@href")
    sent = [client.get(str(each), headers=as_browsers_ask, buffered=True).data for each in files]
    assert len(page) + sum(map(len, sent)) < 60_000


def test_files_are_sent_compressed_to_who_takes_it_and_plain_to_others(client: FlaskClient) -> None:
    plain = client.get("/static/site.css", headers={"Accept-Encoding": "identity"}, buffered=True)
    packed = client.get("/static/site.css", headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_pages_beside_a_secret_are_not_compressed(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/?q=停车", headers={"Accept-Encoding": "gzip"}).headers
