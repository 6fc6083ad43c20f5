"""The measures are what their definitions say."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.quality.metrics import ANSWERS, ndcg, recall, reciprocal_rank

KEYS = "甲乙丙丁戊"
grades = st.dictionaries(st.sampled_from(KEYS), st.integers(1, 3))
rankings = st.permutations(KEYS).flatmap(lambda keys: st.integers(0, len(keys)).map(lambda end: keys[:end]))


@given(rankings, grades)
def test_every_measure_is_between_0_and_1(ranking: list[str], grades: dict[str, int]) -> None:
    for measure in (reciprocal_rank, ndcg, recall):
        assert 0 <= measure(ranking, grades) <= 1


@given(grades)
def test_no_order_is_better_than_by_grade(grades: dict[str, int]) -> None:
    by_grade = sorted(KEYS, key=lambda key: -grades.get(key, 0))
    best = max(ndcg(list(order), grades) for order in permutations(KEYS))
    assert abs(ndcg(by_grade, grades) - best) < 1e-12
    assert abs(best - bool(grades)) < 1e-12


@given(rankings, grades)
def test_reciprocal_rank_is_that_of_the_first_answer(ranking: list[str], grades: dict[str, int]) -> None:
    found = reciprocal_rank(ranking, grades)
    answers = [key for key in ranking if grades.get(key, 0) >= ANSWERS]
    assert found == (1 / (ranking.index(answers[0]) + 1) if answers else 0)


def test_what_stands_below_the_depth_does_not_count() -> None:
    ranking = ["丙", "乙", "甲"]
    assert reciprocal_rank(ranking, {"甲": 3}, depth=2) == 0
    assert ndcg(ranking, {"甲": 3}, depth=2) == 0
    assert recall(ranking, {"甲": 3, "乙": 2}, depth=2) == 0.5


def test_what_only_touches_the_matter_is_no_answer() -> None:
    assert reciprocal_rank(["甲"], {"甲": 1}) == 0
    assert recall(["甲"], {"甲": 1}) == 0
    assert ndcg(["甲"], {"甲": 1}) == 1
