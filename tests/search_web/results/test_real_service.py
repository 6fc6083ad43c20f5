"""The site over a real archive and index: what the pages promise is what the engine finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from corpus import Archive, Handling, Proposal, Role
from indexer import IndexMissing, SearchRequest, Settings, open_service
from indexer.fields import TextField, field_called
from search_web import create_app
from search_web.results.help import guide
from tests.indexer.archives import service_over
from tests.search_web.dom import Page
from tests.search_web.fakes import internal
from tests.search_web.samples import abstract, proposals


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The site over 81 public proposals, and an internal one much like the last of them, in an archive of their own."""
    service = service_over(tmp_path_factory.mktemp("home"), [*proposals(80), abstract(), _internal()])
    yield create_app(service).test_client()
    service.archive.close()


def _internal() -> Proposal:
    return internal(replace(abstract(), title="关于设立夜间图书馆和内部图书馆选址的建议"))


def _get(site: FlaskClient, path: str) -> Page:
    response = site.get(path)
    assert response.status_code == 200, path
    return Page(path, response.text)


def _json(site: FlaskClient, path: str) -> Any:
    response = site.get(path)
    assert response.status_code == 200, path
    return response.json


@pytest.mark.parametrize("start", ["/?q=停车", "/?q=停车&session=12-1", "/?q=停车&year=2022", "/?q=「最后一公里」"])
def test_checking_a_value_shows_as_many_proposals_as_its_count_promised(site: FlaskClient, start: str) -> None:
    page = _get(site, start)
    promised = {
        (box.get("name"), box.get("value"))
        for box in page.all('//aside//input[@type="checkbox"]')
        if not page.all(f'//input[@name="{box.get("name")}" and @checked]')
    }
    assert len(promised) > 10
    for name, value in promised:
        assert _get(site, page.submitted(**{name: value})).total() == page.counts(name)[value], (name, value)


def test_every_bar_of_the_chart_shows_what_it_counts(site: FlaskClient) -> None:
    bars = _get(site, "/?q=停车").all('//*[local-name()="svg"]//a')
    assert len(bars) == 7
    for bar in bars:
        count = bar.get("aria-label", "").removesuffix(" 件").split("，")[1]
        assert _get(site, bar.get("href", "")).total() == int(count)


def test_without_words_the_newest_come_first(site: FlaskClient) -> None:
    page = _get(site, "/?kind=提案&limit=50")
    days = [str(each) for each in page.all('//ol[@class="hits"]//time/@datetime')]
    assert len(days) == 50
    assert days == sorted(days, reverse=True)


def test_search_to_facet_to_proposal_and_back(site: FlaskClient) -> None:
    start = _get(site, "/?q=停车")
    narrowed = _get(site, start.submitted(unit="市公安局"))
    record = _get(site, narrowed.one('(//ol[@class="hits"]//h3/a)[1]').get("href", ""))
    assert "停车" in {each.text_content() for each in record.all("//mark")}
    back = _get(site, record.one('//nav[@aria-label="检索结果"]/a[.="返回检索结果"]').get("href", ""))
    assert back.hits() == narrowed.hits()


def test_the_similar_proposals_of_a_public_one_are_public_others_on_the_same_matter(site: FlaskClient) -> None:
    path = _get(site, "/?q=养老").one('(//ol[@class="hits"]//h3/a)[1]').get("href", "").partition("?")[0]
    links = [str(each) for each in _get(site, path).all('//section[@id="nearest"]//li/a/@href')]
    assert links
    assert path not in links
    assert len(set(links)) == len(links)
    assert [link for link in links if "夜间图书馆" in _get(site, link).text("//h1")] == []


def test_no_internal_proposal_is_similar_to_a_public_one(site: FlaskClient) -> None:
    path = _get(site, "/?q=夜间图书馆选址").one('(//ol[@class="hits"]//h3/a)[1]').get("href", "").partition("?")[0]
    page = _get(site, path)
    assert page.text("//h1") == abstract().title
    assert "内部图书馆选址" not in page.source


def test_every_example_on_the_help_page_is_read_as_it_says(site: FlaskClient) -> None:
    with site.application.test_request_context():
        shown = guide()
    for example in shown.examples:
        assert _get(site, example.url).text('//p[@class="understood"]'), example.text
    for field in shown.text_fields:
        assert isinstance(field_called(field.sample.split(":")[0]), TextField)
    for field in shown.value_fields:
        meant = field_called(field.sample.split(":")[0])
        assert meant is not None
        assert not isinstance(meant, TextField), f"{field.sample} 会被当作文字"


def test_an_archive_without_an_index_is_said_to_be_unavailable(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    Archive.open(settings.archive).close()
    service = open_service(settings)
    with pytest.raises(IndexMissing):
        service.search(SearchRequest("停车"))
    assert create_app(service).test_client().get("/").status_code == 503
    service.archive.close()


@pytest.fixture(scope="module")
def two_scripts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The site over three records of one unit, one of them in Traditional characters."""
    named = [("市商务局", "经济"), ("市商務局", "經濟"), ("市商务局", "经济")]
    records = [
        replace(each, handlings=(Handling(unit, Role.LEAD, unit),), category=category)
        for each, (unit, category) in zip(proposals(3), named, strict=True)
    ]
    service = service_over(tmp_path_factory.mktemp("two"), records)
    yield create_app(service).test_client()
    service.archive.close()


@pytest.mark.parametrize(
    "path", ["/?unit=市商務局", "/facets/unit?unit=市商務局", "/facets/lead_unit?lead_unit=市商務局"]
)
def test_a_unit_in_two_scripts_is_one_checkbox_and_it_is_ticked(two_scripts: FlaskClient, path: str) -> None:
    facet = "lead_unit" if "lead_unit" in path else "unit"
    boxes = _get(two_scripts, path).all(f'//input[@type="checkbox" and @name="{facet}"]')
    assert [(box.get("value"), box.get("checked") is not None) for box in boxes] == [("市商务局", True)]


def test_a_units_page_is_reached_by_any_writing_and_holds_every_record(two_scripts: FlaskClient) -> None:
    moved = two_scripts.get("/units/市商務局")
    # Not for good: which writing is shown follows what the archive mostly writes.
    assert (moved.status_code, unquote(moved.location)) == (302, "/units/市商务局")
    assert _get(two_scripts, moved.location).figures() == [3, 3, 0]
    links = _get(two_scripts, "/browse/unit").all('//a[starts-with(@href, "/units/")]')
    assert {unquote(link.get("href")) for link in links} == {"/units/市商务局"}


def test_programs_are_answered_alike_for_any_writing(two_scripts: FlaskClient) -> None:
    for name in ("市商务局", "市商務局"):
        answer = _json(two_scripts, f"/api/v1/units/{name}")
        assert (answer["unit"]["name"], answer["unit"]["count"], answer["unit"]["lead"]) == ("市商务局", 3, 3)
        found = _json(two_scripts, f"/api/v1/search?unit={name}")
        assert (found["total"], [each["count"] for each in found["facets"]["unit"]]) == (3, [3])
        values = _json(two_scripts, f"/api/v1/facets/category?unit={name}")["values"]
        assert [(each["value"], each["count"]) for each in values] == [("经济", 3)]
        assert len(two_scripts.get(f"/export.jsonl?unit={name}").text.splitlines()) == 3


def test_a_records_page_shows_what_its_source_wrote(two_scripts: FlaskClient) -> None:
    found = _json(two_scripts, "/api/v1/search?unit=市商务局")["hits"]
    shown = [_get(two_scripts, f"/proposal/{each['id']}").text() for each in found]
    assert sorted("市商務局" in text for text in shown) == [False, False, True]
