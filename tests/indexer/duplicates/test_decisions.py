"""Who learns what of a decision: clerks everything, the public that two public proposals are one case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import Archive, Pair, Proposal, Ruling, Visibility
from indexer import DecisionService, NotAllowed, Reader
from tests.indexer.archives import add

CLERK, PUBLIC = Reader(internal=True), Reader()


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    titles = ("甲", "乙", "丙")
    records = [Proposal(f"关于{each}的提案", text=each) for each in titles]
    hidden = Proposal("关于丁的提案", text="丁", visibility=Visibility.INTERNAL)
    with Archive.open(tmp_path / "archive.sqlite") as opened:
        add(opened, tmp_path / "files", [*records, hidden])
        yield opened


def _ids(archive: Archive) -> dict[str, str]:
    return {record.text: record.id for record in archive.all()}


def test_the_public_sees_that_two_public_proposals_are_one_case_and_no_more(archive: Archive) -> None:
    ids, service = _ids(archive), DecisionService(archive)
    merged, rejected, doubted = (Pair.of(ids[a], ids[b]) for a, b in ("甲乙", "甲丙", "乙丙"))
    service.decide(merged, Ruling.MERGE, CLERK, who="王芳", main=ids["甲"], note="不宜外传")
    service.decide(rejected, Ruling.DISTINCT, CLERK, who="王芳")
    service.decide(doubted, Ruling.PENDING, CLERK, who="王芳")
    pairs = [merged, rejected, doubted]
    for shown in (service.current(pairs, PUBLIC), service.of_records(list(ids.values()), PUBLIC)):
        assert set(shown) == {merged}
        assert (shown[merged].ruling, shown[merged].main) == (Ruling.MERGE, ids["甲"])
        assert (shown[merged].note, shown[merged].who, shown[merged].made) == ("", "", "")
    assert set(service.current(pairs, CLERK)) == set(pairs)
    assert service.current(pairs, CLERK)[merged].note == "不宜外传"


def test_the_public_learns_nothing_of_a_pair_with_an_internal_record(archive: Archive) -> None:
    ids, service = _ids(archive), DecisionService(archive)
    pair = Pair.of(ids["甲"], ids["丁"])
    service.decide(pair, Ruling.MERGE, CLERK, who="王芳", main=ids["丁"])
    assert service.current([pair], PUBLIC) == {}
    assert service.of_records([ids["甲"], ids["丁"]], PUBLIC) == {}
    assert service.of_records([ids["甲"]], CLERK)[pair].main == ids["丁"]


def test_history_and_listings_are_for_clerks(archive: Archive) -> None:
    ids, service = _ids(archive), DecisionService(archive)
    pair = Pair.of(ids["甲"], ids["乙"])
    kept = service.decide(pair, Ruling.MERGE, CLERK, who="王芳", main=ids["甲"])
    assert (service.history(pair, PUBLIC), service.listed(PUBLIC), service.count(PUBLIC)) == ((), (), 0)
    assert (service.history(pair, CLERK), service.listed(CLERK), service.count(CLERK)) == ((kept,), (kept,), 1)


def test_the_public_decides_nothing_and_undoes_nothing(archive: Archive) -> None:
    ids, service = _ids(archive), DecisionService(archive)
    pair = Pair.of(ids["甲"], ids["乙"])
    with pytest.raises(NotAllowed, match="请先登录"):
        service.decide(pair, Ruling.PENDING, PUBLIC, who="")
    kept = service.decide(pair, Ruling.PENDING, CLERK, who="王芳")
    with pytest.raises(NotAllowed, match="请先登录"):
        service.undo(kept.id, PUBLIC, who="")
    assert service.current([pair], CLERK) == {pair: kept}
    service.undo(kept.id, CLERK, who="李明")
    assert service.current([pair], CLERK) == {}
