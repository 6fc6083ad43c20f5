"""The order of hits may cost so much; which records match is never touched, and nothing of the cut is random."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.query import Phrase, Query, Term

from indexer.query import Step, understand, within_budget
from indexer.query.budget import LIST_WORK
from tests.indexer.query.records import ANALYZER, DOCUMENTS, passes

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
    for step in understand(query, ANALYZER).steps:
        cut = thinned(step, most)
        for document in DOCUMENTS:
            assert passes(cut, document) == passes(step, document)


@settings(deadline=None)
@given(st.sampled_from(QUERIES), st.integers(0, 400_000))
def test_what_is_left_over_is_the_most_frequent(query: str, most: int) -> None:
    for step in understand(query, ANALYZER).steps:
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
    one, other = ([repr(thinned(step, 60_000)) for step in understand(query, ANALYZER).steps] for _ in range(2))
    assert one == other


def test_in_an_archive_of_usual_size_nothing_is_cut() -> None:
    """A long title over 20,000 proposals, half of which have each of its words in the text and in the reply."""
    title = "关于进一步加强我市老旧小区停车设施建设和管理缓解居民停车难问题推动城市更新的建议"
    common = ("content", "reply")

    def frequent(field: str, terms: Iterable[str]) -> dict[str, int]:
        return dict.fromkeys(terms, 10_000 if field.startswith(common) else 500)

    for step in understand(title, ANALYZER).steps:
        assert not within_budget(step, frequent, 20_000).thinned


def test_an_overlong_query_says_where_reading_ended() -> None:
    assert understand("停 " * 100, ANALYZER).shortened == "检索词太长，只看了前63个字，从“停 停 停 停 停 停”起没有看"
    assert understand("停" * 500 + "放", ANALYZER).shortened == "检索词太长，只看了前500个字，从“放”起没有看"
    assert understand(" " * 600 + "停车", ANALYZER).shortened
    assert understand("停 " * 30, ANALYZER).shortened == ""
