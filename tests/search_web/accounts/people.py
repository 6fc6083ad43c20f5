"""A clerk and an operator with passwords, and browsers in which they are signed in."""

from __future__ import annotations

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from search_web.accounts.credentials import Passwords
from search_web.accounts.store import SiteStore
from search_web.accounts.store.database import IN_MEMORY
from search_web.site.config import AccountRole
from tests.search_web.dom import Page

__all__ = ["PASSWORDS", "fill_in", "in_hand", "signed_in_client"]

#: Account → password.
PASSWORDS = {"王芳": "长江 大桥 南岸 停车", "admin": "correct horse battery"}

#: Argon2 as cheap as it goes: tests are about what happens, not about how long guessing takes.
CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def in_hand(where: str = IN_MEMORY) -> SiteStore:
    """Return a store, by default in memory, with one clerk and one operator."""
    store = SiteStore(where)
    store.accounts.add("王芳", AccountRole.CLERK, CHEAP.digest(PASSWORDS["王芳"]))
    store.accounts.add("admin", AccountRole.OPERATOR, CHEAP.digest(PASSWORDS["admin"]))
    return store


def fill_in(client: FlaskClient, path: str, form_id: str, address: str = "127.0.0.1", **fields: str) -> TestResponse:
    """Fetch a page, fill in one of its forms and send it, as a browser does."""
    page = Page(path, client.get(path, environ_base={"REMOTE_ADDR": address}).text)
    form = page.one(f'//form[@id="{form_id}"]')
    sent = {each.get("name", ""): each.get("value", "") for each in form.xpath(".//input[@name] | .//button[@name]")}
    action = form.get("action") or path
    return client.post(action, data={**sent, **fields}, environ_base={"REMOTE_ADDR": address})


def signed_in_client(app: Flask, name: str | None) -> FlaskClient:
    """Return a browser in which this person is signed in; nobody for None."""
    client = app.test_client()
    if name is not None:
        response = fill_in(client, "/sign-in", "sign-in", name=name, password=PASSWORDS[name])
        assert response.status_code == 303, response.text
    return client
