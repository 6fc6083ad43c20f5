"""Similar proposals are on the same matter; words that all share tell nothing."""

from __future__ import annotations

import pytest
from whoosh.query import NullQuery

from corpus import Proposal
from indexer.analysis.analyzer import Analyzer
from indexer.engines.base import EngineQuery
from indexer.search.service import SearchService
from indexer.search.similar import similar_query
from tests.indexer.archives import service_over

ARCHIVE = [
    Proposal("关于解决老旧小区停车难的建议", text="老旧小区车位不足，建议增设停车位，共享停车。"),
    Proposal("关于学校周边停车管理的建议", text="接送时段停车混乱，建议错时共享停车位。"),
    Proposal("关于社区养老服务的建议", text="养老服务设施不足，建议增加助餐点。"),
    Proposal("关于农村养老的建议", text="农村养老服务薄弱，建议发展互助养老。"),
    Proposal("关于垃圾分类的建议", text="垃圾分类投放点不足，建议增设。"),
    Proposal("关于河道治理的建议", text="河道淤积，建议清淤。"),
    Proposal("关于中小学体育的建议", text="操场开放不足，建议延长时间。"),
    Proposal("关于图书馆夜间开放的建议", text="图书馆闭馆早，建议延时。"),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    """Eight proposals, two on parking and two on the old."""
    return service_over(tmp_path_factory.mktemp("similar"), ARCHIVE)


@pytest.mark.parametrize(("number", "like"), [(0, 1), (1, 0), (2, 3), (3, 2)])
def test_a_proposal_on_the_same_matter_comes_first(service: SearchService, number: int, like: int) -> None:
    live = service._live.get()
    tree = similar_query(ARCHIVE[number], live.analyzer, live.engine.frequencies, len(ARCHIVE))
    rows = live.engine.search(EngineQuery(tree=tree, limit=5)).rows
    titles = [each.title for each in service.archive.get_many([row.id for row in rows]).values()]
    assert next(title for title in titles if title != ARCHIVE[number].title) == ARCHIVE[like].title


def test_words_that_all_proposals_share_are_not_asked_for() -> None:
    tree = similar_query(
        Proposal("关于停车的建议", text="建议停车"), Analyzer(), lambda _, terms: dict.fromkeys(terms, 90), 100
    )
    assert tree == NullQuery


def test_no_more_terms_are_asked_for_than_tell_anything() -> None:
    text = "".join(chr(0x4E00 + place) for place in range(4000))
    tree = similar_query(Proposal("停车", text=text), Analyzer(), lambda _, terms: dict.fromkeys(terms, 2), 1000)
    assert len(tree.subqueries) <= 2 * (24 + 12)
