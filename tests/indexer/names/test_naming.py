"""Names in two scripts, through the front door: one value in every list, every count and every filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import Handling, Proposal, Role, Session, Visibility
from indexer.engines.base import FacetFilter
from indexer.index.build import update
from indexer.index.generations import Generations
from indexer.search.request import Reader, SearchRequest, parse
from indexer.search.results import SearchPage
from indexer.search.service import SearchService
from indexer.settings import Settings
from tests.indexer.archives import add, service_over

TRADITIONAL, SIMPLIFIED = "江州市商務局", "江州市商务局"
STAFF = Reader(internal=True)


def _record(number: int, *units: tuple[str, Role], title: str = "关于停车的提案", **more: object) -> Proposal:
    handlings = tuple(Handling(unit, role, unit) for unit, role in units)
    record = Proposal(title, session=Session(12, 1), number=number, number_written=str(number), handlings=handlings)
    return replace(record, **more)  # type: ignore[arg-type]


RECORDS = (
    _record(1, (SIMPLIFIED, Role.LEAD), category="商贸流通", proposers=("张晓",)),
    _record(2, (SIMPLIFIED, Role.LEAD), ("江州市公安局", Role.SUPPORT), category="商贸流通", proposers=("李明",)),
    _record(3, (TRADITIONAL, Role.LEAD), title="關於停車的提案", category="商貿流通", proposers=("張曉", "李明")),
    # One record that names the unit in both scripts counts once.
    _record(4, (TRADITIONAL, Role.LEAD), (SIMPLIFIED, Role.SUPPORT), category="商貿流通", proposers=("張曉", "张晓")),
    # Internal, and the only one with this writing.
    _record(5, ("江州市體育局", Role.LEAD), visibility=Visibility.INTERNAL),
    _record(6, ("江州市体育局", Role.LEAD)),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the archive of the records lies."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def service(home: Path) -> Iterator[SearchService]:
    """A service over the records."""
    opened = service_over(home, RECORDS)
    yield opened
    opened.archive.close()


def _counts(page: SearchPage, facet: str) -> dict[str, int]:
    return {each.value: each.count for each in page.facet(facet).buckets}


def test_a_unit_is_one_value_with_every_record_in_every_facet(service: SearchService) -> None:
    page = service.search(SearchRequest())
    assert _counts(page, "unit") == {SIMPLIFIED: 4, "江州市公安局": 1, "江州市体育局": 1}
    assert _counts(page, "lead_unit")[SIMPLIFIED] == 4
    assert _counts(page, "support_unit") == {SIMPLIFIED: 1, "江州市公安局": 1}
    assert _counts(page, "category") == {"商贸流通": 4}
    assert _counts(page, "proposer") == {"張曉": 3, "李明": 2}


@pytest.mark.parametrize("typed", [SIMPLIFIED, TRADITIONAL, "江州市商务局　", "江州 市商務局"])
def test_any_writing_of_a_filter_finds_all_and_is_told_as_the_one_shown(service: SearchService, typed: str) -> None:
    page = service.search(parse({"unit": [typed]}))
    assert page.total == 4
    assert page.request.chosen("unit") == (SIMPLIFIED,)
    assert [bucket.value for bucket in page.facet("unit").selected] == [SIMPLIFIED]
    assert service.listing(parse({"unit": [typed]}), most=10).total == 4
    assert service.news(parse({"unit": [typed]}), most=10).total == 4


def test_a_value_chosen_in_two_writings_is_chosen_once(service: SearchService) -> None:
    page = service.search(parse({"unit": [TRADITIONAL, SIMPLIFIED]}))
    assert (page.total, page.request.filters) == (4, (FacetFilter("unit", (SIMPLIFIED,)),))


def test_every_value_leads_to_as_many_records_as_it_counts(service: SearchService) -> None:
    for reader in (Reader(), STAFF):
        everything = service.search(SearchRequest(reader=reader))
        for facet in everything.facets:
            for bucket in facet.buckets:
                found = service.search(parse({facet.name: [bucket.value]}, reader=reader))
                assert found.total == bucket.count, (facet.name, bucket)
                assert found.request.chosen(facet.name) == (bucket.value,)


def test_a_record_keeps_its_sources_own_writing(service: SearchService) -> None:
    hits = service.search(parse({"unit": [SIMPLIFIED]})).hits
    written = Counter(each.proposal.handlings[0].unit for each in hits)
    assert written == {SIMPLIFIED: 2, TRADITIONAL: 2}


def test_a_cursor_of_one_writing_goes_on_in_the_other(service: SearchService) -> None:
    first = service.search(parse({"unit": [TRADITIONAL], "limit": ["3"]}))
    rest = service.search(parse({"unit": [SIMPLIFIED], "limit": ["3"]}), cursor=first.next)
    assert len({hit.proposal.id for hit in (*first.hits, *rest.hits)}) == 4


def test_a_unit_is_suggested_once_whichever_writing_is_typed(service: SearchService) -> None:
    for typed in ("商務局", "商务局", "swj", "shangwu"):
        offered = [each for each in service.suggest(typed, Reader()) if each.kind == "unit"]
        assert [(each.text, each.value, each.count) for each in offered] == [(SIMPLIFIED, SIMPLIFIED, 4)], typed


def test_internal_records_do_not_decide_what_others_see(service: SearchService) -> None:
    page = service.search(parse({"unit": ["江州市體育局"]}))
    assert (page.total, page.request.chosen("unit")) == (1, ("江州市体育局",))
    assert service.search(parse({"unit": ["江州市體育局"]}, reader=STAFF)).total == 2


def test_an_update_is_seen_by_the_next_search(tmp_path: Path) -> None:
    service = service_over(tmp_path, RECORDS[:2])
    assert service.search(parse({"unit": [TRADITIONAL]})).total == 2
    add(service.archive, tmp_path / "files", RECORDS[2:4], "more.jsonl")
    update(service.archive, Generations(Settings(tmp_path).index_directory))
    page = service.search(parse({"unit": [TRADITIONAL]}))
    assert (page.total, _counts(page, "unit")[SIMPLIFIED]) == (4, 4)
    service.archive.close()


def test_a_traditional_archive_shows_traditional_names(tmp_path: Path) -> None:
    records = [_record(n, ("花蓮縣環境保護局", Role.LEAD), category="農業") for n in (1, 2)]
    service = service_over(tmp_path, records)
    page = service.search(parse({"unit": ["花莲县环境保护局"]}))
    assert (page.total, _counts(page, "unit"), _counts(page, "category")) == (
        2,
        {"花蓮縣環境保護局": 2},
        {"農業": 2},
    )
    service.archive.close()
