"""What a running service says of its index is what the index is now; ``update`` and ``verify`` never disagree."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import indexer.index.build as building
from corpus import Archive, Proposal, Visibility, back_up
from indexer import SearchService, Settings, open_service, update
from indexer.cli.indexing import stats
from indexer.index.build import reindex
from indexer.index.generations import Generations
from indexer.index.verify import verify
from search_web import create_app
from search_web.operator.views import state_page
from tests.indexer.archives import add, service_over
from tests.search_web.samples import proposals


@dataclass(frozen=True)
class Home:
    """An archive with a live index and a service that was there before what is imported now."""

    settings: Settings
    service: SearchService

    @property
    def generations(self) -> Generations:
        return Generations(self.settings.index_directory)

    def add(self, *records: Proposal, name: str) -> None:
        with Archive.open(self.settings.archive) as archive:
            add(archive, self.settings.home / "files", records, name)

    def update(self) -> str:
        with Archive.open(self.settings.archive) as archive:
            return update(archive, self.generations).action


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    service_over(tmp_path, proposals(3)).archive.close()
    settings = Settings(tmp_path)
    service = open_service(settings)
    yield Home(settings, service)
    service.archive.close()


def test_after_an_update_a_running_site_tells_the_new_state(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    client = create_app(home.service).test_client()
    before = client.get("/api/v1/stats").json
    home.add(Proposal("关于新增一件的建议", text="新增。", number=901), name="later.jsonl")
    assert "有 1 件还没有编入索引" in state_page(home.service.upkeep.state(), None).advice
    monkeypatch.setattr(building, "_now", lambda: "2031-01-02T03:04:05+00:00")
    assert home.update() == "updated"
    assert state_page(home.service.upkeep.state(), None).advice == ""
    after = client.get("/api/v1/stats").json
    assert before is not None
    assert after is not None
    assert after["documents"] == before["documents"] + 1
    assert after["changed"] == "2031-01-02T03:04:05+00:00"
    assert after["generation"] == before["generation"]


def test_an_archive_that_was_restored_from_an_older_copy_is_not_called_up_to_date(home: Home, tmp_path: Path) -> None:
    back_up(Path(home.settings.archive), tmp_path / "older.sqlite")
    home.add(Proposal("关于后来才有的建议", text="后来。", number=902), name="later.jsonl")
    assert home.update() == "updated"
    home.service.archive.close()
    (tmp_path / "older.sqlite").replace(home.settings.archive)
    with Archive.open(home.settings.archive) as archive:
        assert not verify(archive, home.generations).sound
        assert update(archive, home.generations).action == "rebuilt"
        assert verify(archive, home.generations).sound
        assert update(archive, home.generations).action == "unchanged"


def test_a_restored_archive_that_went_on_differently_is_found_out(home: Home, tmp_path: Path) -> None:
    back_up(Path(home.settings.archive), tmp_path / "older.sqlite")
    home.add(Proposal("关于一种后来的建议", text="一种。", number=903), name="one.jsonl")
    assert home.update() == "updated"
    home.service.archive.close()
    (tmp_path / "older.sqlite").replace(home.settings.archive)
    home.add(Proposal("关于另一种后来的建议", text="另一种。", number=904), name="other.jsonl")
    assert home.update() in ("updated", "rebuilt")
    with Archive.open(home.settings.archive) as archive:
        assert verify(archive, home.generations).sound


def test_the_dictionary_of_words_has_no_names_of_internal_proposers(home: Home) -> None:
    secret = Proposal(
        "关于内部事项的建议", text="内部。", number=906, proposers=("欧阳秘隐",), visibility=Visibility.INTERNAL
    )
    home.add(secret, Proposal("关于公开的建议", text="公开。", number=907, proposers=("司徒公示",)), name="names.jsonl")
    with Archive.open(home.settings.archive) as archive:
        reindex(archive, home.generations)
    words = (home.generations.live() / "dictionary.txt").read_text(encoding="utf-8").split("\n")
    assert "司徒公示" in words
    assert "欧阳秘隐" not in words


def test_stats_and_site_say_how_many_of_the_records_are_internal(home: Home) -> None:
    secret = replace(proposals(5)[4], id="", visibility=Visibility.INTERNAL, number=905, title="关于内部事项的建议")
    home.add(secret, name="secret.jsonl")
    assert home.update() == "updated"
    told = json.dumps(state_page(home.service.upkeep.state(), None).index, ensure_ascii=False)
    assert "4 件，其中内部 1 件" in told
    assert (home.service.stats().documents, home.service.stats().internal) == (4, 1)
    result = CliRunner().invoke(stats, [], obj=home.settings)
    assert "4 件，其中内部 1 件" in result.output
