"""The judged queries can be answered, and fit the sample archive they judge."""

from __future__ import annotations

import pytest

from benchmarks.quality import Collection
from benchmarks.quality.judged_sample import Judgement, read_judgements, sample
from benchmarks.quality.metrics import ANSWERS
from sample_archive import sample_topics


@pytest.fixture(scope="module")
def collection() -> Collection:
    return sample()


def test_at_least_150_different_queries_are_judged() -> None:
    texts = [each.text for each in read_judgements()]
    assert len(set(texts)) == len(texts) >= 150


def test_every_judgement_names_topics_that_exist_and_asks_for_something() -> None:
    topics = set(sample_topics().values())
    for each in read_judgements():
        assert topics.issuperset(each.topic + each.near), each.text
        assert each != Judgement(each.text), each.text


def test_every_query_has_an_answer_and_not_everything_is_one(collection: Collection) -> None:
    for query in collection.queries:
        answers = sum(grade >= ANSWERS for grade in query.grades.values())
        assert 0 < answers < len(collection.documents) / 4, query.text


def test_both_halves_are_large_enough_to_measure(collection: Collection) -> None:
    held_out = sum(query.held_out for query in collection.queries)
    assert 70 <= held_out <= len(collection.queries) - 70
