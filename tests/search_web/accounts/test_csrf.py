"""Nothing is changed by a form that this site did not draw for this browser."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.search_web.accounts.people import PASSWORDS, signed_in_client
from tests.search_web.dom import Page


def _token(client: FlaskClient, path: str = "/") -> str:
    return str(Page(path, client.get(path).text).one("(//input[@name='csrf'])[1]").get("value", ""))


def test_a_form_without_its_token_changes_nothing(app: Flask) -> None:
    client = signed_in_client(app, "王芳")
    response = client.post("/sign-out")
    assert response.status_code == 400
    assert "刷新" in response.text
    assert client.get("/account").status_code == 200


def test_the_token_of_another_person_or_of_an_earlier_session_does_not_hold(app: Flask) -> None:
    hers, his = signed_in_client(app, "王芳"), signed_in_client(app, "admin")
    assert hers.post("/sign-out", data={"csrf": _token(his)}).status_code == 400
    earlier = _token(hers)
    hers = signed_in_client(app, "王芳")
    assert hers.post("/sign-out", data={"csrf": earlier}).status_code == 400


def test_signing_somebody_else_in_from_another_site_does_not_work(app: Flask) -> None:
    data = {"name": "admin", "password": PASSWORDS["admin"]}
    assert app.test_client().post("/sign-in", data=data).status_code == 400
    foreign = _token(app.test_client(), "/sign-in")
    victim = app.test_client()
    assert victim.post("/sign-in", data={**data, "csrf": foreign}).status_code == 400
    victim.get("/sign-in")
    assert victim.post("/sign-in", data={**data, "csrf": foreign}).status_code == 400


def test_programs_send_the_token_in_a_header(app: Flask) -> None:
    client = signed_in_client(app, "王芳")
    assert client.post("/sign-out", headers={"X-CSRF-Token": _token(client)}).status_code == 303


@pytest.mark.parametrize("token", ["", "0" * 64, "长江" * 20])
def test_an_invented_token_does_not_hold(app: Flask, token: str) -> None:
    client = signed_in_client(app, "王芳")
    assert client.post("/sign-out", data={"csrf": token}).status_code == 400


def test_too_large_an_upload_is_refused_in_chinese(app: Flask) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    client = signed_in_client(app, "王芳")
    response = client.post("/sign-out", data={"csrf": "长" * 1000})
    assert response.status_code == 413
    assert "文件太大" in response.text
