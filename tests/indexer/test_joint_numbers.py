"""A record of several numbers (并案、合并答复) is found under each."""

from __future__ import annotations

from pathlib import Path

from corpus import Proposal, Session
from indexer.search.request import parse
from tests.indexer.archives import service_over


def test_a_joint_reply_is_found_under_each_of_its_numbers(tmp_path: Path) -> None:
    joint = Proposal("合并答复", session=Session(12, 5), number=201, number_written="201、202", further_numbers=(202,))
    service = service_over(tmp_path, [joint, Proposal("关于停车", session=Session(12, 5), number=203)])

    def found(query: str) -> list[str]:
        return [hit.proposal.title for hit in service.search(parse({"q": [query]})).hits]

    for query in ("案号:201", "案号:202", "案号:202..202"):
        assert found(query) == ["合并答复"], query
    assert found("案号:203") == ["关于停车"]
    assert sorted(found("案号:200..210")) == sorted(["合并答复", "关于停车"])
