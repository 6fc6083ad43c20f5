"""``make tour``: takes the pictures of docs/tour from the site over the sample archive, as a person comes by them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.search_web.accounts.people import PASSWORDS
from tests.search_web.browser.sample import SampleSite, sample_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["PICTURES", "take"]

PICTURES = Path(__file__).resolve().parents[3] / "docs" / "tour" / "pictures"
CHROMIUM = "/usr/bin/chromium"
_WIDE, _PHONE = (1200, 760), (360, 680)

Shoot = Callable[[str], None]


def take(folder: Path, home: Path) -> None:
    """Take every picture into a folder; ``home`` is where the sample archive is, or will be."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with sample_site(home) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        _member(_page(browser, site, _WIDE), _shooter(folder, "member"))
        _member_on_a_phone(_page(browser, site, _PHONE), _shooter(folder, "phone"))
        _clerk(_page(browser, site, _WIDE), _shooter(folder, "clerk"))
        _operator(_page(browser, site, _WIDE), _shooter(folder, "operator"))
        browser.close()


def _page(browser: Browser, site: SampleSite, size: tuple[int, int]) -> Page:
    viewport = {"width": size[0], "height": size[1]}
    return browser.new_context(base_url=site.url, viewport=viewport, locale="zh-CN").new_page()


def _shooter(folder: Path, who: str) -> Callable[[Page], Shoot]:
    def of(page: Page) -> Shoot:
        def shoot(name: str) -> None:
            page.wait_for_load_state("networkidle")
            page.screenshot(path=folder / f"{who}-{name}.png")

        return shoot

    return of


def _member(page: Page, shooter: Callable[[Page], Shoot]) -> None:
    shoot = shooter(page)
    page.goto("/")
    shoot("front")
    page.locator("#q").press_sequentially("yanglao")
    page.locator("#suggestions [role=option]").first.wait_for()
    shoot("suggestions")
    for _ in range(2):  # as for anybody but the first visitor after a start
        page.goto("/?q=停车 交通局")
    shoot("results")
    page.goto("/?q=停车&category=城乡建设&from=2021")
    shoot("narrowed")
    page.locator(".hit h3 a").first.click()
    shoot("proposal")
    page.evaluate("document.querySelector('.texts').scrollIntoView()")
    shoot("side-by-side")
    page.goto("/?q=停车廠&unit=江州市教育局")
    shoot("nothing")


def _member_on_a_phone(page: Page, shooter: Callable[[Page], Shoot]) -> None:
    shoot = shooter(page)
    page.goto("/?q=加装电梯")
    shoot("results")
    page.locator(".to-filters").click()
    page.wait_for_timeout(300)
    shoot("filters")


def _sign_in(page: Page, who: str) -> None:
    page.goto("/sign-in")
    page.locator("input[name='name']").fill(who)
    page.locator("input[name='password']").fill(PASSWORDS[who])


def _clerk(page: Page, shooter: Callable[[Page], Shoot]) -> None:
    # What a check finds is not taken: this site's duplicate service is the small one of the tests.
    shoot = shooter(page)
    _sign_in(page, "王芳")
    shoot("sign-in")
    page.locator("#sign-in button").click()
    page.get_by_role("button", name="退出").wait_for()
    page.goto("/desk")
    shoot("desk")
    page.goto("/desk/archive")
    shoot("archive")


def _operator(page: Page, shooter: Callable[[Page], Shoot]) -> None:
    shoot = shooter(page)
    _sign_in(page, "admin")
    page.locator("#sign-in button").click()
    page.get_by_role("button", name="退出").wait_for()
    page.goto("/account")
    shoot("account")
    page.goto("/api")
    shoot("api")


if __name__ == "__main__":
    take(PICTURES, Path(sys.argv[1]))
