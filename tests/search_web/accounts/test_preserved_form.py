"""What somebody typed is not lost with the session: it is handed back, to be sent once more."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search_web.accounts.preserved_form import PreservedForm
from search_web.accounts.visitors import SESSION
from tests.search_web.accounts.people import PASSWORDS, fill_in, signed_in_client
from tests.search_web.dom import Page

OWN = {"Sec-Fetch-Site": "same-origin", "Referer": "http://localhost/account?from=here"}
TYPED = {"ruling": "待定", "note": "先问住建局\n“<b>”", "main": "a", "csrf": "x"}


def _expired(app: Flask) -> FlaskClient:
    client = signed_in_client(app, "王芳")
    client.delete_cookie(SESSION)
    return client


def _hidden(page: Page, form: str) -> dict[str, str]:
    return {each.get("name", ""): each.get("value", "") for each in page.all(f'//form[@id="{form}"]//input')}


def test_a_form_sent_after_the_session_ended_is_handed_back_by_the_sign_in(app: Flask) -> None:
    client = _expired(app)
    refused = client.post("/sign-out?at=2", data=TYPED, headers=OWN)
    assert refused.status_code == 401
    fields = _hidden(Page("", refused.text), "sign-in")
    assert fields["next"] == "/account?from=here"
    wrong = client.post("/sign-in", data={**fields, "name": "王芳", "password": "错的"})
    assert wrong.status_code == 401
    fields = _hidden(Page("", wrong.text), "sign-in")
    back = client.post("/sign-in", data={**fields, "name": "王芳", "password": PASSWORDS["王芳"]})
    assert back.status_code == 200
    assert "Location" not in back.headers
    assert back.headers["Cache-Control"] == "private, no-store"
    page = Page("", back.text)
    form = page.one('//form[@id="unsent"]')
    assert form.get("action") == "/sign-out?at=2"
    again = _hidden(page, "unsent")
    assert {**again, "csrf": "x"} == TYPED
    assert "先问住建局" in page.one('//dl[@class="filled"]').text_content()
    assert client.post("/sign-out", data=again).status_code == 303


def test_a_form_whose_token_ran_out_is_handed_back_with_a_new_one(app: Flask) -> None:
    client = signed_in_client(app, "王芳")
    refused = client.post("/sign-out", data=TYPED, headers={"Origin": "http://localhost"})
    assert refused.status_code == 400
    again = _hidden(Page("", refused.text), "unsent")
    assert again["note"] == TYPED["note"]
    assert client.get("/account").status_code == 200
    assert client.post("/sign-out", data=again).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, {"Origin": "http://evil.example"}],
)
def test_a_form_of_another_site_is_never_handed_on(app: Flask, headers: dict[str, str]) -> None:
    refused = _expired(app).post("/sign-out", data=TYPED, headers=headers)
    assert "unsent" not in _hidden(Page("", refused.text), "sign-in")
    stale = signed_in_client(app, "王芳").post("/sign-out", data=TYPED, headers=headers)
    assert "先问住建局" not in stale.text


def test_a_password_is_never_handed_back(app: Flask) -> None:
    typed = {"old": PASSWORDS["王芳"], "new": "另外 几个 不相干 的词", "note": "说明"}
    refused = _expired(app).post("/account", data=typed, headers=OWN)
    assert refused.status_code == 401
    assert PASSWORDS["王芳"] not in refused.text


def test_whoever_must_sign_in_first_finds_the_form_for_it_there(app: Flask) -> None:
    refused = _expired(app).post("/sign-out", headers={"Referer": "http://evil.example/desk"})
    assert _hidden(Page("", refused.text), "sign-in")["next"] == "/"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '["/x"]', '["//evil.example/", []]', '["/x", [["a", 1]]]', "[1, []]", "7", "[" * 100_000]
)
def test_what_is_no_kept_form_is_none(text: str) -> None:
    assert PreservedForm.from_text(text) is None


def test_signing_in_without_a_kept_form_goes_on_to_the_page_that_was_wanted(app: Flask) -> None:
    client = app.test_client()
    response = fill_in(client, "/sign-in?next=/account", "sign-in", name="王芳", password=PASSWORDS["王芳"])
    assert (response.status_code, response.headers["Location"]) == (303, "/account")
