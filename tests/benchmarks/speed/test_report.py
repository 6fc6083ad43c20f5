"""From figures to tables: differences are told, numbers stand in their places, the plot is a picture."""

from __future__ import annotations

import time
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.kept import load, save
from benchmarks.speed.child import MeasurementFailed, in_child, in_watched_child
from benchmarks.speed.compare import disagreements
from benchmarks.speed.figures import BuildFigures, Cold, EngineFigures, Floor, Latency, Run, Serving, SizeFigures
from benchmarks.speed.keeping import joined
from benchmarks.speed.plot import svg
from benchmarks.speed.questions import KINDS, Question
from benchmarks.speed.report import markdown
from benchmarks.speed.tokens import Preparation

QUESTIONS = [Question(kind, ("停车",)) for kind in KINDS]


def figures(engine: str, milliseconds: float) -> EngineFigures:
    latencies = [
        Latency(question, faceted, (milliseconds,) * 5, 3, {"year": {"2020": 3}} if faceted else {})
        for question in QUESTIONS
        for faceted in (False, True)
    ]
    colds = tuple(Cold(kind, 2.0, 5.0) for kind in KINDS)
    return EngineFigures(
        engine,
        BuildFigures(2.0, 40_000_000, 200_000_000),
        colds,
        Serving(tuple(latencies), 90_000_000, 50_000_000, (7.0,)),
    )


def a_run(*engines: EngineFigures, sizes: tuple[int, ...] = (2_000,)) -> Run:
    floors = tuple(Floor(question, 500, 700, 60) for question in QUESTIONS)
    measured = tuple(SizeFigures(documents, floors, engines) for documents in sizes)
    return Run("python -m benchmarks.speed", ("机器",), 1e10, 60.0, Preparation(2_000, 4_200_000, 10.0), measured)


def test_engines_that_find_the_same_do_not_disagree() -> None:
    run = a_run(figures("arrays", 0.5), figures("tantivy", 1.0))
    assert disagreements(run.sizes[0]) == ()


def test_another_total_is_told_with_its_question_and_both_engines() -> None:
    other = figures("tantivy", 1.0)
    first, *rest = other.serving.latencies
    wrong = replace(other, serving=replace(other.serving, latencies=(replace(first, total=4), *rest)))
    (told,) = disagreements(a_run(figures("arrays", 0.5), wrong).sizes[0])
    assert told == "2,000 件，and“停车”：本引擎与tantivy-py不一致，总数 3 与 4"


def test_another_facet_count_is_told() -> None:
    other = figures("sqlite", 1.0)
    *rest, last = other.serving.latencies
    changed = replace(last, counts={"year": {"2020": 2, "2021": 1}})
    wrong = replace(other, serving=replace(other.serving, latencies=(*rest, changed)))
    (told,) = disagreements(a_run(figures("arrays", 0.5), wrong).sizes[0])
    assert told.endswith("分面 year 计数不同")


def test_ratios_are_ours_over_theirs() -> None:
    table = markdown(a_run(figures("arrays", 0.5), figures("tantivy", 1.0), figures("stock", 100.0)))
    row = next(line for line in table.splitlines() if line.startswith(f"| {KINDS['and']} | 有"))
    assert row.split(" | ")[-3:] == ["0.50×", "1/200", "0.50× |"]


def test_growth_stands_beside_the_growth_of_posting_lists() -> None:
    table = markdown(a_run(figures("arrays", 0.5), figures("tantivy", 1.0), sizes=(2_000, 20_000)))
    assert f"| {KINDS['or']} | 2,000 → 20,000 | 500 → 500 | 1.00× | 1.00× | 1.00× |" in table


def test_an_engine_without_an_answer_leaves_a_dash() -> None:
    slow = figures("stock", 100.0)
    kept = tuple(each for each in slow.serving.latencies if each.question.kind != "typed")
    run = a_run(figures("arrays", 0.5), replace(slow, serving=replace(slow.serving, latencies=kept)), sizes=(20_000,))
    row = next(line for line in markdown(run).splitlines() if line.startswith(f"| {KINDS['typed']} | 有"))
    assert "–" in row


def test_the_plot_has_a_point_for_every_faceted_question_of_every_engine() -> None:
    picture = ElementTree.fromstring(svg(a_run(figures("arrays", 0.5), figures("tantivy", 1.0))))
    points = [each for each in picture.iter() if each.get("fill-opacity")]
    assert len(points) == 2 * len(QUESTIONS)


def divided(number: int) -> float:
    return 1 / number


def test_a_child_process_answers_with_its_result() -> None:
    assert in_child(divided, 4) == 0.25


def test_a_measurement_that_raises_is_told_with_its_reason() -> None:
    with pytest.raises(MeasurementFailed, match="ZeroDivisionError"):
        in_child(divided, 0)


def filled(size: int) -> int:
    block = b"x" * size
    time.sleep(1)
    return len(block)


def test_the_most_memory_of_a_watched_child_counts_what_it_filled() -> None:
    size, peak = in_watched_child(filled, 100 << 20)
    assert size < peak < 10 * size


def test_a_run_is_read_back_as_it_was_kept(tmp_path: Path) -> None:
    run = a_run(figures("arrays", 0.5), sizes=(2_000, 20_000))
    save(run, tmp_path / "run.json")
    assert load(Run, tmp_path / "run.json") == run


def test_runs_join_by_size_on_one_machine_only() -> None:
    small, large = a_run(figures("arrays", 0.5)), a_run(figures("arrays", 2.0), sizes=(200_000,))
    together = joined([large, small])
    assert [size.documents for size in together.sizes] == [2_000, 200_000]
    assert together.seconds == 120.0
    with pytest.raises(ValueError, match="同一台机器"):
        joined([small, replace(large, machine=("另一台",))])


def test_an_engine_that_was_measured_again_has_its_last_figures() -> None:
    both = a_run(figures("arrays", 2.0), figures("tantivy", 3.0))
    again = a_run(figures("arrays", 0.5))
    together = joined([both, again])
    assert [(each.engine, each.serving) for size in together.sizes for each in size.engines] == [
        ("arrays", figures("arrays", 0.5).serving),
        ("tantivy", figures("tantivy", 3.0).serving),
    ]
    other = replace(again.sizes[0], floors=again.sizes[0].floors[1:])
    with pytest.raises(ValueError, match="同样的问题"):
        joined([both, replace(again, sizes=(other,))])
