"""Baselines are computed as published, so that beating them means something."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.quality import Collection
from benchmarks.quality.collection import key_of
from benchmarks.quality.systems import OURS, SYSTEMS
from benchmarks.quality.systems.bm25 import Bm25, lucene_idf
from benchmarks.quality.systems.lucene import cjk_tokens
from corpus import Proposal

texts = st.text("停车收费", min_size=1, max_size=6)


def by_hand(documents: Sequence[str], query: str) -> list[float]:
    """Robertson and Zaragoza's formula with Lucene's idf, a document at a time."""
    average = sum(map(len, documents)) / len(documents)
    scores = []
    for document in documents:
        score = 0.0
        for token in set(query):
            frequency = sum(token in each for each in documents)
            tf = document.count(token)
            idf = log(1 + (len(documents) - frequency + 0.5) / (frequency + 0.5))
            score += idf * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * len(document) / average))
        scores.append(score)
    return scores


@given(st.lists(texts, min_size=1, max_size=6), texts)
def test_bm25_orders_as_by_hand(documents: list[str], query: str) -> None:
    scores = by_hand(documents, query)
    found = Bm25(documents, lucene_idf).best(query, len(documents))
    assert set(found) == {number for number, score in enumerate(scores) if score > 0}
    ordered = [scores[number] for number in found]
    assert all(left >= right - 1e-9 for left, right in pairwise(ordered))


def test_lucene_pairs_stay_within_a_run() -> None:
    assert cjk_tokens("加装电梯，一楼，A座5G") == ["加装", "装电", "电梯", "一楼", "a", "座", "5g"]


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_system_finds_the_record_that_is_asked_for(system: str, tmp_path: Path) -> None:
    if system == "lucene-cjk":
        pytest.importorskip("tantivy", reason="tantivy is not installed (extra [bench])")
    documents = tuple(
        Proposal(title, text=text, number=number)
        for number, (title, text) in enumerate(
            [
                ("停车", "小区停车位不足，建议错时共享。"),
                ("养老", "社区养老用房移交缓慢。"),
                ("停车收费", "规范道路停车收费。"),
            ],
            1,
        )
    )
    with SYSTEMS[system](Collection("tiny", "三件", documents, ()), tmp_path) as rank:
        assert rank("社区养老用房")[0] == key_of(documents[1])
        assert set(rank("停车")) == {key_of(documents[0]), key_of(documents[2])}


def test_ours_is_one_of_them() -> None:
    assert OURS in SYSTEMS
