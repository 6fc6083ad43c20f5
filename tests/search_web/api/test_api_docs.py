"""docs/api.md says what the API does: its addresses are all there, its examples run and show the keys they promise."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus import Session
from search_web import create_app
from search_web.api import endpoints_of
from tests.indexer.archives import service_over
from tests.search_web.samples import proposal, proposals

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
CURLS = re.findall(r"^curl .*$", TEXT, re.MULTILINE)
#: An example and the answer shown below it.
ANSWERED = re.findall(r"^(curl [^\n]*)\n```\n\n```json\n(.*?)\n```", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The site over a few proposals in an archive of their own."""
    records = [*proposals(40), replace(proposal(40), session=Session(12, 5))]
    service = service_over(tmp_path_factory.mktemp("home"), records)
    yield create_app(service).test_client()
    service.archive.close()


def _run(client: FlaskClient, command: str) -> dict[str, object]:
    """What a curl command of the document answers, its placeholder filled in by the answer before."""
    words = shlex.split(command)
    address = urlsplit(next(word for word in words if word.startswith("http"))).path
    args = [word.split("=", 1) for word in words if "=" in word]
    query = {name: value for name, value in args if value != "<next>"}
    if len(query) < len(args):
        query["limit"] = "3"
        query["cursor"] = client.get(address, query_string=query).get_json()["next"]
    response = client.get(address, query_string=query)
    assert response.status_code == 200, (command, response.text)
    answer: dict[str, object] = response.get_json()
    return answer


def test_every_address_is_in_the_document(app: Flask) -> None:
    listed = set(re.findall(r"^\| `(\w+ /\S+)` \|", TEXT, re.MULTILINE))
    assert listed == {f"{each.method} {each.template}" for each in endpoints_of(app)}


@pytest.mark.parametrize("command", CURLS)
def test_every_example_runs(site: FlaskClient, command: str) -> None:
    assert _run(site, command)


@pytest.mark.parametrize(("command", "shown"), ANSWERED)
def test_the_answer_shown_has_the_keys_of_the_answer(site: FlaskClient, command: str, shown: str) -> None:
    answer, told = _run(site, command), json.loads(shown)
    assert _keys(told) <= _keys(answer)
    assert told.keys() == answer.keys()


def _keys(value: object, path: str = "") -> set[str]:
    """Every key in a JSON value, with those it stands under; facets by any of their names."""
    if isinstance(value, dict):
        return {f"{path}.{key}" for key in value} | {key for name, each in value.items() for key in _keys(each, name)}
    return {key for each in value for key in _keys(each, path)} if isinstance(value, list) else set()


def test_there_are_examples_to_run() -> None:
    assert len(CURLS) >= 5
    assert len(ANSWERED) >= 2
