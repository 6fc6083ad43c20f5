"""Figures are what they say they are, on cases small enough to count by hand."""

from __future__ import annotations

import pytest

from benchmarks.duplicates.cases import INDEPENDENT, Case
from benchmarks.duplicates.measure import Measured, best_threshold, figures, precision
from benchmarks.duplicates.systems import Answer
from benchmarks.duplicates.traced import Traced

COPIED = Traced.joined((Traced.of("a", "停车位不足"), Traced.new("另有新话")))


def _case(change: str, copied: Traced, *sources: str) -> Case:
    return Case(change, "题目", copied, frozenset(sources), held_out=False)


MEASURED = Measured(
    (
        (_case("verbatim", COPIED, "a"), (Answer("a", 0.9, True, frozenset(range(4))), Answer("z", 0.3, False))),
        (_case("verbatim", COPIED, "a"), (Answer("a", 0.2, False),)),
        (_case(INDEPENDENT, Traced.new("河道清淤")), (Answer("z", 0.6, True, frozenset({0})),)),
        (_case(INDEPENDENT, Traced.new("图书馆延时")), ()),
    )
)


def test_recall_and_false_alarms_count_records_named() -> None:
    found = figures(MEASURED, None)
    assert (found["verbatim"].recall, found["verbatim"].false_alarms) == (0.5, 0.0)
    assert found[INDEPENDENT].false_alarms == 0.5


def test_overlap_counts_characters_over_all_cases() -> None:
    found = figures(MEASURED, None)["verbatim"]
    assert found.overlap_precision == 1.0
    assert found.overlap_recall == pytest.approx(4 / 10)


def test_a_threshold_takes_the_place_of_a_verdict() -> None:
    found = figures(MEASURED, 0.2)
    assert (found["verbatim"].recall, found["verbatim"].false_alarms) == (1.0, 0.5)


def test_the_best_threshold_separates_copies_from_the_rest() -> None:
    assert 0.6 < best_threshold(MEASURED) <= 0.9


def test_precision_falls_with_the_base_rate() -> None:
    assert precision(1.0, 0.01, 0.14) > precision(1.0, 0.01, 0.04) > 0.7
    assert precision(1.0, 0.0, 0.04) == 1.0
