"""Every page and state, at every size and in every mode: accessible, nothing cut off, nothing complained about.

One walk over the table of pages per mode, in one browser; what is seen is kept under build/screenshots.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer import Reader
from search_web.accounts.rules import rule_of
from tests.search_web.browser.pages import PAGES, Look, fill

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Page

    from tests.search_web.browser.conftest import Visit
    from tests.search_web.browser.sample import SampleSite

pytestmark = pytest.mark.browser

SCREENSHOTS = Path(__file__).resolve().parents[3] / "build" / "screenshots"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

Walk = Iterator[tuple[Look, "Page"]]


@pytest.fixture(scope="module")
def site_url(sample: SampleSite) -> str:
    """The address of the site over the sample archive."""
    return sample.url


@pytest.fixture(scope="module")
def ids(sample: SampleSite) -> tuple[str, str]:
    """A proposal on parking with a reply, and one that shares text with it."""
    parking = [each.id for each in sample.proposals if each.replies and "停车" in each.text]
    copies = sample.service.duplicates.copies(parking, Reader())
    return next((id, others[0]) for id, others in copies.items())


def _walk(
    visit: Visit, ids: tuple[str, str], width: int, *, states: bool = True, scripts: bool = True, **mode: bool
) -> Walk:
    """Every page in one mode, in one window for each visitor; with its states, or only as it comes."""
    windows: dict[str | None, Page] = {}
    for look in PAGES:
        if look.scripted and not (states and scripts):
            continue
        if look.who not in windows:
            windows[look.who] = visit(width, scripts=scripts, who=look.who, **mode)
        page = windows[look.who]
        answer = page.goto(fill(look.path, ids))
        assert answer is not None
        assert answer.status == (404 if look.name == "missing" else 200), look.name
        look.make(page)
        yield look, page


def _keep(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


def _sideways(page: Page, width: int) -> str:
    """What sticks out of the window; "" where nothing does."""
    beyond = page.evaluate(
        """width => [...document.querySelectorAll("body *")].find((each) =>
            each.getBoundingClientRect().right > width + 1 && !each.closest(".wide, .hidden"))?.outerHTML ?? "" """,
        width,
    )
    return str(beyond)[:80] if page.evaluate("document.documentElement.scrollWidth") > width else ""


@pytest.mark.parametrize(
    ("width", "mode"),
    [
        (360, {}),
        (768, {"forced": True}),
        (1440, {"dark": True}),
    ],
    ids=["360", "768-forced-colors", "1440-dark"],
)
def test_axe_finds_nothing(visit: Visit, ids: tuple[str, str], width: int, mode: dict[str, bool]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="需要 pip install axe-playwright-python")
    told = []
    for look, page in _walk(visit, ids, width, states=width != 768, **mode):
        _keep(page, f"{look.name}-{'-'.join([str(width), *mode])}")
        for each in axe.Axe().run(page, options=RULES).response["violations"]:
            told.append((look.name, each["id"], [node["html"][:160] for node in each["nodes"]][:3]))
        if out := _sideways(page, width):
            told.append((look.name, "sideways", [out]))
    assert told == []


@pytest.mark.parametrize("width", [360, 1440])
def test_without_scripts_every_page_is_whole(visit: Visit, ids: tuple[str, str], width: int) -> None:
    for look, page in _walk(visit, ids, width, scripts=False):
        assert page.locator("main h1, main h2").first.is_visible(), look.name
        assert page.locator("main").inner_text().strip(), look.name
        if width == 1440:
            _keep(page, f"{look.name}-{width}")


def test_text_at_twice_the_size_stays_on_the_page(visit: Visit, ids: tuple[str, str]) -> None:
    told = []
    for look, page in _walk(visit, ids, 768, states=False):
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if out := _sideways(page, 768):
            told.append((look.name, out))
    assert told == []


#: Watches from the first paint on how far anything moved that nobody had touched.
_WATCH = """
    window.moved = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => window.moved += entry.value))
        .observe({type: 'layout-shift', buffered: true});
"""
#: What came over the wire for a page: itself and its files, as sent, without headers.
_WEIGHT = """
    () => ["navigation", "resource"].flatMap(kind => performance.getEntriesByType(kind))
        .reduce((sum, entry) => sum + entry.encodedBodySize, 0)
"""


#: Bytes of a first visit. A page of ten results has their passages, a hundred checkboxes and a chart in it.
_MOST, _MOST_OF_RESULTS = 60_000, 80_000


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_moves_while_a_page_loads_and_little_comes_over_the_wire(
    visit: Visit, ids: tuple[str, str], width: int
) -> None:
    moved, heavy = {}, {}
    windows: dict[str | None, Page] = {}
    for look in (each for each in PAGES if not each.scripted):
        if look.who not in windows:
            windows[look.who] = visit(width, who=look.who)
            windows[look.who].add_init_script(_WATCH)
        page = windows[look.who]
        page.goto(fill(look.path, ids), wait_until="networkidle")
        # An address with a part of the page in it goes there: that is what was asked for.
        if "#" not in look.path and (shift := page.evaluate("window.moved")):
            moved[look.name] = shift
        most = _MOST_OF_RESULTS if look.path.startswith("/?") else _MOST
        if not 0 < (weight := page.evaluate(_WEIGHT)) <= most:
            heavy[look.name] = weight
    assert (moved, heavy) == ({}, {})


def test_every_page_prints_without_the_site_around_it(visit: Visit, ids: tuple[str, str]) -> None:
    for look, page in _walk(visit, ids, 1440, scripts=False):
        page.emulate_media(media="print")
        for selector in (".masthead nav", ".skip"):
            assert not page.locator(selector).first.is_visible(), (look.name, selector)
        assert page.pdf(format="A4").startswith(b"%PDF"), look.name


def test_every_kind_of_page_is_in_the_table(sample: SampleSite) -> None:
    adapter = sample.app.url_map.bind("localhost")
    looked_at = {adapter.match(fill(each.path, ("a", "b")).split("?")[0].split("#")[0])[0] for each in PAGES}
    assert _pages(sample.app) - looked_at - ELSEWHERE == set(), "add a line to tests/search_web/browser/pages.py"


#: Looked at by tests of their own, because they need a batch of new proposals; and what is a file, not a page.
ELSEWHERE = {
    # Another address of a page in the table, and addresses that only lead on.
    *("search.results_too", "desk.former_address"),
    *("desk.batch", "desk.draft", "desk.compare", "desk.report", "desk.report_file", "desk.titles"),
    *("export.xlsx", "export.csv", "export.jsonl", "export.feed", "export.opensearch"),
}


def _pages(app: Flask) -> set[str]:
    """Every address that shows a page: it states a rule, answers to GET and is not one of the API's."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint.partition(".")[0] not in ("static", "api")
        if rule_of(app.view_functions[rule.endpoint])
    }
