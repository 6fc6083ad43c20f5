"""Alignment finds what comparing every character with every other finds, in whatever order it stands."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.fingerprints import gram_hashes
from indexer.analysis.normal import Codes
from indexer.duplicates.alignment import BRIDGE, LINK, SEED, SHORTEST, Aligner, Stretch, longest_ascending

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


def longest_chain(one: str, other: str) -> int:
    """The most grams that stand in the same order in both texts, by the same table."""
    above = [0] * (len(other) + 1)
    for a in range(len(one) - LINK + 1):
        row = [0]
        for place, before in enumerate(above[:-1]):
            equal = len(other) >= place + LINK and one[a : a + LINK] == other[place : place + LINK]
            row.append(max(above[place + 1], row[place], before + equal))
        above = row
    return above[-1]


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


@settings(deadline=None)
@given(FEW, FEW)
def test_a_chain_ascends_in_both_texts_and_uses_no_character_twice(one: str, other: str) -> None:
    tiles = [tile for stretch in Aligner(codes(one)).in_order(codes(other), 0) for tile in stretch.tiles]
    for tile in tiles:
        assert one[tile.a : tile.a + tile.length] == other[tile.b : tile.b + tile.length]
    for tile, following in pairwise(tiles):
        assert tile.a + tile.length <= following.a
        assert tile.b + tile.length <= following.b


@settings(deadline=None)
@given(FEW, FEW)
def test_a_chain_is_the_longest_there_is(one: str, other: str) -> None:
    first, second = (gram_hashes(codes(text), LINK) for text in (one, other))
    pairs = [(a, b) for a, x in enumerate(first.tolist()) for b, y in enumerate(second.tolist()) if x == y]
    chain, _ = longest_ascending(
        *(np.array(places, dtype=np.intp) for places in ([a for a, _ in pairs], [b for _, b in pairs]))
    )
    assert len(chain) == longest_chain(one, other)


def test_every_other_word_replaced_still_stands_in_order() -> None:
    words = [f"{chr(0x4E00 + 3 * n)}{chr(0x4E01 + 3 * n)}{chr(0x4E02 + 3 * n)}" for n in range(120)]
    replaced = "".join(word if place % 2 else "换了词" for place, word in enumerate(words))
    assert aligned("".join(words), replaced) == ()
    [stretch] = Aligner(codes("".join(words))).in_order(codes(replaced), 0.38)
    assert stretch.equal == 60 * 3
    shuffled = "".join(reversed(words))
    assert Aligner(codes("".join(words))).in_order(codes(shuffled), 0.38) == ()


def test_words_left_alone_between_edits_still_stand_in_order() -> None:
    words = [chr(0x4E00 + 2 * n) + chr(0x4E01 + 2 * n) for n in range(120)]
    replaced = "".join(word if place % 2 else "换词" for place, word in enumerate(words))
    [stretch] = Aligner(codes("".join(words))).in_order(codes(replaced), 0)
    assert stretch.equal == 60 * 2
    assert stretch.b == (2, 240)


@settings(deadline=None)
@given(FEW, FEW, st.floats(0.01, 1))
def test_asking_for_more_of_a_chain_never_finds_another(one: str, other: str, least: float) -> None:
    aligner = Aligner(codes(one))
    assert aligner.in_order(codes(other), least) in ((), aligner.in_order(codes(other), 0))
