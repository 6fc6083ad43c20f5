"""The engine finds, counts, scores and orders exactly as stock Whoosh does."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from whoosh.query import Phrase

from indexer.engines.base import IndexDocument
from indexer.engines.whoosh import cache
from indexer.engines.whoosh.cache import PostingListCache
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.engines.whoosh.evaluate import positions, score
from indexer.engines.whoosh.storage.segment_file import SegmentFile
from indexer.engines.whoosh.writer import build
from tests.indexer.engines.whoosh.corpora import (
    FIELDS,
    TOKENS,
    WEIGHTING,
    assert_same_hits,
    corpora,
    identity,
    trees,
    write_stock_index,
)
from tests.thorough import cases

#: Cases of each rule.
EXAMPLES = cases(60, 2_500)

many = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)


@many
@given(corpus=corpora(), tree=trees)
def test_a_new_index_gives_what_stock_whoosh_gives_on_it_and_on_its_own(corpus: list[IndexDocument], tree: Any) -> None:
    with tempfile.TemporaryDirectory() as name:
        ours, theirs = Path(name, "ours"), Path(name, "theirs")
        build(ours, corpus, identity, fields=FIELDS)
        theirs.mkdir()
        write_stock_index(theirs, corpus)
        engine = WhooshEngine(ours, WEIGHTING)
        assert_same_hits(engine, ours, tree)
        assert_same_hits(engine, theirs, tree)


#: What only large segments call for, brought about in small ones: every way of adding up a list.
WAYS: list[dict[str, Any]] = [
    {"_FEW_MATCH": 0, "_LONG_LIST": 0},
    {"_SHORT_LIST": {False: 0, True: 0}, "_BISECTION_COST": 0},
    {"_FEW_MATCH": 10**6, "_AT_ONCE": 1},
]


@many
@given(corpus=corpora(), tree=trees, way=st.sampled_from(WAYS), common=st.sampled_from([0, 10**6]))
def test_every_way_of_adding_up_gives_what_stock_whoosh_gives(
    corpus: list[IndexDocument], tree: Any, way: dict[str, Any], common: int
) -> None:
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name, "index")
        build(directory, corpus, identity, fields=FIELDS)
        with patch.multiple(score, **way), patch.object(cache, "_COMMON", common):
            engine = WhooshEngine(directory, WEIGHTING)
            for _ in range(2):  # what is wanted a second time is kept another way
                assert_same_hits(engine, directory, tree)


@many
@given(
    corpus=corpora(),
    added=corpora(start=5, max_size=8),
    again=corpora(start=9, max_size=4),
    tree=trees,
)
def test_an_updated_index_gives_what_stock_whoosh_gives_on_it(
    corpus: list[IndexDocument], added: list[IndexDocument], again: list[IndexDocument], tree: Any
) -> None:
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name, "index")
        build(directory, corpus, identity, fields=FIELDS)
        engine = WhooshEngine(directory, WEIGHTING)
        for documents, removed in ((added, ["d0", "d3"]), (again, ["d1"]), ([], ["d5", "d6"])):
            engine.update(documents, removed)
            assert_same_hits(engine, directory, tree)


@pytest.mark.parametrize("few", [0, 2_000])
@pytest.mark.parametrize("long", [0, 400_000])
def test_phrases_are_found_far_into_long_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int, long: int
) -> None:
    monkeypatch.setattr(positions, "_FEW", few)
    monkeypatch.setattr(positions, "_LONG", long)
    chosen = Random(1)
    corpus = [
        IndexDocument(f"d{number}", "v", {"content_bigrams": [chosen.choices(TOKENS, k=length), ["养老"] * 3]})
        for number, length in enumerate([10, 200, 4_090, 5_000, 17_000, 70_000])
    ]
    build(tmp_path / "index", corpus, identity, fields=FIELDS)
    engine = WhooshEngine(tmp_path / "index", WEIGHTING)
    for length in (2, 3, 4, 5, 6):
        for _ in range(4):
            assert_same_hits(engine, tmp_path / "index", Phrase("content_bigrams", chosen.choices(TOKENS, k=length)))
    assert_same_hits(engine, tmp_path / "index", Phrase("content_bigrams", ["养老"] * 3))


def test_packed_positions_count_towards_what_the_cache_may_take(tmp_path: Path) -> None:
    tokens = ["养老", "老服"] * 2_000
    build(tmp_path, [IndexDocument("d0", "v", {"content_bigrams": [tokens]})], identity, fields=FIELDS)
    field = SegmentFile(next(tmp_path.glob("*.arr"))).field("content_bigrams")
    assert field is not None
    lists = PostingListCache(40_000)
    kept = [lists.get(("s", number), field, number) for number in range(2)]
    packed_positions = [lists.packed_positions(each, field) for each in kept]
    assert [each.tolist() for each in packed_positions] == [list(range(0, 4_000, 2)), list(range(1, 4_000, 2))]
    assert kept[0].packed_positions is packed_positions[0]
    assert kept[1].packed_positions is packed_positions[1]
    assert lists.get(("s", 0), field, 0) is kept[0]
    small = PostingListCache(20_000)
    kept = [small.get(("s", number), field, number) for number in range(2)]
    for each in kept:
        small.packed_positions(each, field)
    assert small.get(("s", 0), field, 0) is not kept[0]
