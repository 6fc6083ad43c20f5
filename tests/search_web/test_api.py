"""The JSON: the same objects, strictly."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from corpus import from_json
from indexer import SearchRequest, page_to_json
from search_web import create_app
from tests.search_web.fakes import FakeService, NoIndex
from tests.search_web.samples import proposal


def test_a_search_is_the_contracts_object(client: FlaskClient, service: FakeService) -> None:
    response = client.get("/api/v1/search?q=停车&session=12-1&session=12-2&page=2&limit=5")
    assert response.mimetype == "application/json"
    assert response.get_json() == page_to_json(service.search(service.asked[-1]))
    asked = service.asked[-1]
    assert (asked.query, asked.chosen("session"), asked.page, asked.limit) == ("停车", ("12-1", "12-2"), 2, 5)


def test_no_parameter_at_all_asks_for_everything(client: FlaskClient, service: FakeService) -> None:
    assert client.get("/api/v1/search").get_json()["total"] == 121
    assert service.asked[-1] == SearchRequest()


def test_chinese_is_written_as_chinese(client: FlaskClient) -> None:
    assert "关于老旧小区增设停车位的提案".encode() in client.get("/api/v1/search").data
    assert b"\\u" not in client.get("/api/v1/search").data


def test_a_proposal_is_read_back_as_it_was(client: FlaskClient) -> None:
    assert from_json(client.get("/api/v1/proposals/p00003").get_json()) == proposal(3)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("colour=red", "colour"),
        ("q=停车&find=局", "find"),
        ("page=0", "page"),
        ("page=二", "page"),
        ("page=10001", "page"),
        ("limit=201", "limit"),
        ("sort=best", "sort"),
        ("from=去年", "from"),
        ("to=2021-13", "to"),
        ("q=停车&q=充电", "q"),
        ("q=" + "长" * 2001, "q"),
        ("from=", "from"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_refused_by_name(client: FlaskClient, query: str, parameter: str) -> None:
    response = client.get(f"/api/v1/search?{query}")
    assert response.status_code == 422
    error = response.get_json()["error"]
    assert error["parameter"] == parameter
    assert parameter in error["message"]


@pytest.mark.parametrize("path", ["/api/v1/stats", "/api/v1/proposals/p00003"])
def test_addresses_without_parameters_take_none(client: FlaskClient, path: str) -> None:
    assert client.get(f"{path}?q=1").status_code == 422


@pytest.mark.parametrize("path", ["/api/v1/proposals/none", "/api/v1/nothing", "/api/nothing"])
def test_what_is_not_there_is_a_404_in_json(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.get_json()["error"]["status"]) == (404, 404)


def test_stats_and_health_tell_how_much_is_served(client: FlaskClient) -> None:
    assert client.get("/api/v1/stats").get_json()["documents"] == 121
    assert client.get("/healthz").get_json() == {"status": "ok", "documents": 121}


def test_without_an_index_health_is_503_and_says_nothing_of_the_machine() -> None:
    client = create_app(NoIndex(())).test_client()
    for path in ("/healthz", "/api/v1/search", "/api/v1/stats"):
        response = client.get(path)
        assert response.status_code == 503
        assert "tian" not in response.text
