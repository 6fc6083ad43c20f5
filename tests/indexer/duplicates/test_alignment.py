"""Alignment finds what comparing every character with every other finds, in whatever order it stands."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.normal import Codes
from indexer.duplicates.alignment import BRIDGE, SEED, SHORTEST, Aligner, Stretch

FEW = st.text(st.sampled_from("停车费管"), max_size=80)
MANY = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4FFF), max_size=60)


def codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)


def longest_common(one: str, other: str) -> int:
    """The length of the longest common stretch, by the table that every textbook has."""
    best, above = 0, [0] * (len(other) + 1)
    for a in one:
        row = [0]
        for place, b in enumerate(other):
            row.append(above[place] + 1 if a == b else 0)
        best, above = max(best, *row), row
    return best


def aligned(one: str, other: str) -> tuple[Stretch, ...]:
    return Aligner(codes(one)).stretches(codes(other))


@settings(deadline=None)
@given(FEW, FEW)
def test_tiles_are_equal_text_and_no_character_is_in_two(one: str, other: str) -> None:
    used_a: set[int] = set()
    used_b: set[int] = set()
    for stretch in aligned(one, other):
        for tile in stretch.tiles:
            assert one[tile.a : tile.a + tile.length] == other[tile.b : tile.b + tile.length]
            places_a, places_b = set(range(tile.a, tile.a + tile.length)), set(range(tile.b, tile.b + tile.length))
            assert not places_a & used_a
            assert not places_b & used_b
            used_a |= places_a
            used_b |= places_b


@settings(deadline=None)
@given(MANY | FEW, MANY | FEW, MANY | FEW, MANY | FEW, MANY)
def test_the_longest_common_passage_is_found_whole(a: str, b: str, c: str, d: str, shared: str) -> None:
    one, other = a + shared + b, c + shared + d
    longest = longest_common(one, other)
    found = max((tile.length for stretch in aligned(one, other) for tile in stretch.tiles), default=0)
    if longest >= SHORTEST:
        assert found == longest


@settings(deadline=None)
@given(FEW, FEW)
def test_a_stretch_bridges_only_small_edits_and_holds_enough(one: str, other: str) -> None:
    for stretch in aligned(one, other):
        assert stretch.equal >= SHORTEST
        for tile, following in pairwise(stretch.tiles):
            assert 0 <= following.a - tile.a - tile.length <= BRIDGE
            assert 0 <= following.b - tile.b - tile.length <= BRIDGE
            assert tile.length >= SEED


@settings(deadline=None)
@given(MANY)
def test_a_text_is_one_stretch_of_itself(text: str) -> None:
    if len(text) >= SHORTEST:
        [stretch] = aligned(text, text)
        assert stretch.a == stretch.b == (0, len(text))


def test_paragraphs_in_another_order_are_all_found() -> None:
    first, second = "老旧小区加装电梯由财政给予补贴", "停车收费标准由价格主管部门制定公布"
    found = aligned(first + second, second + first)
    assert {(stretch.a, stretch.b) for stretch in found} == {
        ((0, len(first)), (len(second), len(second) + len(first))),
        ((len(first), len(first) + len(second)), (0, len(second))),
    }


def test_a_text_that_only_repeats_itself_is_aligned_in_time() -> None:
    [stretch] = aligned("停" * 5000, "停" * 4000)
    assert stretch.equal == 4000
