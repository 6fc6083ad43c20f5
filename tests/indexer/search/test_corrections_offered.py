"""A correction is offered where a run stands nowhere as typed though its words are found; not where it stands."""

from __future__ import annotations

import pytest

from corpus import Proposal
from indexer.search.request import SearchRequest
from indexer.search.service import SearchService
from tests.indexer.archives import service_over


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    """Four proposals on 养老服务; the words 养老 and 服务 also stand apart."""
    proposals = [
        Proposal(f"关于完善社区养老服务的建议之{place}", text="老人养老服务不足，老年人等待服务。", number=place)
        for place in range(1, 5)
    ]
    proposals.append(Proposal("关于家政服务的建议", text="家政服务缺人，老龄社会养老靠家政。", number=5))
    return service_over(tmp_path_factory.mktemp("corrections"), proposals)


def offered(service: SearchService, query: str) -> list[tuple[str, int]]:
    return [(each.text, each.found) for each in service.search(SearchRequest(query)).corrections]


def test_a_doubled_character_is_corrected_though_something_matches(service: SearchService) -> None:
    page = service.search(SearchRequest("养老老服务"))
    assert page.total
    assert not page.relaxed
    assert [(each.text, each.found) for each in page.corrections] == [("养老服务", 5)]


def test_what_stands_somewhere_as_typed_is_left_alone(service: SearchService) -> None:
    assert offered(service, "养老服务") == []
    assert offered(service, "家政服务") == []


def test_a_run_is_not_corrected_to_what_the_archive_hardly_says(service: SearchService) -> None:
    assert offered(service, "家政政服务") == []
