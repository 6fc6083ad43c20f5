"""From one proposal of a search to the next, without going back: exact over the borders of pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from indexer import SearchRequest, Sort
from search_web import create_app
from tests.search_web.dom import Page
from tests.search_web.fakes import FakeService, NoIndex
from tests.search_web.samples import proposals

Get = Callable[[str], Page]
NAV = '//nav[@aria-label="检索结果"]'


@pytest.mark.parametrize("query", ["q=停车&limit=7", "q=停车&limit=7&sort=oldest&unit=市公安局"])
def test_next_goes_through_the_whole_search_and_previous_back(get: Get, service: FakeService, query: str) -> None:
    sort = Sort.OLDEST if "oldest" in query else Sort.RELEVANCE
    start = get(f"/?{query}")
    total = start.total()
    page = get(start.all('//ol[@class="hits"]//h3/a/@href')[0])
    seen = [page.path.split("?")[0]]
    while forward := page.all(f'{NAV}/a[@rel="next"]/@href'):
        page = get(str(forward[0]))
        seen.append(page.path.split("?")[0])
        assert f"第 {len(seen)} 件，共 {total} 件" in page.text(NAV)
    assert len(set(seen)) == len(seen) == total > 7
    assert sort in Sort
    address = str(page.all(f"{NAV}/a/@href")[0])
    back = get(address.partition("#")[0])
    spot = back.one(f'//ol[@class="hits"]/li[@id="{address.partition("#")[2]}"]')
    assert str(spot.xpath(".//h3/a/@href")[0]).split("?")[0] == seen[-1], "back is where one left, not the page's top"
    assert seen[-1] in [str(each).split("?")[0] for each in back.all('//ol[@class="hits"]//h3/a/@href')]
    for expected in reversed(seen[:-1]):
        page = get(page.all(f'{NAV}/a[@rel="prev"]/@href')[0])
        assert page.path.split("?")[0] == expected
    assert page.all(f'{NAV}/a[@rel="prev"]') == []


def test_a_place_that_is_none_or_no_longer_right_does_no_harm(get: Get) -> None:
    for at in ("0", "-1", "abc", "²", "9" * 30):
        assert "共" not in get(f"/proposal/p00003?q=停车&at={at}").text(NAV)
    assert "第 " in get("/proposal/p00003?q=停车&at=99").text(NAV)
    gone = get("/proposal/p00003?q=没有这个词&at=3")
    assert gone.text(NAV) == "返回检索结果"


def test_without_an_index_the_record_is_there_and_the_way_back() -> None:
    site: FlaskClient = create_app(NoIndex(proposals(3))).test_client()
    page = Page("", site.get("/proposal/p00001?q=&at=2").text)
    assert page.text(NAV) == "返回检索结果"


def test_a_hit_on_page_two_knows_its_place(get: Get) -> None:
    request = SearchRequest("停车", page=2)
    (first, *_) = get(f"/?q={request.query}&page=2").all('//ol[@class="hits"]//h3/a/@href')
    assert str(first).endswith("at=11")
    assert "page=" not in str(first)
