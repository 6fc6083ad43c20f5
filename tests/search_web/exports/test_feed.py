"""The feed of a search: valid Atom, the last to come in first, the same ids for ever."""

from __future__ import annotations

import uuid
from datetime import datetime
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from lxml import etree

from search_web import WebConfig, create_app
from tests.search_web.dom import Page
from tests.search_web.fakes import FakeService
from tests.search_web.samples import abstract, proposals

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def site() -> FlaskClient:
    """The site over 120 proposals with a reply and one without."""
    return create_app(FakeService([*proposals(120), abstract()]), WebConfig("示例提案库")).test_client()


def _feed(site: FlaskClient, path: str) -> etree._Element:
    response = site.get(path)
    assert response.status_code == 200
    assert response.mimetype == "application/atom+xml"
    return etree.fromstring(response.data)


def _texts(root: etree._Element, path: str) -> list[str]:
    return [each.text or "" for each in root.findall(path.replace("a:", ATOM))]


@pytest.mark.parametrize("query", ["", "?q=停车", "?q=没有这个词", "?q=停车&unit=市公安局"])
def test_a_feed_has_what_the_format_demands(site: FlaskClient, query: str) -> None:
    """RFC 4287, 4.1.1 and 4.1.2: exactly one id, title and updated; an author; links that say what they are."""
    root = _feed(site, f"/feed.atom{query}")
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (only,) = element.findall(ATOM + name)
            assert only.text
        assert uuid.UUID(_texts(element, "a:id")[0])
        assert datetime.fromisoformat(_texts(element, "a:updated")[0]).tzinfo is not None
        alternates = [each.get("href", "") for each in element.findall(f"{ATOM}link") if each.get("rel") == "alternate"]
        assert len(alternates) == 1
        assert alternates[0].startswith("http://")
    assert root.findall(f"{ATOM}author/{ATOM}name")
    ids = _texts(root, "a:entry/a:id")
    assert len(set(ids)) == len(ids)
    ElementTree.fromstring(site.get(f"/feed.atom{query}").data)


def test_what_came_in_last_comes_first_and_page_and_order_change_nothing(site: FlaskClient) -> None:
    root = _feed(site, "/feed.atom?q=停车")
    ids = _texts(root, "a:entry/a:id")
    assert len(ids) == 100
    assert _texts(root, "a:entry/a:title")[0] == proposals(120)[-1].title
    other = _feed(site, "/feed.atom?q=停车&page=3&sort=oldest&limit=50")
    assert _texts(other, "a:entry/a:id") == ids
    assert _texts(other, "a:id") == _texts(root, "a:id")
    assert _texts(_feed(site, "/feed.atom?q=养老"), "a:id") != _texts(root, "a:id")


def test_new_since_a_day_leaves_out_what_was_there_before(site: FlaskClient) -> None:
    everything = _feed(site, "/feed.atom?q=停车&unit=市公安局")
    recent = _feed(site, "/feed.atom?q=停车&unit=市公安局&since=2024-01-20")
    days = _texts(recent, "a:entry/a:updated")
    assert 0 < len(days) < len(_texts(everything, "a:entry/a:id"))
    assert min(days) >= "2024-01-20"
    assert site.get("/feed.atom?since=昨天").status_code == 400


def test_a_reader_that_has_it_all_is_sent_nothing(site: FlaskClient) -> None:
    first = site.get("/feed.atom?q=停车")
    again = site.get("/feed.atom?q=停车", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_results_page_and_the_portraits_name_their_feed(site: FlaskClient) -> None:
    for path in ("/?q=停车&unit=市公安局", "/units/市公安局", "/sessions/12-1"):
        page = Page(path, site.get(path).text)
        (named,) = page.all('//link[@type="application/atom+xml"]/@href')
        assert named in page.all("//main//a/@href")
        assert _feed(site, str(named)).findall(f"{ATOM}entry")


def test_ids_do_not_depend_on_the_sites_address() -> None:
    service = FakeService(proposals(5))
    sites = (create_app(service, WebConfig(base_url=url)).test_client() for url in ("", "https://a.cn"))
    here, there = (_feed(site, "/feed.atom") for site in sites)
    assert _texts(here, "a:entry/a:id") == _texts(there, "a:entry/a:id")
    own = next(each.get("href", "") for each in there.findall(f"{ATOM}link") if each.get("rel") == "self")
    assert own.startswith("https://a.cn/feed.atom")


def test_browsers_can_search_from_the_address_bar(site: FlaskClient) -> None:
    page = Page("/", site.get("/").text)
    (address,) = page.all('//link[@rel="search"]/@href')
    root = etree.fromstring(site.get(str(address)).data)
    (template,) = (each.get("template") for each in root.findall("{*}Url"))
    assert template == "http://localhost/?q={searchTerms}"
