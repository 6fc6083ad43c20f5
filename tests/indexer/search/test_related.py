"""也可能相关: where few have all the words, what has one of them in its title, apart and never counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus import Proposal, Visibility
from indexer.engines.base import FacetFilter
from indexer.search.request import Reader, SearchRequest
from indexer.search.service import SearchService
from tests.indexer.archives import service_over

FEW = [
    Proposal(f"关于促进托育服务的建议之{number}", text="托育机构收费偏高，幼儿园可办托班。", number=number)
    for number in range(1, 4)
]
ARCHIVE = [
    *FEW,
    Proposal("关于规范幼儿园收费的建议", text="幼儿园收费名目多，幼儿园收费应公示，幼儿园收费不得捆绑。", number=4),
    Proposal("关于河道治理的建议", text="河道淤积。幼儿园旁也有一处。", number=5),
    Proposal("关于幼儿园收费的内部意见", text="幼儿园收费内部研究。", number=6, visibility=Visibility.INTERNAL),
    Proposal("关于乡村道路的建议", text="道路狭窄，村民不便。", number=7),
]
QUERY = SearchRequest("幼儿园 托育 收费")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    """Three proposals with all three words, and others with some of them."""
    return service_over(tmp_path_factory.mktemp("related"), ARCHIVE)


def numbers(service: SearchService, request: SearchRequest) -> list[int | None]:
    return [hit.proposal.number for hit in service.search(request).related]


def test_a_good_one_without_all_the_words_stands_apart_and_is_not_counted(service: SearchService) -> None:
    page = service.search(QUERY)
    assert (page.relaxed, page.total) == (False, 3)
    assert numbers(service, QUERY) == [4]
    assert sum(bucket.count for bucket in page.facet("kind").buckets) == 3
    assert not {hit.proposal.id for hit in page.related} & {hit.proposal.id for hit in page.hits}


def test_internal_ones_are_related_for_staff_only(service: SearchService) -> None:
    assert set(numbers(service, replace(QUERY, reader=Reader(internal=True)))) == {4, 6}


def test_filters_hold_for_the_related_too(service: SearchService) -> None:
    assert numbers(service, replace(QUERY, filters=(FacetFilter("kind", ("建议",)),))) == []


def test_nothing_is_related_to_one_run_of_words_a_later_page_or_an_order_by_date(service: SearchService) -> None:
    assert numbers(service, replace(QUERY, query="幼儿园收费")) == []
    assert numbers(service, replace(QUERY, limit=1, page=2)) == []
    assert numbers(service, replace(QUERY, query="幼儿园 托育 收费 -河道")) == [4]
