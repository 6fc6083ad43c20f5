"""Did you mean: offered where nothing has all the words, and every offer keeps its word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus import Proposal
from indexer import Correction
from search_web import create_app
from tests.indexer.archives import service_over
from tests.search_web.dom import Page
from tests.search_web.fakes import FakeService, internal
from tests.search_web.samples import proposal, proposals

#: Words of one internal proposal, in its title and its text, that no public one has.
SECRET = "机密粮库"
#: Two more proposals with words that few have: a search for them is relaxed, and lists more than have them all.
PUBLIC = [
    *proposals(60),
    replace(proposal(61), title="关于碳账户碳足迹核算的提案"),
    replace(proposal(62), title="关于碳账户碳足迹平台的提案"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The site over 60 public proposals and an internal one."""
    hidden = internal(replace(proposal(60), title=f"关于{SECRET}选址的提案", text=f"{SECRET}选址不当。"))
    yield from _site_over(tmp_path_factory.mktemp("home"), [*PUBLIC, hidden])


@pytest.fixture(scope="module")
def public_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The site over the same public proposals and no other."""
    yield from _site_over(tmp_path_factory.mktemp("public"), PUBLIC)


def _site_over(home: Path, records: list[Proposal]) -> Iterator[FlaskClient]:
    service = service_over(home, records)
    yield create_app(service).test_client()
    service.archive.close()


def _get(site: FlaskClient, path: str) -> Page:
    response = site.get(path)
    assert response.status_code == 200, path
    return Page(path, response.text)


def _offers(page: Page) -> list[tuple[str, int, str]]:
    """Text, promised count and address of every correction."""
    found = []
    for each in page.all('//p[@class="meant"]/span'):
        (link,) = each.xpath("./a")
        count = each.text_content().partition("（")[2].removesuffix(" 件）").replace(",", "")
        found.append((link.text_content(), int(count), link.get("href", "")))
    return found


@pytest.mark.parametrize("typed", ["养佬服务", "亭车位", "tingche", "法律服务网珞", "碳账户碳足迹核蒜"])
@pytest.mark.parametrize("rest", ["", "&session=12-1&year=2018", "&unit=没有这个&from=2020", "&sort=newest&limit=20"])
def test_a_correction_leads_to_the_count_it_promises(site: FlaskClient, typed: str, rest: str) -> None:
    offers = _offers(_get(site, f"/?q={typed}{rest}"))
    assert offers
    for text, promised, url in offers:
        page = _get(site, url)
        assert page.one('//input[@name="q"]').get("value") == text != typed
        assert page.total() == promised > 0


@pytest.mark.parametrize("typed", ["停车", "养老服务", "司法局"])
def test_words_that_are_found_are_not_corrected(site: FlaskClient, typed: str) -> None:
    assert _offers(_get(site, f"/?q={typed}")) == []


@pytest.mark.parametrize("typed", ["机密粮裤", "机蜜粮库", "jimiliangku", "机密粮库选纸", "养佬服务"])
def test_corrections_are_those_of_an_archive_without_the_internal_proposals(
    site: FlaskClient, public_site: FlaskClient, typed: str
) -> None:
    assert _offers(_get(site, f"/?q={typed}")) == _offers(_get(public_site, f"/?q={typed}"))


def test_the_changed_characters_are_emphasised_and_nothing_else() -> None:
    service = FakeService(proposals(1375), corrections=(Correction("我市停车", (("亭", "停"),), 1375),))
    service.records = [replace(each, text="我市停车难") for each in service.records]
    page = Page("/", create_app(service).test_client().get("/?q=我市亭车").text)
    assert page.text('//p[@class="meant"]') == "您是不是要找：我市停车（1,375 件）"
    assert [each.text_content() for each in page.all('//p[@class="meant"]//strong')] == ["停"]


@pytest.mark.parametrize("found", [0, 3])
def test_corrections_stand_right_under_the_count(found: int) -> None:
    service = FakeService(proposals(found), relaxed=True, corrections=(Correction("停车", (("亭", "停"),), 3),))
    page = Page("/", create_app(service).test_client().get("/?q=我市").text)
    assert page.total() == found
    assert page.one('//div[@class="summary"]/following-sibling::*[1]').get("class") == "meant"


def test_nothing_is_said_where_nothing_else_was_meant() -> None:
    page = Page("/", create_app(FakeService(())).test_client().get("/?q=亭车").text)
    assert page.all('//p[@class="meant"]') == []
