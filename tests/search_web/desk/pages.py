"""The desk as a clerk's browser without JavaScript uses it: pages are read, forms are filled in and sent."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from io import BytesIO

from flask.testing import FlaskClient
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

from tests.search_web.dom import Page

__all__ = ["check_full_archive", "click", "get", "send", "upload"]


def get(client: FlaskClient, path: str) -> Page:
    """Return a page; fails when it is not there."""
    response = client.get(path.partition("#")[0])
    assert response.status_code == 200, f"{path}: {response.status_code} {response.text[:2000]}"
    return Page(path, response.text)


def send(client: FlaskClient, page: Page, action: str, **fields: str) -> TestResponse:
    """Send the form with this action from a page, filled in."""
    form = page.one(f'//form[@action="{action}"]')
    return client.post(action, data={**_filled(form), **fields})


def click(client: FlaskClient, page: Page, button: str) -> Page:
    """Press the first button with these words and return the page it leads to."""
    found = page.all(f'//button[starts-with(normalize-space(), "{button}")]')
    assert found, f"{button} on {page.path}"
    (form,) = found[0].xpath("ancestor::form")
    pressed = {found[0].get("name", ""): found[0].get("value", "")} if found[0].get("name") else {}
    response = client.post(form.get("action"), data={**_filled(form), **pressed})
    assert response.status_code == 303, f"{response.status_code} {response.text[:2000]}"
    return get(client, response.headers["Location"])


def upload(client: FlaskClient, files: Sequence[tuple[str, bytes]], **fields: str) -> Page:
    """Upload files and return the batch's page once its check is over."""
    page = get(client, "/desk")
    form = page.all('//form[@enctype="multipart/form-data"]')[0]
    sent = [(BytesIO(content), name) for name, content in files]
    response = client.post(form.get("action"), data={**_filled(form), **fields, "files": sent})
    assert response.status_code == 303, response.text[:2000]
    for _ in range(6_000):
        shown = get(client, response.headers["Location"])
        if not shown.all('//meta[@http-equiv="refresh"]'):
            return shown
        time.sleep(0.01)
    raise AssertionError("the check never ended")


def check_full_archive(client: FlaskClient) -> Page:
    """Have the full archive checked, with all that was kept before, and return its page once that is over."""
    # What was kept is indexed in the background, and is part of the archive's check from then on.
    for thread in threading.enumerate():
        if thread.name == "update":
            thread.join()
    click(client, get(client, "/desk/archive"), "开始全库查重")
    for _ in range(6_000):
        page = get(client, "/desk/archive")
        if not page.all('//meta[@http-equiv="refresh"]'):
            return page
        time.sleep(0.01)
    raise AssertionError("the check never ended")


def _filled(form: HtmlElement) -> dict[str, str]:
    """What the form sends as it stands."""
    sent: dict[str, str] = {}
    for each in form.xpath(".//input[@name] | .//textarea[@name]"):
        if each.get("type") == "file" or (each.get("type") == "radio" and each.get("checked") is None):
            continue
        sent[each.get("name", "")] = each.text or "" if each.tag == "textarea" else each.get("value", "")
    return sent
