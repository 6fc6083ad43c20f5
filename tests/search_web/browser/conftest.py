"""A real Chromium in front of the site. Skips, saying why, where there is none."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from search_web import WebConfig, create_app
from tests.search_web.accounts.people import PASSWORDS
from tests.search_web.browser.sample import SampleSite, copy_of_sample, sample_site
from tests.search_web.browser.serving import served
from tests.search_web.fakes import FakeService
from tests.search_web.samples import abstract, proposals

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = Path("/usr/bin/chromium")

#: Opens a page: ``visit(width, scripts=True, dark=False, forced=False, who=None)``.
Visit = Callable[..., "Page"]


@pytest.fixture(scope="session")
def site_url() -> Iterator[str]:
    """The address of the site over 120 proposals with a reply and one without."""
    with served(create_app(FakeService([*proposals(120), abstract()]), WebConfig("示例提案库"))) as url:
        yield url


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleSite]:
    """The site over the sample archive."""
    # Above the folder of a worker lies that of the whole run.
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with sample_site(copy_of_sample(shared, base / "sample-served")) as site:
        yield site


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="没有 playwright：pip install -e '.[browser]'")
    if not CHROMIUM.exists():
        pytest.skip(f"没有 {CHROMIUM}：apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, site_url: str) -> Iterator[Visit]:
    """Opens pages of the site; afterwards nothing may have complained, and no other host been asked."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def open_page(
        width: int = 1440, *, scripts: bool = True, dark: bool = False, forced: bool = False, who: str | None = None
    ) -> Page:
        context = chromium.new_context(
            base_url=site_url,
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            forced_colors="active" if forced else "none",
            reduced_motion="reduce",
            has_touch=width < 768,
            locale="zh-CN",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: complaints.append(request.url) if not request.url.startswith(site_url) else None,
        )
        if who is not None:
            _sign_in(page, who)
        return page

    yield open_page
    for context in contexts:
        context.close()
    # A page that is not there is asked for on purpose; the browser says so on its console.
    assert [each for each in complaints if "status of 404" not in each] == []


def _sign_in(page: Page, who: str) -> None:
    page.goto("/sign-in")
    page.locator("input[name='name']").fill(who)
    page.locator("input[name='password']").fill(PASSWORDS[who])
    page.locator("#sign-in button").click()
    page.get_by_role("button", name="退出").wait_for()
