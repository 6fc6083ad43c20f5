"""Suggestions as JSON: what a person may want, where it leads, and nothing of what is not theirs to see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from search_web import create_app
from tests.indexer.archives import service_over
from tests.search_web.dom import Page
from tests.search_web.fakes import NoIndex, internal
from tests.search_web.samples import proposal, proposals

PATH = "/api/v1/suggest"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The site over 60 public proposals and an internal one with a unit, a proposer and a title of its own."""
    base = replace(proposal(60), title="关于机密粮库选址的提案", proposers=("欧阳密",))
    hidden = internal(replace(base, handlings=tuple(replace(each, unit="市密码局") for each in base.handlings)))
    service = service_over(tmp_path_factory.mktemp("home"), [*proposals(60), hidden])
    yield create_app(service).test_client()
    service.archive.close()


def _suggestions(site: FlaskClient, typed: str) -> list[dict[str, object]]:
    response = site.get(PATH, query_string={"q": typed})
    assert response.status_code == 200
    answer = response.get_json()
    assert answer["query"] == typed
    return list(answer["suggestions"])


@pytest.mark.parametrize("typed", ["养老", "yanglao", "yl", "养laofuwu", "養老"])
def test_characters_pinyin_and_initials_suggest_the_same_title(site: FlaskClient, typed: str) -> None:
    assert "关于加快社区养老服务体系建设的提案" in [each["text"] for each in _suggestions(site, typed)]


@pytest.mark.parametrize("typed", ["公安", "gongan", "陈晓", "chenxiao", "十二届一次"])
def test_a_value_leads_to_as_many_proposals_as_it_counts(site: FlaskClient, typed: str) -> None:
    values = [each for each in _suggestions(site, typed) if each["kind"] != "title"]
    assert values
    for each in values:
        url = str(each["url"])
        page = Page(url, site.get(url).text)
        assert page.total() == each["count"]
        assert page.checkbox(str(each["kind"]), str(each["value"])).get("checked") is not None


def test_a_title_leads_to_its_proposal(site: FlaskClient) -> None:
    titles = [each for each in _suggestions(site, "停车") if each["kind"] == "title"]
    assert titles
    for each in titles:
        page = Page(str(each["url"]), site.get(str(each["url"])).text)
        assert page.text("//h1") == each["text"]


def test_marks_are_the_part_that_was_typed(site: FlaskClient) -> None:
    (first, *_) = _suggestions(site, "gongan")
    assert first["text"] == "市公安局"
    assert first["marks"] == [[1, 3]]


@pytest.mark.parametrize("typed", ["机密", "jimi", "欧阳", "ouyangmi", "密码局", "mimaju"])
def test_nothing_of_an_internal_proposal_is_suggested(site: FlaskClient, typed: str) -> None:
    assert _suggestions(site, typed) == []


def test_an_internal_proposal_is_in_no_count(site: FlaskClient) -> None:
    counts = {each["text"]: each["count"] for each in _suggestions(site, "市公安局")}
    public = Page("/", site.get("/?unit=市公安局").text).total()
    assert counts == {"市公安局": public}


@pytest.mark.parametrize("typed", ["", " ", "没有这样的东西"])
def test_nothing_fitting_is_an_empty_list(site: FlaskClient, typed: str) -> None:
    assert _suggestions(site, typed) == []


@pytest.mark.parametrize("typed", ["停" * 2000, "a" * 2000, "'\"<script>\x00", "\ud83d", "𠮷" * 30, "(((停", "停\n车"])
def test_whatever_is_typed_is_answered(site: FlaskClient, typed: str) -> None:
    response = site.get(PATH, query_string={"q": typed.encode("utf-8", "replace").decode("utf-8")})
    assert response.status_code in (200, 422)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("q=停&page=2", "page"), ("q=停&session=12-1", "session"), ("limit=21", "limit"), ("limit=0", "limit"),
     ("q=停&q=车", "q"), ("q=" + "长" * 2001, "q"), ("limit=三", "limit")],
)  # fmt: skip
def test_a_parameter_that_cannot_be_read_is_refused_by_name(client: FlaskClient, query: str, parameter: str) -> None:
    response = client.get(f"{PATH}?{query}")
    assert response.status_code == 422
    assert response.get_json()["error"]["parameter"] == parameter


def test_no_more_are_given_than_asked_for(client: FlaskClient) -> None:
    assert [len(client.get(f"{PATH}?q=关于&limit={limit}").get_json()["suggestions"]) for limit in (1, 3)] == [1, 3]


def test_without_an_index_there_is_a_503() -> None:
    assert create_app(NoIndex(())).test_client().get(f"{PATH}?q=停").status_code == 503
