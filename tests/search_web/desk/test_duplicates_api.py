"""Duplicates for programs: the contract's objects, strict, and only what the reader may see."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus import Archive
from tests.search_web.desk.pages import get
from tests.search_web.desk.samples import ARCHIVED

PATH = "/api/v1/duplicates"


def _token(client: FlaskClient) -> dict[str, str]:
    return {"X-CSRF-Token": str(get(client, "/desk").all('//input[@name="csrf"]/@value')[0])}


def test_a_text_is_answered_with_candidates_and_passages_that_hold_the_same_words(
    clerk: FlaskClient, archive: Archive
) -> None:
    text = f"前言。{ARCHIVED[3].text}"
    answer = clerk.post(PATH, json={"title": "新", "text": text}, headers=_token(clerk)).get_json()
    best = answer["candidates"][0]
    record = archive.get(best["id"])
    assert record
    assert record.title == best["title"] == ARCHIVED[3].title
    assert best["passages"]
    for each in best["passages"]:
        (start, end), (left, right) = each["query"], each["candidate"]["span"]
        assert text[start:end] == record.text[left:right]


@pytest.mark.parametrize(
    ("sent", "parameter"),
    [({}, "text"), ({"text": 3}, "text"), ({"text": "x", "more": 1}, "more"), ([], "text"),
     ({"title": "只有标题"}, "text"), ({"text": "字" * 200_001}, "text")],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_name(clerk: FlaskClient, sent: object, parameter: str) -> None:
    response = clerk.post(PATH, json=sent, headers=_token(clerk))
    assert response.status_code == 422
    assert response.get_json()["error"]["parameter"] == parameter


@pytest.mark.parametrize(
    "body",
    ["[" * 200_000, '{"text":' * 100_000, "\x00", "{", "",
     '{"text": "停车\\ud800场"}', '{"title": "\\udfff", "text": "停车"}', "9" * 5_000,
     '{"text": ' + "9" * 5_000 + "}"],
)  # fmt: skip
def test_whatever_is_sent_is_answered_and_half_characters_are_refused(clerk: FlaskClient, body: str) -> None:
    response = clerk.post(PATH, data=body.encode(), content_type="application/json", headers=_token(clerk))
    assert response.status_code == 422, response.text[:200]


def test_whoever_sends_a_text_is_signed_in_and_has_the_token(app: Flask, clerk: FlaskClient) -> None:
    assert app.test_client().post(PATH, json={"text": "停车"}).status_code == 401
    assert clerk.post(PATH, json={"text": "停车"}).status_code == 400


def test_an_archived_proposal_has_an_address_for_its_duplicates(app: Flask, archive: Archive) -> None:
    public = next(record for record in archive.all() if record.visibility.value == "公开")
    hidden = next(record for record in archive.all() if record.visibility.value == "内部")
    client = app.test_client()
    answer = client.get(f"/api/v1/proposals/{public.id}/duplicates").get_json()
    assert (answer["query"]["id"], answer["query"]["text"], answer["candidates"]) == (public.id, public.text, [])
    assert client.get(f"/api/v1/proposals/{hidden.id}/duplicates").status_code == 404
