"""The model says of a size that was measured what was measured there, and never less for more."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.kept import load, save
from benchmarks.scale.figures import ArchiveFigures, Figures, IndexFigures
from benchmarks.scale.model import checks, fit, needs
from benchmarks.scale.report import markdown

SIZES = (1000, 2000, 5000)
FIGURES = Figures(
    "2026-11-25",
    "两核",
    7000.0,
    tuple(ArchiveFigures(name, n, 10_000 * n, n / 100, n / 500) for name in ("sqlite", "postgresql") for n in SIZES),
    tuple(
        IndexFigures(name, n, 1_000_000 + 9_000 * n, n / 50, n / 80, n / 100, 2 + n / 1000, 3 + n / 1000, 0)
        for name in ("embedded", "opensearch")
        for n in SIZES
    ),
)


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_points_on_a_line_give_the_line(fixed: int, each: int) -> None:
    found = fit([(n, fixed + each * n) for n in (10, 20, 50)])
    assert abs(found.at(1000) - (fixed + each * 1000)) <= 1e-6 * (fixed + each * 1000)


@given(st.lists(st.floats(0.1, 1e6), min_size=3, max_size=3))
def test_no_cost_is_ever_negative(costs: list[float]) -> None:
    found = fit(list(zip((10, 20, 50), costs, strict=True)))
    assert found.fixed >= 0
    assert found.each >= 0


def test_costs_on_a_line_are_foretold_exactly() -> None:
    assert {round(each.error, 9) for each in checks(FIGURES)} == {0}
    assert {each.documents for each in checks(FIGURES)} == {5000}


def test_more_proposals_never_need_less() -> None:
    small, large = needs(FIGURES, 10**6), needs(FIGURES, 10**8)
    for name in ("archive_disk", "shards", "nodes", "disk", "memory", "rebuild_hours", "query_cpu_ms"):
        assert getattr(small, name) <= getattr(large, name)
    assert small.nodes == 3


def test_figures_come_back_from_their_file(tmp_path: Path) -> None:
    save(FIGURES, tmp_path / "figures.json")
    assert load(Figures, tmp_path / "figures.json") == FIGURES
    assert "更大的档案需要什么" in markdown(FIGURES)
