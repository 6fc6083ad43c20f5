"""Steps from strict to loose: only plain words are let go, and it is said."""

from __future__ import annotations

from itertools import pairwise

import pytest

from indexer.query import understand
from tests.indexer.query.records import ANALYZER, found


def notices(query: str) -> list[str]:
    """What each step says."""
    return [step.notice for step in understand(query, ANALYZER).steps]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "停车",
        "舒苒",
        "“停车 收费”",
        "标题:停车收费",
        "-停车 -收费",
        "停车 或 收费",
        "300",
        "停车 -学校",
        "届次:12-5 停车",
    ],
)
def test_query_without_two_plain_words_has_one_step(query: str) -> None:
    assert notices(query) == [""]


def test_two_words_relax_to_either() -> None:
    assert notices("停车 收费") == [
        "",
        "几乎没有提案同时包含“停车”和“收费”，下面是包含其中任意一个的，同时包含的排在最前",
    ]


def test_a_run_that_is_nowhere_whole_is_looked_for_in_parts_but_a_name_is_not() -> None:
    assert notices("人民代表大会") == ["", "没有提案含“人民代表大会”，下面是含其中一部分的"]
    assert notices("欧阳娜") == [""]
    assert notices("十二届五次第300号") == [""]


def test_words_that_never_meet_relax_to_any_of_them() -> None:
    first, any_one = understand("停车 收费 充电 学校", ANALYZER).steps
    assert (first.relaxed, any_one.relaxed) == (False, True)
    assert "任意一个" in any_one.notice
    assert [found("停车 收费 充电 学校", step) for step in range(2)] == ["", "ac"]


def test_a_sentence_is_ranked_by_closeness_and_says_so() -> None:
    for query in ("如何缓解老旧小区停车收费管理难题", "停车 收费 充电 学校 小区 车位 老旧 公里"):
        (step,) = understand(query, ANALYZER).steps
        assert step.relaxed
        assert "相近程度" in step.notice


def test_looser_step_finds_all_that_a_stricter_one_finds() -> None:
    for query in ("老旧小区停车难", "停车 收费 学校", "大桥 停车", "十二届五次 300号"):
        results = [set(found(query, step)) for step in range(len(notices(query)))]
        assert all(stricter <= looser for stricter, looser in pairwise(results))


def test_filter_quotation_and_negation_stand_in_every_step() -> None:
    for query in ("大桥 停车 届次:12-5", "大桥 停车 “待处理”", "大桥 停车 标题:老旧", "大桥 停车 -提案人 -公里"):
        assert found(query, 0) == ""
        assert found(query, 1) == "a"


def test_filters_go_to_the_scope_and_do_not_score() -> None:
    step = understand("停车 届次:12-5 -学校", ANALYZER).steps[0]
    assert step.scope is not None
    assert "session" not in repr(step.tree)
    assert "停车" not in repr(step.scope)


def test_a_few_words_relax_when_nearly_nothing_is_found_and_a_long_run_when_less_than_a_page_is() -> None:
    assert understand("停车", ANALYZER).steps[0].enough == 1
    assert understand("停车 收费 充电", ANALYZER).steps[0].enough == 3
    assert understand("老旧小区停车收费管理", ANALYZER).steps[0].enough == 10
