"""Browsing: every count leads to as many proposals, nothing internal is counted, long lists can be searched."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement

from corpus import Handling, Proposal, Role
from indexer import FACETS, Reader
from search_web import create_app
from search_web.browse.values import BROWSED
from tests.search_web.dom import Page
from tests.search_web.fakes import FakeService, internal
from tests.search_web.samples import abstract, proposals

Get = Callable[[str], Page]


def _number(element: HtmlElement) -> int:
    return int(re.sub(r"\D", "", element.text_content()))


def _values(page: Page) -> dict[str, tuple[str, int]]:
    """Label → address and count of every value listed."""
    return {
        item.xpath("./a")[0].text_content(): (
            item.xpath("./a/@href")[0],
            _number(item.xpath("./span")[0]),
        )
        for item in page.all('//section[contains(@class, "values")]//li')
    }


@pytest.mark.parametrize("name", BROWSED)
def test_every_value_is_listed_with_a_count_that_its_page_keeps(get: Get, service: FakeService, name: str) -> None:
    facet = next(each for each in FACETS if each.name == name)
    listed = _values(get(f"/browse/{name}"))
    expected = {value for each in service.records for value in facet.values(each)}
    assert len(listed) == len(expected) > 1
    for url, count in listed.values():
        page = get(url)
        assert count == (page.total() if url.startswith("/?") else page.figures()[0])


def test_a_long_list_is_narrowed_by_former_name_and_by_pinyin(get: Get) -> None:
    assert set(_values(get("/browse/unit?find=卫计委"))) == {"市卫健委"}
    assert set(_values(get("/browse/unit?find=gaj"))) == {"市公安局"}
    page = get("/browse/unit?find=没有的单位")
    assert _values(page) == {}
    assert "没有含“没有的单位”的办理单位" in page.text()


def test_letters_put_units_in_the_order_of_their_names_without_the_place(get: Get) -> None:
    page = get("/browse/unit?order=letters")
    letters = [each.text_content() for each in page.all("//section/h2")]
    assert letters == sorted(letters)
    assert "G" in letters
    order = list(_values(page))
    assert order.index("市公安局") < order.index("市教育局") < order.index("市住房和城乡建设局")
    for link in page.all('//nav[@aria-label="字母"]/a/@href'):
        page.one(f'//*[@id="{str(link)[1:]}"]')


def test_a_units_page_counts_it_by_role_and_by_what_it_answered(get: Get, service: FakeService) -> None:
    name = "市公安局"
    mine = [each for each in service.records if name in each.units()]
    lead = [each for each in mine if name in each.lead_units]
    page = get(f"/units/{name}")
    assert page.figures() == [len(mine), len(lead), len(mine) - len(lead)]
    table = page.one('//table[caption="主办的怎样办理"]')
    counts = {
        row.xpath("./th")[0].text_content().strip(): _number(row.xpath("./td")[0]) for row in table.xpath(".//tbody/tr")
    }
    expected: dict[str, int] = {}
    for each in lead:
        if each.outcome:
            expected[each.outcome.klass.value] = expected.get(each.outcome.klass.value, 0) + 1
    assert counts == expected
    for link in table.xpath(".//tbody//a"):
        assert get(link.get("href")).total() == expected[link.text_content()]


def test_a_units_page_tells_how_long_its_replies_took(get: Get, service: FakeService) -> None:
    page = get("/units/市公安局")
    links = page.all('//table[caption="主办的多久答复"]//tbody//a')
    assert links
    for link in links:
        (count,) = link.xpath("../../td/text()")
        assert get(link.get("href")).total() == int(count)
    assert re.search(r"查得到立案和答复日期的 \d+ 件中，三个月内答复的 \d+ 件", page.text())


def test_a_former_name_leads_to_the_units_page_and_is_told_there(client: FlaskClient, get: Get) -> None:
    moved = client.get("/units/市卫计委")
    assert (moved.status_code, Page("", client.get(moved.location).text).text("//h1")) == (301, "市卫健委")
    assert "市卫计委" in get("/units/市卫健委").text() or "市卫生和计划生育委员会" in get("/units/市卫健委").text()


def test_a_session_is_reached_by_any_writing_and_leads_to_the_next(client: FlaskClient, get: Get) -> None:
    assert client.get("/sessions/十二届一次").location == "/sessions/12-1"
    page = get("/sessions/12-1")
    (after,) = page.all('//nav[@aria-label="前后各次会议"]/a')
    assert after.text_content() == "下一次：十二届二次"
    assert get(after.get("href")).text("//h1") == "十二届二次"


def test_a_search_typed_on_a_units_page_stays_within_the_unit(get: Get) -> None:
    page = get("/units/市公安局")
    form = page.one("//form")
    hidden = {each.get("name"): each.get("value") for each in form.xpath('./input[@type="hidden"]')}
    assert hidden == {"unit": "市公安局"}
    assert get("/?q=停车&unit=市公安局").total() > 0


def test_the_results_of_a_unit_lead_to_its_page(get: Get) -> None:
    (link,) = get("/?q=停车&lead_unit=市公安局").all('//p[@class="overviews"]/a/@href')
    assert get(str(link)).text("//h1") == "市公安局"


def test_a_unit_with_a_slash_in_its_name_has_a_page() -> None:
    odd = replace(proposals(1)[0], handlings=(Handling("某局/某中心", Role.LEAD),))
    site = create_app(FakeService([odd])).test_client()
    (url, count) = _values(Page("", site.get("/browse/unit").text))["某局/某中心"]
    assert (site.get(url).status_code, count) == (200, 1)


def _secret() -> Proposal:
    hidden = replace(abstract(), id="secret", handlings=(Handling("市保密局", Role.LEAD),), category="内部类别")
    return internal(hidden)


@pytest.mark.parametrize("path", [*(f"/browse/{name}" for name in BROWSED), "/units/市公安局", "/sessions/12-1", "/"])
def test_the_public_learns_nothing_of_what_is_internal(path: str) -> None:
    records = proposals(40)
    mixed = [*records, _secret(), *(internal(replace(each, id=f"i{each.id}")) for each in records)]
    with_secrets = create_app(FakeService(mixed)).test_client().get(path)
    without = create_app(FakeService(records)).test_client().get(path)
    assert with_secrets.text == without.text


def test_a_unit_that_only_internal_proposals_name_is_unknown_to_the_public() -> None:
    site = create_app(FakeService([*proposals(5), _secret()])).test_client()
    hidden, unknown = site.get("/units/市保密局"), site.get("/units/没有的局")
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.text.replace("市保密局", "没有的局") == unknown.text


def test_what_cannot_be_browsed_is_not_there(client: FlaskClient) -> None:
    for path in ("/browse/month", "/browse/没有", "/units/没有的局", "/sessions/99-9", "/sessions/abc"):
        assert client.get(path).status_code == 404, path


def test_browsing_asks_as_the_reader_who_is_there(client: FlaskClient, service: FakeService) -> None:
    for path in ("/browse/unit", "/units/市公安局", "/sessions/12-1"):
        client.get(path)
    assert {each.reader for each in service.asked} == {Reader()}


def test_an_empty_archive_says_so() -> None:
    site = create_app(FakeService([])).test_client()
    for name in BROWSED:
        assert "都没有注明" in Page("", site.get(f"/browse/{name}").text).text()
