"""The speed of checking for duplicates: runs join system by system, and what was not measured is not made up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.duplicates.speed.figures import Figures, Measured, Size, joined
from benchmarks.duplicates.speed.report import markdown
from benchmarks.kept import load, save


def _figures(system: str, seconds: float, built: float | None = 10.0) -> Figures:
    return Figures(system, built, seconds, seconds * 2, 5, 6, seconds * 50, seconds * 100, estimated=False)


def _run(documents: int, *systems: Figures, batch: int = 50) -> Measured:
    return Measured((f"{documents} 件",), (Size(documents, batch, systems),))


def test_runs_join_by_size_and_the_last_figures_of_a_system_count() -> None:
    first = _run(2_000, _figures("tian", 0.5), _figures("minhash", 0.25))
    large, again = _run(20_000, _figures("tian", 1.0)), _run(2_000, _figures("tian", 0.125))
    together = joined([large, first, again])
    assert together.facts == ("20000 件", "2000 件")
    assert [[(each.system, each.one) for each in size.systems] for size in together.sizes] == [
        [("tian", 0.125), ("minhash", 0.25)],
        [("tian", 1.0)],
    ]
    with pytest.raises(ValueError, match="件数不同"):
        joined([first, _run(2_000, _figures("tian", 0.5), batch=500)])


def test_an_index_that_was_there_already_has_no_building_time() -> None:
    small = _run(2_000, _figures("tian", 0.5), _figures("minhash", 0.25))
    large = _run(20_000, _figures("tian", 1.0, built=None), _figures("minhash", 0.25))
    table = markdown(joined([small, large]))
    assert "| 本系统 | – | 1,000.0 |" in table
    assert "| 本系统 ÷ MinHash LSH（datasketch） | – | 4.00× |" in table
    assert "| 本系统 | – | 2.0 | 2.0 | 2.0 |" in table


def test_a_run_is_read_back_as_it_was_kept(tmp_path: Path) -> None:
    run = _run(2_000, _figures("tian", 0.5, built=None), replace(_figures("minhash", 0.25), estimated=True))
    save(run, tmp_path / "run.json")
    assert load(Measured, tmp_path / "run.json") == run
