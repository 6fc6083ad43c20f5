"""THE table of pages and states that a browser looks at. Whoever adds a page adds a line; every check goes over all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["PAGES", "Look", "fill"]


def _as_it_is(page: Page) -> None:
    """Leave a page as it comes."""


def _suggesting(page: Page) -> None:
    page.locator("#q").press_sequentially("养老")
    page.locator("#suggestions [role=option]").first.wait_for()


def _all_open(page: Page) -> None:
    for folded in page.locator("details:not([open]) > summary").all():
        if folded.is_visible():
            folded.click()


def _filtered(page: Page) -> None:
    if page.locator(".to-filters").is_visible():
        page.locator(".to-filters").click()
    page.locator("input[type='checkbox'][name='kind']").first.check()
    page.locator("#status:has-text('找到')").wait_for(state="attached")


@dataclass(frozen=True)
class Look:
    """One page, or one state of a page.

    Attributes:
        name: of its screenshot.
        path: with ``{id}`` for a proposal with a reply, ``{other}`` for one that is like it.
        who: who must be signed in.
        make: brings about the state; only with scripts.
    """

    name: str
    path: str
    who: str | None = None
    make: Callable[[Page], None] = _as_it_is

    @property
    def scripted(self) -> bool:
        """Whether the state needs scripts."""
        return self.make is not _as_it_is


PAGES = (
    Look("front", "/"),
    Look("front-suggestions", "/", make=_suggesting),
    Look("results", "/?q=停车"),
    Look("results-open", "/?q=停车", make=_all_open),
    Look("results-filtered", "/?q=停车&session=15-5&year=2021&from=2020"),
    Look("results-changed", "/?q=停车", make=_filtered),
    Look("results-none", "/?q=没有这个词&session=12-1&unit=江州市公安局"),
    Look("results-meant", "/?q=停车廠収費"),
    Look("results-sentence", "/?q=老旧小区没有电梯老人上下楼很不方便怎么办"),
    Look("results-last", "/?q=停车&page=9999"),
    Look("filters", "/?q=停车#filters"),
    Look("facet", "/facets/unit?q=停车"),
    Look("facet-none", "/facets/unit?find=没有这个局"),
    Look("proposal", "/proposal/{id}?q=停车"),
    Look("proposal-other", "/proposal/{other}"),
    Look("browse-unit", "/browse/unit?order=letters"),
    Look("browse-year", "/browse/year"),
    Look("unit", "/units/江州市教育局"),
    Look("session", "/sessions/15-5"),
    Look("help", "/help"),
    Look("api", "/api"),
    Look("sign-in", "/sign-in"),
    Look("missing", "/proposal/没有这件"),
    Look("account", "/account", "王芳"),
    Look("desk", "/desk", "王芳"),
    Look("desk-archive", "/desk/archive", "王芳"),
    Look("desk-decisions", "/desk/decisions", "王芳"),
    Look("desk-record", "/desk/records/{id}", "王芳"),
    Look("desk-pair", "/desk/records/{id}/{other}", "王芳"),
    Look("front-clerk", "/", "王芳"),
    Look("results-operator", "/?q=停车", "admin"),
    Look("operator", "/operator", "admin"),
    Look("operator-imports", "/operator/imports", "admin"),
    Look("operator-rejects", "/operator/rejects", "admin"),
    Look("operator-searches", "/operator/searches", "admin"),
    Look("operator-audit", "/operator/audit", "admin"),
    Look("operator-accounts", "/operator/accounts", "admin"),
)


def fill(path: str, ids: tuple[str, str]) -> str:
    """Return a path with its placeholders filled in."""
    return path.replace("{id}", ids[0]).replace("{other}", ids[1])
