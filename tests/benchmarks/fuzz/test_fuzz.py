"""A thin slice of the fuzzing that ``python -m benchmarks.fuzz`` does at length."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from benchmarks.fuzz import run
from benchmarks.fuzz.run import check_many, search_many
from benchmarks.fuzz.strings import hostile, hostile_arguments
from tests.indexer.archives import service_over
from tests.indexer.query.records import RECORDS

TEXTS = [text for each in RECORDS for text in (each.title, each.text)]


@pytest.fixture(autouse=True)
def few_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_texts", lambda: TEXTS)


def test_hostile_strings_are_understood_and_spelt_again() -> None:
    figures = check_many(1_000, seed=1, processes=1)
    assert figures.failures == []
    assert len(figures.seconds) == 1_000


def test_hostile_strings_are_searched(tmp_path: Path) -> None:
    service_over(tmp_path, RECORDS)
    figures = search_many(tmp_path, 200, seed=2, processes=1)
    assert figures.failures == []
    assert len(figures.seconds) == 200


def test_what_fails_is_kept_with_what_made_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(args: object) -> None:
        raise ValueError("坏了")

    monkeypatch.setattr(run, "check_request", broken)
    figures = check_many(30, seed=3, processes=1)
    assert (figures.failed, len(figures.failures), figures.seconds) == (30, 20, [])
    assert repr(hostile_arguments(Random(3 * 1_000_003), TEXTS)) in figures.failures[0]
    assert "坏了" in figures.failures[0]


def test_strings_hold_everything_that_is_promised() -> None:
    dice = Random(4)
    typed = "".join(hostile(dice, TEXTS) for _ in range(3_000))
    for each in ("\x00", "\ud800", "\u202e", "\u0301", "“", "(", "*", "主办", "2021-06..2020", "OR", "\U0001f600"):
        assert each in typed, repr(each)
