"""The site in a real browser: every size, with and without JavaScript, by mouse, touch and keyboard alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.search_web.browser.conftest import Visit

pytestmark = pytest.mark.browser

WIDTHS = (360, 768, 1440)
PAGES = (
    "/",
    "/?q=停车",
    "/?q=停车&session=13-1&year=2022&lead_unit=市公安局&from=2020",
    "/?q=没有这个词&session=12-1&unit=市公安局",
    "/?q=停车&session=12-1&year=2024",
    "/?q=停车#filters",
    "/facets/unit?q=停车",
    "/proposal/p00003?q=停车",
    "/proposal/abstract",
    "/help",
)


def _found(page: Page) -> int:
    return int(page.locator("#found-title b").inner_text().replace(",", ""))


def _choose(page: Page, name: str, value: str, *, scripts: bool) -> int:
    """Check one filter as a person at this screen would; return the count it promised."""
    if page.locator(".to-filters").is_visible():
        page.locator(".to-filters").click()
    choice = page.locator(f"label.choice:has(input[name='{name}'][value='{value}'])")
    promised = int(re.sub(r"\D", "", choice.locator(".count").inner_text()))
    choice.locator("input").check()
    if not scripts:
        page.get_by_role("button", name="应用筛选").click()
    page.wait_for_url(re.compile(f"[?&]{name}="))
    page.locator(f"#found-title b:text-is('{promised}')").wait_for()
    return promised


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("width", WIDTHS)
def test_search_then_session_unit_and_year_then_a_proposal_and_back(visit: Visit, width: int, scripts: bool) -> None:
    page = visit(width, scripts=scripts)
    page.goto("/")
    page.locator("#q").fill("停车")
    page.get_by_role("button", name="检索").click()
    for name, value in (("session", "12-1"), ("unit", "市公安局"), ("year", "2018")):
        promised = _choose(page, name, value, scripts=scripts)
        assert _found(page) == promised > 0
    if page.locator("#filters .back").is_visible():
        page.get_by_role("link", name="收起筛选").click()
    results = page.url.split("#")[0]
    page.locator(".hit h3 a").first.click()
    page.locator(".prose mark").first.wait_for()
    assert page.locator(".prose mark").first.inner_text() == "停车"
    page.get_by_role("link", name="返回检索结果").click()
    assert _found(page) == promised
    assert {*results.split("?")[1].split("&")} >= {*page.url.split("#")[0].split("?")[1].split("&")}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways(visit: Visit, width: int, path: str) -> None:
    page = visit(width)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "dark"), [(360, False), (1440, False), (1440, True)])
def test_axe_finds_nothing_on_any_page(visit: Visit, width: int, dark: bool) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="需要 pip install axe-playwright-python")
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    page = visit(width, dark=dark)
    for path in PAGES:
        page.goto(path)
        violations = axe.Axe().run(page, options=rules).response["violations"]
        told = [(each["id"], [node["html"][:120] for node in each["nodes"]][:3]) for each in violations]
        assert told == [], path


def test_everything_can_be_done_from_the_keyboard(visit: Visit) -> None:
    page = visit(1440)
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("停车")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q="))
    _tab_to(page, "document.activeElement.name === 'session'")
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("session="))
    page.locator("#status:has-text('找到')").wait_for(state="attached")
    assert page.evaluate("document.activeElement.name") == "session", "the focus stays where the change was made"
    _tab_to(page, "document.activeElement.closest('.hit') !== null")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/proposal/"))


def _tab_to(page: Page, condition: str) -> None:
    """Press Tab until a condition holds; the focus is always in sight on the way."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(condition):
            return
    raise AssertionError(f"not reached by keyboard: {condition}")


def test_a_live_change_is_announced_keeps_open_lists_and_can_be_undone_with_back(visit: Visit) -> None:
    page = visit(1440)
    page.goto("/?q=停车")
    before = _found(page)
    page.locator("#more-unit summary").click()
    page.locator("label.choice:has(input[name='session'][value='12-1']) input").check()
    page.locator("#status:has-text('找到')").wait_for(state="attached")
    assert page.locator("#more-unit").get_attribute("open") is not None
    assert page.locator("#status").text_content() == f"找到 {_found(page)} 件"
    assert f"{_found(page)} 件" in page.title()
    page.go_back()
    page.locator(f"#found-title b:text-is('{before}')").wait_for()


def test_taking_out_a_year_takes_out_its_months(visit: Visit) -> None:
    page = visit(1440)
    page.goto("/?q=停车&year=2022&month=2022-06")
    page.locator("input[name='year'][value='2022']").uncheck()
    page.wait_for_url(lambda url: "year=" not in url)
    assert "month=" not in page.url


def test_an_address_made_by_the_form_has_no_empty_parts(visit: Visit) -> None:
    page = visit(1440)
    page.goto("/?q=停车")
    page.locator("#q").fill("养老")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("%E5%85%BB"))
    assert "from=" not in page.url


def test_a_bar_of_the_chart_is_a_link(visit: Visit) -> None:
    page = visit(360)
    page.goto("/?q=停车")
    page.locator(".bars a").nth(4).click()
    page.wait_for_url(re.compile("year=2022"))
    assert page.locator("figcaption").inner_text() == "2022年各月"


def test_dark_mode_is_dark(visit: Visit) -> None:
    shades = []
    for dark in (False, True):
        page = visit(dark=dark)
        page.goto("/")
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        shades.append(sum(int(part) for part in re.findall(r"\d+", colour)[:3]))
    assert shades[0] > 600
    assert shades[1] < 150


def test_paper_shows_the_record_and_nothing_of_the_site(visit: Visit) -> None:
    page = visit(1440)
    page.goto("/proposal/p00003?q=停车")
    page.emulate_media(media="print")
    for selector in (".masthead", ".colophon", ".back", ".similar"):
        assert page.locator(selector).is_hidden(), selector
    for selector in ("h1", ".facts >> nth=0", ".prose >> nth=0", ".prose >> nth=1", ".citation"):
        assert page.locator(selector).is_visible(), selector
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_texts_stand_side_by_side_only_where_there_is_room(visit: Visit) -> None:
    tops = {}
    for width in (360, 1440):
        page = visit(width)
        page.goto("/proposal/p00003")
        tops[width] = [box["y"] for box in (each.bounding_box() for each in page.locator(".text").all()) if box]
    assert tops[1440][0] == tops[1440][1]
    assert tops[360][0] < tops[360][1]
