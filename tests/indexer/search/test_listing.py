"""A whole search agrees with its pages, to the last proposal and for every reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import Proposal
from indexer import FacetFilter, Reader, SearchRequest, SearchService, Sort
from tests.indexer.archives import add, service_over
from tests.search_web.fakes import internal
from tests.search_web.samples import proposals

PUBLIC, STAFF = Reader(), Reader(internal=True)
REQUESTS = (
    SearchRequest(),
    SearchRequest("停车"),
    SearchRequest("停车", sort=Sort.OLDEST),
    SearchRequest("停车 养老", (FacetFilter("unit", ("市公安局", "市民政局")),)),
    SearchRequest("没有这个词"),
)


def _records() -> list[Proposal]:
    return [internal(each) if place % 10 == 3 else each for place, each in enumerate(proposals(130))]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    service = service_over(tmp_path_factory.mktemp("home"), _records())
    yield service
    service.archive.close()


def _by_pages(service: SearchService, request: SearchRequest) -> list[str]:
    first = service.search(replace(request, limit=7))
    pages = [service.search(replace(request, limit=7, page=page)) for page in range(1, first.pages + 1)]
    return [hit.proposal.id for page in pages for hit in page.hits]


@pytest.mark.parametrize("reader", [PUBLIC, STAFF], ids=["public", "staff"])
@pytest.mark.parametrize("request_", REQUESTS, ids=lambda each: f"{each.query}-{each.sort}")
def test_a_listing_is_all_pages_in_their_order(service: SearchService, request_: SearchRequest, reader: Reader) -> None:
    request_ = replace(request_, reader=reader)
    listing = service.listing(request_, most=10_000)
    assert list(listing.ids) == _by_pages(service, request_)
    assert listing.total == len(listing.ids)
    assert listing.whole


def test_a_listing_stops_at_its_cap_and_says_so(service: SearchService) -> None:
    whole = service.listing(SearchRequest("停车"), most=10_000)
    part = service.listing(SearchRequest("停车"), most=20)
    assert part.ids == whole.ids[:20]
    assert (part.total, part.whole) == (whole.total, False)


def test_proposals_come_in_the_order_asked_without_what_the_reader_may_not_see(service: SearchService) -> None:
    ids = service.listing(SearchRequest(reader=STAFF), most=1000).ids
    assert [each.id for each in service.proposals(ids, STAFF)] == list(ids)
    public = [each.id for each in service.proposals(ids, PUBLIC)]
    assert public == list(service.listing(SearchRequest(sort=Sort.NEWEST), most=1000).ids)
    assert len(public) == 117


@pytest.mark.parametrize("reader", [PUBLIC, STAFF], ids=["public", "staff"])
@pytest.mark.parametrize("request_", REQUESTS[:3], ids=lambda each: f"{each.query}-{each.sort}")
def test_neighbours_are_those_of_the_list_at_every_place(
    service: SearchService, request_: SearchRequest, reader: Reader
) -> None:
    request_ = replace(request_, reader=reader)
    ids = ["", *service.listing(request_, most=1000).ids, ""]
    for place, id in enumerate(ids[1:-1], 1):
        for hint in (place, 1, place + 3):
            found = service.neighbours(request_, id, hint)
            if found is None:
                assert place > hint + 100, "only what has drifted far is given up"
                continue
            assert (found.place, found.total) == (place, len(ids) - 2)
            assert (found.before, found.after) == (ids[place - 1], ids[place + 1]), (place, hint)


def test_what_the_search_does_not_find_has_no_neighbours(service: SearchService) -> None:
    hidden = next(each for each in service.proposals(service.listing(SearchRequest(reader=STAFF), most=99).ids, STAFF))
    assert service.neighbours(SearchRequest("没有这个词"), hidden.id, 1) is None
    staff_only = set(service.listing(SearchRequest(reader=STAFF), most=999).ids) - set(
        service.listing(SearchRequest(), most=999).ids
    )
    assert service.neighbours(SearchRequest(), staff_only.pop(), 1) is None


@pytest.mark.parametrize("few", [2_000, 0], ids=["looked-up", "walked"])
@pytest.mark.parametrize("reader", [PUBLIC, STAFF], ids=["public", "staff"])
def test_news_are_a_searchs_hits_the_last_to_come_in_first(
    service: SearchService, monkeypatch: pytest.MonkeyPatch, few: int, reader: Reader
) -> None:
    monkeypatch.setattr("indexer.search.listing._FEW", few)
    request = SearchRequest("停车", (FacetFilter("unit", ("市公安局",)),), reader=reader)
    matching = set(service.listing(request, most=1000).ids)
    expected = [each.id for each in service.archive.latest() if each.id in matching]
    news = service.news(request, most=1000)
    assert [change.id for change in news.changes] == expected
    assert news.total == len(matching) > 10
    assert service.news(request, most=3).changes == news.changes[:3]
    assert service.news(request, most=1000, since="9999").changes == ()
    assert service.news(request, most=1000, since=news.changes[0].made[:10]).changes == news.changes


def test_a_revised_record_is_news_again(tmp_path: Path) -> None:
    service = service_over(tmp_path, proposals(5))
    first = service.news(SearchRequest(), most=9).changes[-1]
    (before,) = service.proposals([first.id], PUBLIC)
    add(service.archive, tmp_path / "more", [replace(before, category="改过的类别", replies=())], "more.jsonl")
    newest = service.news(SearchRequest(), most=9).changes[0]
    assert (newest.id, newest.revision) == (first.id, 2)
    service.archive.close()
