"""The OpenAPI document says what the API does: every address is in it, and every answer has the shape it promises."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search_web.api import Endpoint, endpoints_of
from tests.search_web.dom import Page


def _document(client: FlaskClient) -> dict[str, Any]:
    document: dict[str, Any] = client.get("/api/v1/openapi.json").get_json()
    return document


def test_every_address_under_api_v1_is_in_the_document(app: Flask, client: FlaskClient) -> None:
    paths = _document(client)["paths"]
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    documented = {(path, method) for path, operations in paths.items() for method in operations}
    assert served <= documented, "declare it with search_web.api.endpoint"
    assert len(served) >= 9


def test_every_reference_in_the_document_leads_to_a_shape(client: FlaskClient) -> None:
    response = client.get("/api/v1/openapi.json")
    shapes = _document(client)["components"]["schemas"]
    assert set(re.findall(r'"#/components/schemas/(\w+)"', response.text)) <= set(shapes)
    for shape in shapes.values():
        assert shape["required"] == list(shape["properties"]), "every key is always present"


def test_every_address_and_key_says_in_chinese_what_it_is(client: FlaskClient) -> None:
    document = _document(client)
    said = [
        text
        for operations in document["paths"].values()
        for operation in operations.values()
        for text in (operation["summary"], *(each["description"] for each in operation["parameters"]))
    ]
    assert [text for text in said if not re.search("[一-鿿]", text)] == []


def _examples(app: Flask) -> list[str]:
    return [each.example for each in endpoints_of(app) if each.example]


def test_every_example_is_answered(app: Flask, client: FlaskClient) -> None:
    assert len(_examples(app)) >= 6
    for example in _examples(app):
        assert client.get(example).status_code == 200, example


def test_the_page_for_people_shows_every_address_parameter_and_key(client: FlaskClient) -> None:
    page, document = Page("/api", client.get("/api").text), _document(client)
    shown = {each.text_content() for each in page.all("//code")}
    for path, operations in document["paths"].items():
        assert path in shown
        for operation in operations.values():
            assert {each["name"] for each in operation["parameters"]} <= shown, path
    for shape in document["components"]["schemas"].values():
        assert set(shape["properties"]) <= shown
    anchors = {str(each) for each in page.all("//@id")}
    assert {str(each).removeprefix("#") for each in page.all("//main//a/@href") if str(each)[0] == "#"} <= anchors


@pytest.mark.parametrize("declared", [Endpoint("/api/v1/x", dict[str, str], "甲")])
def test_an_address_that_declares_nothing_else_takes_no_parameter_and_reads(declared: Endpoint) -> None:
    assert (declared.method, declared.parameters, declared.name) == ("GET", (), "get-x")
