"""What every page owes to people who do not see it, or do not use a mouse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.search_web.dom import Page

Get = Callable[[str], Page]
PAGES = (
    "/",
    "/?q=停车&year=2022&lead_unit=市公安局",
    "/?q=没有这个词",
    "/facets/unit?q=停车",
    "/proposal/p00003?q=停车",
    "/help",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_control_has_a_label(get: Get, path: str) -> None:
    page = get(path)
    labelled = {each.get("for") for each in page.all("//label[@for]")}
    controls = page.all("//input[not(@type='hidden')] | //select | //textarea")
    assert controls or path.startswith("/proposal")
    assert [each for each in controls if each.get("id") not in labelled and not each.xpath("ancestor::label")] == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_names_its_language_its_title_and_one_main_heading(get: Get, path: str) -> None:
    page = get(path)
    assert page.one("/html").get("lang") == "zh-CN"
    assert page.one("//title").text_content().endswith("示例提案库")
    assert len(page.all("//h1")) == 1
    assert page.one("(//body//a)[1]").get("href") == "#main"
    assert page.one('//*[@id="main"]').tag == "main"


@pytest.mark.parametrize("path", PAGES)
def test_no_heading_skips_a_level(get: Get, path: str) -> None:
    levels = [int(each.tag[1]) for each in get(path).all("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("path", PAGES)
def test_ids_are_unique_and_references_lead_somewhere(get: Get, path: str) -> None:
    page = get(path)
    ids = Counter(str(each) for each in page.all("//@id"))
    assert [name for name, times in ids.items() if times > 1] == []
    wanted = [str(each) for each in page.all("//@for | //@form | //@aria-labelledby | //@aria-describedby")]
    wanted += [str(each)[1:] for each in page.all("//@href[starts-with(., '#')]")]
    assert [name for name in wanted if name not in ids] == []


def test_every_group_of_filters_is_a_fieldset_with_a_legend(get: Get) -> None:
    page = get("/?q=停车&year=2022")
    assert [each for each in page.all("//aside//input") if not each.xpath("ancestor::fieldset[legend]")] == []


def test_a_change_of_the_count_can_be_announced(get: Get) -> None:
    status = get("/?q=停车").one('//*[@role="status"]')
    assert not status.xpath('ancestor::*[@id="live"]'), "what is replaced is not announced"


@pytest.mark.parametrize("path", PAGES)
def test_every_link_says_where_it_leads(get: Get, path: str) -> None:
    assert [each for each in get(path).all("//a") if not (each.text_content().strip() or each.get("aria-label"))] == []
