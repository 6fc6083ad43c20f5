"""An installation that is well is called well; each thing that is wrong is told with what to do."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from corpus import Archive, Proposal
from indexer import Settings
from indexer.cli.doctor import doctor
from indexer.index.doctor import Finding, examine
from tests.indexer.archives import add, service_over
from tests.search_web.samples import proposals


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home with an index, which only its owner may enter."""
    home = tmp_path / "home"
    service_over(home, proposals(3)).archive.close()
    home.chmod(0o700)
    return Settings(home)


def _wrong(settings: Settings) -> dict[str, Finding]:
    return {each.about: each for each in examine(settings) if not each.sound}


def test_an_installation_that_is_well_has_nothing_wrong(settings: Settings) -> None:
    assert _wrong(settings) == {}
    answer = CliRunner().invoke(doctor, ["--json"], obj=settings)
    told = json.loads(answer.output)
    assert (answer.exit_code, told["sound"]) == (0, True)
    assert {each["about"] for each in told["findings"]} >= {"版本", "档案", "索引", "磁盘"}


def test_what_is_not_indexed_yet_is_told_and_ends_in_1(settings: Settings) -> None:
    with Archive.open(settings.archive) as archive:
        add(archive, settings.home / "files", [Proposal("关于新增的建议", text="新增", number=901)], "more.jsonl")
    assert "缺 1 件" in _wrong(settings)["索引"].says
    answer = CliRunner().invoke(doctor, [], obj=settings)
    assert answer.exit_code == 1
    assert "请运行 tian update" in answer.output


def test_a_damaged_index_and_one_that_is_missing_are_told(settings: Settings) -> None:
    (settings.index_directory / "current").write_text("generation-000099", encoding="utf-8")
    assert "tian reindex" in _wrong(settings)["索引"].advice
    shutil.rmtree(settings.index_directory)
    assert "还没有索引" in _wrong(settings)["索引"].says


def test_a_home_without_an_archive_is_told(tmp_path: Path) -> None:
    assert "还没有档案" in _wrong(Settings(tmp_path))["设置"].says


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bits")
def test_files_that_others_may_read_are_told(settings: Settings) -> None:
    settings.home.chmod(0o755)
    (settings.home / "archive.sqlite").chmod(0o644)
    found = _wrong(settings)["权限"]
    assert "archive.sqlite" in found.says
    assert "chmod -R go=" in found.advice


def test_a_half_built_generation_is_told(settings: Settings) -> None:
    (settings.index_directory / "generation-000077").mkdir()
    assert "generation-000077" in _wrong(settings)["残留"].says


def test_a_full_disk_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=10, used=9, free=1))
    assert "请清理磁盘" in _wrong(settings)["磁盘"].advice
