"""The index follows the archive: built beside, brought up to date, verified both ways, never lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import Archive, Proposal, Session
from indexer.errors import IndexDamaged, IndexMissing, IndexOutdated
from indexer.index.build import reindex, update
from indexer.index.generations import Generations
from indexer.index.manifest import Manifest
from indexer.index.verify import verify
from indexer.search.request import parse
from indexer.search.service import SearchService
from tests.indexer.archives import add

FIRST = [
    Proposal(f"关于停车的建议之{n}", text=f"停车难在第{n}条街。", session=Session(12, 5), number=n)
    for n in range(1, 30)
]
MORE = [Proposal("关于养老的建议", text="养老服务。", session=Session(12, 5), number=99, proposers=("欧阳小田",))]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with 29 proposals and no index."""
    with Archive.open(tmp_path / "archive.sqlite") as opened:
        add(opened, tmp_path / "files", FIRST)
        yield opened


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    """Where that archive's index goes."""
    return Generations(tmp_path / "index")


def _total(archive: Archive, generations: Generations, query: str) -> int:
    return SearchService(archive, generations).search(parse({"q": [query]})).total


def test_nothing_can_be_updated_before_the_first_build(archive: Archive, generations: Generations) -> None:
    with pytest.raises(IndexMissing):
        update(archive, generations)


def test_a_build_indexes_everything_and_verifies(archive: Archive, generations: Generations) -> None:
    seen: list[tuple[int, int]] = []
    report = reindex(archive, generations, progress=lambda done, total: seen.append((done, total)))
    assert (report.action, report.documents) == ("rebuilt", 29)
    assert seen[-1] == (29, 29)
    assert verify(archive, generations).sound


def test_if_needed_keeps_a_fitting_index_and_adds_what_changed(
    archive: Archive, generations: Generations, tmp_path: Path
) -> None:
    assert reindex(archive, generations, if_needed=True).action == "rebuilt"
    live = generations.live()
    assert reindex(archive, generations, if_needed=True).action == "unchanged"
    add(archive, tmp_path / "files", MORE, "more.jsonl")
    assert reindex(archive, generations, if_needed=True).action == "updated"
    assert generations.live() == live
    assert _total(archive, generations, "养老") == 1


def test_if_needed_rebuilds_what_another_version_built(archive: Archive, generations: Generations) -> None:
    reindex(archive, generations)
    live = generations.live()
    replace(Manifest.read(live), analysis=0).write(live)
    with pytest.raises(IndexOutdated, match="tian reindex"):
        update(archive, generations)
    with pytest.raises(IndexOutdated, match="tian reindex"):
        _total(archive, generations, "停车")
    assert reindex(archive, generations, if_needed=True).action == "rebuilt"


def test_an_index_of_an_older_layout_asks_for_one_thing_and_is_rebuilt(
    archive: Archive, generations: Generations
) -> None:
    reindex(archive, generations)
    manifest = generations.live() / "manifest.json"
    older = {**json.loads(manifest.read_text(encoding="utf-8")), "schema": 1, "colour": "red"}
    manifest.write_text(json.dumps(older), encoding="utf-8")
    found = verify(archive, generations)
    assert (found.sound, found.stale) == (False, ())
    assert found.damage == ("索引由另一版本的程序建立。请运行 tian reindex 重建索引。",)
    for ask in (lambda: update(archive, generations), lambda: _total(archive, generations, "停车")):
        with pytest.raises(IndexOutdated, match="tian reindex"):
            ask()
    assert reindex(archive, generations, if_needed=True).action == "rebuilt"
    assert verify(archive, generations).sound


def test_if_needed_rebuilds_when_the_dictionary_was_changed(archive: Archive, generations: Generations) -> None:
    reindex(archive, generations)
    (generations.live() / "dictionary.txt").write_text("别的词", encoding="utf-8")
    assert reindex(archive, generations, if_needed=True).action == "rebuilt"


def test_an_update_brings_new_and_revised_records(archive: Archive, generations: Generations, tmp_path: Path) -> None:
    reindex(archive, generations)
    revised = [replace(FIRST[0], text="改为讨论充电桩。"), *FIRST[1:]]
    add(archive, tmp_path / "files", revised)
    add(archive, tmp_path / "files", MORE, "more.jsonl")
    found = verify(archive, generations)
    assert (len(found.missing), len(found.stale), found.orphans) == (1, 1, ())
    report = update(archive, generations)
    assert (report.action, report.indexed, report.documents) == ("updated", 2, 30)
    assert verify(archive, generations).sound
    assert _total(archive, generations, "充电桩") == 1
    assert _total(archive, generations, '"停车难在第1条街"') == 0
    assert update(archive, generations).action == "unchanged"


def test_a_service_sees_updates_and_rebuilds_of_others(
    archive: Archive, generations: Generations, tmp_path: Path
) -> None:
    reindex(archive, generations)
    service = SearchService(archive, generations)
    assert service.search(parse({"q": ["养老"]})).total == 0
    add(archive, tmp_path / "files", MORE, "more.jsonl")
    update(archive, generations)
    assert service.search(parse({"q": ["养老"]})).total == 1
    reindex(archive, generations)
    assert service.search(parse({"q": ["欧阳小田"]})).total == 1


def test_a_changed_byte_in_any_file_is_found(archive: Archive, generations: Generations) -> None:
    reindex(archive, generations)
    for path in sorted(generations.live().iterdir()):
        content = bytearray(path.read_bytes())
        if not content:
            continue
        place = len(content) // 2
        content[place] ^= 0x20
        path.write_bytes(content)
        found = verify(archive, generations)
        assert not found.sound, path.name
        assert "tian reindex" in found.damage[0], path.name
        content[place] ^= 0x20
        path.write_bytes(content)
    assert verify(archive, generations).sound


_KILLED = """
import sys, time
from pathlib import Path
from corpus import Archive
from indexer.index.build import reindex
from indexer.index.generations import Generations
home = Path(sys.argv[1])
print("ready", flush=True)
with Archive.open(home / "archive.sqlite") as archive:
    while True:
        reindex(archive, Generations(home / "index"))
"""

#: Kills per run; each is at another random moment. Raise it to look longer.
KILLS = 6


def test_a_build_killed_at_any_moment_leaves_an_index_that_answers(
    archive: Archive, generations: Generations, tmp_path: Path
) -> None:
    reindex(archive, generations)
    dice = random.Random(20261123)
    for _ in range(KILLS):
        builder = subprocess.Popen([sys.executable, "-c", _KILLED, str(tmp_path)], stdout=subprocess.PIPE)
        assert builder.stdout is not None
        builder.stdout.readline()
        time.sleep(dice.uniform(0.0, 0.4))
        os.kill(builder.pid, signal.SIGKILL)
        builder.wait()
        builder.stdout.close()
        assert _total(archive, generations, "停车") == 29
        assert verify(archive, generations).sound
    assert reindex(archive, generations).documents == 29
    assert len(list(generations.directory.glob("generation-*"))) == 1


def test_a_missing_file_is_told_with_what_to_do(archive: Archive, generations: Generations) -> None:
    reindex(archive, generations)
    toc = next(path for path in generations.live().iterdir() if path.suffix == ".toc")
    toc.unlink()
    with pytest.raises(IndexDamaged, match="tian reindex"):
        _total(archive, generations, "停车")
