"""A real Chromium in front of the site. Skips, saying why, where there is none."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from werkzeug.serving import make_server

from search_web import WebConfig, create_app
from tests.search_web.fakes import FakeService
from tests.search_web.samples import abstract, proposals

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = Path("/usr/bin/chromium")

#: Opens a page: ``visit(width, scripts=True, dark=False)``.
Visit = Callable[..., "Page"]


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve a site on a free port of this machine; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def site_url() -> Iterator[str]:
    """The address of the site over 120 proposals with a reply and one without."""
    with served(create_app(FakeService([*proposals(120), abstract()]), WebConfig("示例提案库"))) as url:
        yield url


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

    def open_page(width: int = 1440, *, scripts: bool = True, dark: bool = False) -> Page:
        context = chromium.new_context(
            base_url=site_url,
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            has_touch=width < 768,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: complaints.append(request.url) if not request.url.startswith(site_url) else None,
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
