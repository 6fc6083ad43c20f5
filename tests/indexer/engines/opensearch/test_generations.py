"""Generations on a cluster follow the archive as those on a disk do, from any number of machines."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import Archive, Proposal, Session, Visibility
from indexer.engines.opensearch.generations import ClusterGenerations
from indexer.errors import IndexBusy, IndexDamaged, IndexMissing
from indexer.index.build import reindex, update
from indexer.index.verify import verify
from indexer.search.request import Reader, parse
from indexer.search.service import SearchService
from tests.indexer.archives import add

pytestmark = pytest.mark.services

FIRST = [
    Proposal(
        f"关于停车的建议之{n}",
        text=f"停车难在第{n}条街。",
        session=Session(12, 5),
        number=n,
        visibility=Visibility.INTERNAL if n == 7 else Visibility.PUBLIC,
    )
    for n in range(1, 20)
]
MORE = [Proposal("关于养老的建议", text="养老服务。", session=Session(12, 5), number=99, proposers=("欧阳小田",))]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with 19 proposals."""
    with Archive.open(tmp_path / "archive.sqlite") as opened:
        add(opened, tmp_path / "files", FIRST)
        yield opened


def _elsewhere(here: ClusterGenerations, directory: Path) -> ClusterGenerations:
    """The same generations, seen from another machine."""
    return ClusterGenerations(here.client, here.layout, prefix=here.prefix, directory=directory, shards=2, grace=0)


def _total(service: SearchService, query: str, *, internal: bool = True) -> int:
    return service.search(parse({"q": [query]}, reader=Reader(internal=internal))).total


def test_built_updated_and_verified_as_on_a_disk(
    archive: Archive, cluster_generations: ClusterGenerations, tmp_path: Path
) -> None:
    with pytest.raises(IndexMissing, match="tian reindex"):
        update(archive, cluster_generations)
    assert reindex(archive, cluster_generations, if_needed=True).action == "rebuilt"
    assert reindex(archive, cluster_generations, if_needed=True).action == "unchanged"
    assert verify(archive, cluster_generations).sound
    revised = [replace(FIRST[0], text="改为讨论充电桩。"), *FIRST[1:]]
    add(archive, tmp_path / "files", revised)
    add(archive, tmp_path / "files", MORE, "more.jsonl")
    found = verify(archive, cluster_generations)
    assert (len(found.missing), len(found.stale), found.orphans) == (1, 1, ())
    service = SearchService(archive, cluster_generations)
    assert _total(service, "充电桩") == 0
    report = update(archive, cluster_generations)
    assert (report.action, report.indexed, report.documents) == ("updated", 2, 20)
    assert _total(service, "充电桩") == 1
    assert _total(service, "停车") == 19
    assert _total(service, "停车", internal=False) == 18
    assert verify(archive, cluster_generations).sound


def test_other_machines_see_updates_and_swaps_and_share_no_disk(
    archive: Archive, cluster_generations: ClusterGenerations, tmp_path: Path
) -> None:
    reindex(archive, cluster_generations)
    elsewhere = _elsewhere(cluster_generations, tmp_path / "elsewhere")
    service = SearchService(archive, elsewhere)
    assert _total(service, "养老") == 0
    add(archive, tmp_path / "files", MORE, "more.jsonl")
    update(archive, cluster_generations)
    assert _total(service, "养老") == 1
    assert service.suggest("ouyang", Reader())[0].text == "欧阳小田"
    before = elsewhere.live()
    reindex(archive, cluster_generations)
    assert _total(service, "欧阳小田") == 1
    assert elsewhere.live() != before
    assert not before.exists(), "copies of a generation that is gone go too"


def test_a_changed_copy_of_a_file_is_fetched_again(archive: Archive, cluster_generations: ClusterGenerations) -> None:
    reindex(archive, cluster_generations)
    copy = cluster_generations.live() / "dictionary.txt"
    whole = copy.read_bytes()
    copy.write_text("别的词", encoding="utf-8")
    assert cluster_generations.live().joinpath("dictionary.txt").read_bytes() == whole


def test_a_piece_missing_in_the_cluster_is_told_with_what_to_do(
    archive: Archive, cluster_generations: ClusterGenerations, tmp_path: Path
) -> None:
    reindex(archive, cluster_generations)
    client, name = cluster_generations.client, f"{cluster_generations.prefix}-files"
    client.indices.refresh(index=name)
    pieces = client.search(index=name, body={"query": {"exists": {"field": "generation"}}})["hits"]["hits"]
    client.delete(index=name, id=pieces[0]["_id"])
    assert not verify(archive, cluster_generations).sound
    with pytest.raises(IndexDamaged, match="tian reindex"):
        _elsewhere(cluster_generations, tmp_path / "elsewhere").live()


def test_what_a_dead_builder_left_is_cleared_and_never_searched(
    archive: Archive, cluster_generations: ClusterGenerations
) -> None:
    reindex(archive, cluster_generations)
    dead = cluster_generations.begin()
    assert cluster_generations.live() != dead
    reindex(archive, cluster_generations)
    left = list(cluster_generations.client.indices.get(index=f"{cluster_generations.prefix}-0*"))
    assert left == [cluster_generations.live().name]


def test_only_one_machine_writes_and_a_dead_ones_lock_ends(
    cluster_generations: ClusterGenerations, tmp_path: Path
) -> None:
    client, files = cluster_generations.client, f"{cluster_generations.prefix}-files"
    with cluster_generations.writing():
        pass
    soon = int((time.time() + 2) * 1000)
    client.index(index=files, id="writing", body={"holder": "另一台/1", "until": soon})
    with pytest.raises(IndexBusy, match="另一台"), cluster_generations.writing():
        pass
    time.sleep(2.1)
    with cluster_generations.writing(), pytest.raises(IndexBusy), cluster_generations.writing():
        pass
