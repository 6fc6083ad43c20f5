"""The list under the search box, in a real browser over a real index: typed, tapped, by keyboard, by input method."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from search_web import WebConfig, create_app
from tests.indexer.archives import service_over
from tests.search_web.browser.serving import served
from tests.search_web.samples import abstract, proposals

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.search_web.browser.conftest import Visit

pytestmark = pytest.mark.browser

LIST = "#suggestions"
OPTIONS = f"{LIST} [role=option]"


@pytest.fixture(scope="module")
def site_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site over 60 proposals in an archive and an index of their own."""
    service = service_over(tmp_path_factory.mktemp("home"), [*proposals(60), abstract()])
    with served(create_app(service, WebConfig("示例提案库"))) as url:
        yield url
    service.archive.close()


def _type(page: Page, text: str, path: str = "/") -> list[str]:
    """Type into the box; return the suggestions."""
    page.goto(path)
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially(text)
    page.locator(OPTIONS).first.wait_for()
    texts: list[str] = page.locator(f"{OPTIONS} .text").all_inner_texts()
    return texts


def _active(page: Page) -> str:
    """The text of the option that assistive technology is told of; "" where there is none."""
    return str(
        page.evaluate("document.getElementById(q.getAttribute('aria-activedescendant') || '-')?.textContent ?? ''")
    )


@pytest.mark.parametrize("typed", ["养老", "yanglao", "養老", "yl"])
def test_characters_and_pinyin_show_suggestions(visit: Visit, typed: str) -> None:
    assert "关于加快社区养老服务体系建设的提案" in _type(visit(), typed)


def test_what_was_typed_is_marked_and_each_line_says_what_it_is(visit: Visit) -> None:
    page = visit()
    _type(page, "公安")
    line = page.locator(OPTIONS).first
    assert line.locator("mark").inner_text() == "公安"
    assert re.fullmatch(r"办理单位 \d+ 件", line.locator(".what").inner_text())


def test_marks_count_characters_also_beyond_the_basic_plane(visit: Visit) -> None:
    page = visit()
    offer = {
        "text": "𠮷野停车",
        "kind": "title",
        "label": "提案",
        "value": "x",
        "count": 1,
        "marks": [[2, 4]],
        "url": "/",
    }
    answer = json.dumps({"query": "停车", "suggestions": [offer]})
    page.route("**/api/v1/suggest?*", lambda route: route.fulfill(body=answer, content_type="application/json"))
    assert _type(page, "停车") == ["𠮷野停车"]
    assert page.locator(f"{OPTIONS} mark").inner_text() == "停车"


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_a_value_leads_to_its_search_and_a_title_to_its_proposal(visit: Visit, width: int) -> None:
    page = visit(width)
    _type(page, "公安")
    option = page.locator(OPTIONS, has_text="办理单位").first
    (promised,) = re.findall(r"(\d+) 件", option.inner_text())
    option.click()
    page.wait_for_url(re.compile(r"/\?unit="))
    assert page.locator("#found-title b").inner_text() == promised
    assert page.locator("input[name='unit']:checked").count() == 1
    (title, *_) = _type(page, "养老", "/?q=停车")
    page.locator(OPTIONS).first.click()
    page.wait_for_url(re.compile("/proposal/"))
    assert page.locator("h1").inner_text() == title


def test_arrow_keys_go_through_the_list_and_back_to_the_box(visit: Visit) -> None:
    page = visit()
    texts = _type(page, "养老")
    assert page.locator("#q").get_attribute("aria-expanded") == "true"
    assert _active(page) == "", "nothing is chosen before a key is pressed"
    seen = []
    for _ in range(len(texts) + 1):
        page.keyboard.press("ArrowDown")
        seen.append(_active(page))
        assert page.locator(f"{OPTIONS}[aria-selected=true]").count() == (1 if seen[-1] else 0)
    assert all(told.startswith(text) for told, text in zip(seen, texts, strict=False))
    assert seen[-1] == ""
    page.keyboard.press("ArrowUp")
    assert _active(page).startswith(texts[-1])
    assert page.locator("#q").input_value() == "养老"
    assert page.evaluate("document.activeElement.id") == "q"


def test_enter_follows_the_chosen_suggestion(visit: Visit) -> None:
    page = visit()
    _type(page, "公安")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/\?unit="))


def test_enter_without_a_choice_searches_for_what_was_typed(visit: Visit) -> None:
    page = visit()
    _type(page, "公安")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/\?q=%E5%85%AC%E5%AE%89$"))


def test_typing_on_takes_the_choice_back(visit: Visit) -> None:
    page = visit()
    _type(page, "公")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("安")
    assert _active(page) == ""
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/\?q="))


def test_escape_closes_the_list_and_leaves_the_words(visit: Visit) -> None:
    page = visit()
    _type(page, "公安")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.locator(LIST).is_hidden()
    assert page.locator("#q").input_value() == "公安"
    assert page.locator("#q").get_attribute("aria-expanded") == "false"
    assert _active(page) == ""
    page.keyboard.press("ArrowDown")
    page.locator(OPTIONS).first.wait_for()


def test_leaving_the_box_closes_the_list(visit: Visit) -> None:
    page = visit()
    _type(page, "公安")
    page.keyboard.press("Tab")
    assert page.locator(LIST).is_hidden()


def test_emptying_the_box_closes_the_list(visit: Visit) -> None:
    page = visit()
    _type(page, "公安")
    page.locator("#q").fill("")
    page.locator(LIST).wait_for(state="hidden")


def test_enter_that_ends_a_composition_neither_searches_nor_follows(visit: Visit) -> None:
    page = visit()
    _type(page, "公安")
    page.keyboard.press("ArrowDown")
    kept = page.evaluate(
        """() => [{isComposing: true}, {keyCode: 229}].map(composing => {
            q.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true}));
            const enter = {key: "Enter", bubbles: true, cancelable: true, ...composing};
            return q.dispatchEvent(new KeyboardEvent("keydown", enter));
        })"""
    )
    assert kept == [False, False], "the browser must not send the form either"
    page.wait_for_timeout(200)
    assert page.url.endswith("/")
    assert page.locator(LIST).is_visible()


def test_a_real_composition_suggests_and_enter_only_ends_it(visit: Visit) -> None:
    page = visit()
    page.goto("/")
    page.locator("#q").focus()
    browser = page.context.new_cdp_session(page)
    browser.send("Input.imeSetComposition", {"text": "yang'lao", "selectionStart": 8, "selectionEnd": 8})
    page.locator(OPTIONS).first.wait_for()
    key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    browser.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    browser.send("Input.insertText", {"text": "养老"})
    browser.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    page.wait_for_timeout(300)
    assert page.url.endswith("/")
    assert page.locator("#q").input_value() == "养老"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/\?q="))


def test_a_late_answer_to_earlier_words_is_dropped(visit: Visit) -> None:
    page = visit()
    page.goto("/")
    held = []
    page.route("**/api/v1/suggest?q=%E5%85%AC", lambda route: held.append(route))
    page.locator("#q").fill("公")
    page.wait_for_timeout(300)
    assert len(held) == 1
    page.locator("#q").fill("养老")
    page.locator(OPTIONS).first.wait_for()
    assert page.locator(OPTIONS, has_text="市公安局").count() == 0


def test_fast_typing_asks_once(visit: Visit) -> None:
    page = visit()
    page.goto("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest" in request.url else None)
    page.locator("#q").press_sequentially("yanglao", delay=10)
    page.locator(OPTIONS).first.wait_for()
    assert len(asked) == 1


def test_where_suggestions_cannot_be_had_the_search_works_as_before(visit: Visit) -> None:
    page = visit()
    page.route("**/api/v1/suggest?*", lambda route: route.fulfill(status=200, body="not JSON"))
    page.goto("/")
    page.locator("#q").press_sequentially("公安")
    page.wait_for_timeout(300)
    assert page.locator(LIST).is_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/\?q="))


def test_without_scripts_the_box_is_a_plain_search_box(visit: Visit) -> None:
    page = visit(scripts=False)
    page.goto("/")
    assert page.get_by_role("searchbox").count() == 1
    assert page.locator("[role=combobox], [role=listbox]").count() == 0


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("path", ["/", "/?q=停车", "/help", "/nowhere"])
def test_the_list_moves_nothing_fits_and_can_be_touched(visit: Visit, width: int, path: str) -> None:
    page = visit(width)
    if path == "/nowhere":
        # A page that is not there is told of on the console, as it should be.
        page.route("**/nowhere", lambda route: route.fulfill(response=route.fetch(), status=200))
    page.goto(path)
    before = page.locator("main").bounding_box(), page.locator("footer").bounding_box()
    page.locator("#q").fill("养老")
    page.locator(OPTIONS).first.wait_for()
    assert (page.locator("main").bounding_box(), page.locator("footer").bounding_box()) == before
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    heights = [box["height"] for box in (each.bounding_box() for each in page.locator(OPTIONS).all()) if box]
    assert min(heights) >= 44


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("path", ["/", "/?q=养佬服务"])
def test_axe_finds_nothing_with_the_list_open(visit: Visit, width: int, path: str, dark: bool) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="需要 pip install axe-playwright-python")
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    page = visit(width, dark=dark)
    _type(page, "公安", path)
    page.keyboard.press("ArrowDown")
    violations = axe.Axe().run(page, options=rules).response["violations"]
    assert [(each["id"], [node["html"][:120] for node in each["nodes"]][:3]) for each in violations] == []
