"""A generation is live only when it is whole, and stays live until another whole one takes its place."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.errors import IndexBusy, IndexDamaged, IndexMissing
from indexer.index.generations import Generations
from indexer.index.manifest import Manifest

MANIFEST = Manifest(1, 1, "tokenizer-1", "abc", 5, 10, "2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00+00:00")


def test_before_the_first_build_the_way_to_build_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="tian reindex"):
        Generations(tmp_path / "index").live()


def test_a_new_generation_is_not_live_before_the_swap(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    first = generations.begin()
    generations.swap(first, MANIFEST)
    second = generations.begin()
    assert generations.live() == first
    generations.swap(second, replace(MANIFEST, documents=11))
    assert generations.live() == second
    assert Manifest.read(second).documents == 11
    assert not first.exists()


def test_what_a_dead_builder_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    generations.swap(generations.begin(), MANIFEST)
    dead = generations.begin()
    (dead / "half").write_text("…", encoding="utf-8")
    generations.begin()
    assert not (dead / "half").exists()
    assert Manifest.read(generations.live()) == MANIFEST


def test_every_swap_changes_the_stamp(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    stamps = {generations.stamp()}
    for _ in range(5):
        generations.swap(generations.begin(), MANIFEST)
        stamps.add(generations.stamp())
    assert len(stamps) == 6


@pytest.mark.parametrize("pointer", ["", "generation-000009", "../..", "generation-1"])
def test_a_pointer_to_nothing_whole_is_told_not_followed(tmp_path: Path, pointer: str) -> None:
    (tmp_path / "current").write_text(pointer, encoding="utf-8")
    with pytest.raises(IndexDamaged, match="tian reindex"):
        Generations(tmp_path).live()


def test_an_unreadable_manifest_is_told(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(IndexDamaged, match="tian reindex"):
        Manifest.read(tmp_path)


def _try_to_write(directory: Path, answer: multiprocessing.Queue[str]) -> None:
    try:
        with Generations(directory).writing():
            answer.put("written")
    except IndexBusy:
        answer.put("busy")


def test_only_one_process_builds_at_a_time(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    answer: multiprocessing.Queue[str] = context.Queue()
    with Generations(tmp_path).writing():
        other = context.Process(target=_try_to_write, args=(tmp_path, answer))
        other.start()
        assert answer.get(timeout=60) == "busy"
        other.join()
    again = context.Process(target=_try_to_write, args=(tmp_path, answer))
    again.start()
    assert answer.get(timeout=60) == "written"
    again.join()
