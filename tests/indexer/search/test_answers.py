"""What an answer says of itself: how the query was read, and why each hit is there."""

from __future__ import annotations

import pytest

from corpus import Handling, Proposal, Role
from indexer.duplicates.results import Passage, Verdict
from indexer.duplicates.verdicts import Measures, reasons_for
from indexer.search.request import parse
from indexer.search.service import SearchService
from tests.indexer.archives import service_over


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    """Two words that never meet, two that often do; a unit that no text names."""
    police = (Handling("江州市公安局", Role.LEAD),)
    return service_over(
        tmp_path_factory.mktemp("home"),
        [
            Proposal("关于老城停车的建议", text="老城区停车难。", number=1, handlings=police),
            Proposal("关于规范收费的建议", text="收费不透明。", number=2),
            *(Proposal("关于老城停车的建议", text=f"第{each}条街停车难。", number=each) for each in (3, 4)),
        ],
    )


def test_a_relaxed_answer_never_claims_that_every_word_is_there(service: SearchService) -> None:
    page = service.search(parse({"q": ["停车 收费"]}))
    assert (page.total, page.relaxed) == (4, True)
    assert "都要出现" not in page.understood
    assert "都要出现" in service.search(parse({"q": ["停车 老城"]})).understood


def test_a_hit_by_its_unit_alone_shows_what_it_is_about(service: SearchService) -> None:
    (hit,) = service.search(parse({"q": ["公安局"]})).hits
    assert [(each.field, each.text, bool(each.marks)) for each in hit.snippets] == [
        ("content", "老城区停车难。", False),
        ("units", "江州市公安局", True),
    ]


def test_only_what_was_handed_in_is_called_so() -> None:
    measures, passages = Measures(coverage=0.5, reverse_coverage=0.25), (Passage((0, 9), "content", (0, 9)),)
    for id, called in (("", "送查文字的 50%"), ("a", "本件的 50%")):
        told = reasons_for(Proposal("甲", id=id, text="停车"), Proposal("乙"), Verdict.OVERLAPS, measures, passages)
        assert told[0].startswith(called)
