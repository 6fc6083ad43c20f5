"""The JSON: the same objects, strictly."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from corpus import from_json
from indexer import SearchRequest, page_to_json
from search_web import create_app
from tests.search_web.accounts.people import CHEAP, in_hand, signed_in_client
from tests.search_web.fakes import FakeService, NoIndex, internal
from tests.search_web.samples import proposal, proposals


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
        ("from=2023-02-29", "from"),
        ("unit=%20", "unit"),
        ("q=停车&cursor=page-2&page=2", "page"),
        ("&".join(["unit=甲"] * 101), "unit"),
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


def test_cursors_lead_past_page_after_page_and_stop(client: FlaskClient) -> None:
    address, ids = "/api/v1/search?q=停车&limit=50", []
    answer = client.get(address).get_json()
    while True:
        ids += [hit["id"] for hit in answer["hits"]]
        if answer["next"] is None:
            break
        answer = client.get(f"{address}&cursor={answer['next']}").get_json()
    assert len(ids) == len(set(ids)) == answer["total"]


def test_a_cursor_that_no_answer_gave_is_not_found(client: FlaskClient) -> None:
    response = client.get("/api/v1/search?cursor=AAAA")
    assert response.status_code == 404
    assert "游标" in response.get_json()["error"]["message"]


def test_a_facets_values_can_be_looked_up_by_the_beginning_of_their_names(client: FlaskClient) -> None:
    everything = client.get("/api/v1/search").get_json()["facets"]["unit"]
    whole = client.get("/api/v1/facets/unit").get_json()
    assert (whole["label"], whole["total"], whole["values"]) == ("办理单位", len(everything), everything)
    found = client.get("/api/v1/facets/unit?find=市教&q=养老").get_json()
    assert all("市教" in each["label"] for each in found["values"])
    assert len(client.get("/api/v1/facets/unit?limit=2").get_json()["values"]) == 2
    assert client.get("/api/v1/facets/colour").status_code == 404


def test_a_unit_is_known_by_any_of_its_names(client: FlaskClient) -> None:
    by_former_name = client.get("/api/v1/units/市卫计委").get_json()
    assert by_former_name["unit"]["name"] == "市卫健委"
    assert "市卫计委" in by_former_name["unit"]["former_names"]
    assert client.get(by_former_name["url"]).status_code == 200
    assert sum(each["count"] for each in by_former_name["years"]) == by_former_name["unit"]["count"]
    listed = {each["name"]: each for each in client.get("/api/v1/units").get_json()["units"]}
    assert listed["市卫健委"] == by_former_name["unit"]
    assert client.get("/api/v1/units/没有这个局").status_code == 404


def test_similar_proposals_are_hits(client: FlaskClient) -> None:
    answer = client.get("/api/v1/proposals/p00003/similar?limit=2").get_json()
    assert answer["id"] == "p00003"
    assert len(answer["hits"]) == 2
    assert answer["hits"][0].keys() == client.get("/api/v1/search").get_json()["hits"][0].keys()
    assert client.get("/api/v1/proposals/none/similar").status_code == 404


READING = (
    "/api/v1/search?q=停车",
    "/api/v1/suggest?q=停",
    "/api/v1/facets/unit",
    "/api/v1/units",
    "/api/v1/units/市公安局",
    "/api/v1/proposals/p00003",
    "/api/v1/proposals/p00003/similar",
    "/api/v1/stats",
    "/api/v1/openapi.json",
)


@pytest.mark.parametrize("path", READING)
def test_an_answer_that_has_not_changed_is_not_sent_again(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get(path, headers={"If-None-Match": 'W/"other"'}).data == first.data


@pytest.mark.parametrize("path", READING)
def test_head_says_what_get_would_and_options_what_may_be_asked(client: FlaskClient, path: str) -> None:
    get, head, options = client.get(path), client.head(path), client.options(path)
    assert head.data == b""
    assert (head.status_code, head.headers["ETag"]) == (200, get.headers["ETag"])
    assert head.headers["Content-Length"] == str(len(get.data))
    assert (options.status_code, options.data) == (204, b"")
    assert set(options.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert set(options.headers["Access-Control-Allow-Methods"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_another_method_is_refused_in_json_and_told_which_are_allowed(client: FlaskClient, method: str) -> None:
    response = client.open("/api/v1/search", method=method)
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert response.get_json()["error"]["status"] == 405


@pytest.mark.parametrize("path", [*READING, "/api/v1/search?colour=red", "/api/v1/nothing"])
def test_any_web_page_may_read_what_anyone_may_see(client: FlaskClient, path: str) -> None:
    headers = client.get(path, headers={"Origin": "https://elsewhere.example"}).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.parametrize("path", ["/", "/proposal/p00003", "/healthz"])
def test_pages_are_not_shared(client: FlaskClient, path: str) -> None:
    assert "Access-Control-Allow-Origin" not in client.get(path).headers


def test_what_only_staff_may_see_is_not_shared_with_other_pages_nor_kept_by_others() -> None:
    app = create_app(FakeService(proposals(5)), store=in_hand(), passwords=CHEAP)
    headers = signed_in_client(app, "王芳").get("/api/v1/search").headers
    assert "Access-Control-Allow-Origin" not in headers
    assert "private" in headers["Cache-Control"]
    assert "Cookie" in headers["Vary"]


def test_the_public_learns_no_count_of_internal_proposals() -> None:
    client = create_app(FakeService([*proposals(5), internal(proposal(6))])).test_client()
    assert client.get("/api/v1/stats").get_json()["documents"] == 5
    assert client.get("/healthz").get_json()["documents"] == 5


def test_stats_and_health_tell_how_much_is_served(client: FlaskClient) -> None:
    assert client.get("/api/v1/stats").get_json()["documents"] == 121
    assert client.get("/healthz").get_json() == {"status": "ok", "documents": 121}


def test_without_an_index_health_is_503_and_says_nothing_of_the_machine() -> None:
    client = create_app(NoIndex(())).test_client()
    for path in ("/healthz", "/api/v1/search", "/api/v1/stats"):
        response = client.get(path)
        assert response.status_code == 503
        assert "tian" not in response.text
