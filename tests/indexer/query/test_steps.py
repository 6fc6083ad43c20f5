"""Steps from strict to loose: only plain words are relaxed, and it is said; scores cost so much, matches stay."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.query import Phrase, Query, Term

from indexer.query.parsed_query import parse_query
from indexer.query.steps import LIST_WORK, Step, within_budget
from tests.indexer.query.records import ANALYZER, DOCUMENTS, found, passes


def notices(query: str) -> list[str]:
    """What each step says."""
    return [step.notice for step in parse_query(query, ANALYZER).steps]


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
        "几乎没有提案同时包含“停车”和“收费”，下面是包含其中任意一个的",
    ]


def test_a_run_that_is_nowhere_whole_is_looked_for_in_parts_but_a_name_is_not() -> None:
    assert notices("人民代表大会") == ["", "没有提案含“人民代表大会”，下面是含其中一部分的"]
    assert notices("欧阳娜") == [""]
    assert notices("十二届五次第300号") == [""]


def test_words_that_never_meet_relax_to_any_of_them() -> None:
    first, any_one = parse_query("停车 收费 充电 学校", ANALYZER).steps
    assert (first.relaxed, any_one.relaxed) == (False, True)
    assert "任意一个" in any_one.notice
    assert [found("停车 收费 充电 学校", step) for step in range(2)] == ["", "ac"]


def test_a_sentence_is_ranked_by_proximity_and_says_so() -> None:
    for query in ("如何缓解老旧小区停车收费管理难题", "停车 收费 充电 学校 小区 车位 老旧 公里"):
        (step,) = parse_query(query, ANALYZER).steps
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
    step = parse_query("停车 届次:12-5 -学校", ANALYZER).steps[0]
    assert step.scope is not None
    assert "session" not in repr(step.tree)
    assert "停车" not in repr(step.scope)


def test_a_few_words_relax_when_nearly_nothing_is_found_and_a_long_run_when_less_than_a_page_is() -> None:
    assert parse_query("停车", ANALYZER).steps[0].min_hits == 1
    assert parse_query("停车 收费 充电", ANALYZER).steps[0].min_hits == 3
    assert parse_query("老旧小区停车收费管理", ANALYZER).steps[0].min_hits == 10


QUERIES = [
    "停车",
    "停车 收费",
    "停车 或 收费 或 大桥",
    "关于解决老旧小区停车难问题的建议",
    '"停车场" -学校',
    "标题:停车 (大桥 或 “最后一公里”)",
    "十二届五次 300",
    "的 或 了 或 是",
    " ".join("老旧小区没有停车场待处理的车辆很多"),
]


def frequencies(field: str, terms: Iterable[str]) -> dict[str, int]:
    """How many of the records have each term."""
    return {term: sum(any(term in part for part in each.tokens.get(field, ())) for each in DOCUMENTS) for term in terms}


def leaves(tree: Query) -> set[tuple[str, tuple[str, ...]]]:
    """What scores in a tree by its own words: all that is not under a constant."""
    if isinstance(tree, Term | Phrase):
        return {(tree.fieldname, tuple(tree.words) if isinstance(tree, Phrase) else (tree.text,))}
    below = [] if type(tree).__name__ in ("ConstantScoreQuery", "Not") else tree.children()
    return set().union(*map(leaves, below))


def thinned(step: Step, most: int) -> Step:
    return within_budget(step, frequencies, 10**9, most=most)


@settings(deadline=None)
@given(st.sampled_from(QUERIES), st.integers(0, 400_000))
def test_the_same_records_match_whatever_may_be_spent(query: str, most: int) -> None:
    for step in parse_query(query, ANALYZER).steps:
        cut = thinned(step, most)
        for document in DOCUMENTS:
            assert passes(cut, document) == passes(step, document)


@settings(deadline=None)
@given(st.sampled_from(QUERIES), st.integers(0, 400_000))
def test_what_is_left_over_is_the_most_frequent(query: str, most: int) -> None:
    for step in parse_query(query, ANALYZER).steps:
        cut = thinned(step, most)
        kept, all_of_it = leaves(cut.tree), leaves(step.tree)
        rarity = {leaf: min(frequencies(leaf[0], leaf[1]).values()) for leaf in all_of_it}
        lost = {leaf for leaf in all_of_it - kept if rarity[leaf]}
        held = {leaf for leaf in kept if rarity[leaf]}
        assert cut.thinned == bool(lost)
        assert max(map(rarity.__getitem__, held), default=0) <= min(map(rarity.__getitem__, lost), default=10**9)
        assert sum(len(leaf[1]) * (rarity[leaf] + LIST_WORK) for leaf in held) <= max(most, 0)


@pytest.mark.parametrize("query", QUERIES)
def test_the_same_question_is_cut_the_same_way(query: str) -> None:
    one, other = ([repr(thinned(step, 60_000)) for step in parse_query(query, ANALYZER).steps] for _ in range(2))
    assert one == other


def test_in_an_archive_of_usual_size_nothing_is_cut() -> None:
    """A long title over 20,000 proposals, half of which have each of its words in the text and in the reply."""
    title = "关于进一步加强我市老旧小区停车设施建设和管理缓解居民停车难问题推动城市更新的建议"
    common = ("content", "reply")

    def frequent(field: str, terms: Iterable[str]) -> dict[str, int]:
        return dict.fromkeys(terms, 10_000 if field.startswith(common) else 500)

    for step in parse_query(title, ANALYZER).steps:
        assert not within_budget(step, frequent, 20_000).thinned


def test_an_overlong_query_says_where_reading_ended() -> None:
    assert parse_query("停 " * 100, ANALYZER).shortened == "检索词太长，只看了前63个字，从“停 停 停 停 停 停”起没有看"
    assert parse_query("停" * 500 + "放", ANALYZER).shortened == "检索词太长，只看了前500个字，从“放”起没有看"
    assert parse_query(" " * 600 + "停车", ANALYZER).shortened
    assert parse_query("停 " * 30, ANALYZER).shortened == ""
