"""The site over a real archive and index: what the pages promise is what the engine finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus import Archive, Proposal
from indexer import IndexMissing, SearchRequest, Settings, open_service
from indexer.fields import TextField, field_called
from search_web import create_app
from search_web.pages import guide
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
    links = [str(each) for each in _get(site, path).all('//section[@class="similar"]//li/a/@href')]
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
