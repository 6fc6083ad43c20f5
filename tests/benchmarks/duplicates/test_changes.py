"""Every change knows, character by character, what it copied."""

from __future__ import annotations

import random

import pytest

from benchmarks.duplicates.changes import CHANGES, Change, Material
from benchmarks.duplicates.traced import Traced

SOURCE = "一、基本情况。老城区停车位缺口约三千个。\n二、主要问题。路边停车占用人行道，居民意见大。\n" * 4
SECOND = "农村寄递网点少，快递到村难。建议整合客运班车。\n" * 6
OTHERS = ("图书馆闭馆太早，学生无处自习。建议延时开放。\n" * 5, "河道淤积，汛期易涝。建议清淤。\n" * 5)


def _made(change: Change, seed: int = 1) -> Traced:
    material = Material(
        Traced.of("a", SOURCE),
        Traced.of("b", SECOND),
        [Traced.of(f"o{place}", text) for place, text in enumerate(OTHERS)],
        random.Random(seed),
    )
    return change.make(material)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_what_is_said_to_be_copied_stands_in_the_source(change: Change) -> None:
    made = _made(change)
    texts = {"a": SOURCE, "b": SECOND}
    copied = [
        (character, texts[origin[0]][origin[1]])
        for character, origin in zip(made.text, made.origins, strict=True)
        if origin
    ]
    assert copied
    if change.name != "traditional":
        assert all(character == original for character, original in copied)


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("verbatim", 1.0, 1.0), ("words-10", 0.8, 0.97), ("words-50", 0.3, 0.75), ("sentences-50", 0.3, 0.6)],
)
def test_the_degree_is_what_is_left_of_the_source(name: str, least: float, most: float) -> None:
    change = next(each for each in CHANGES if each.name == name)
    made = _made(change)
    assert least <= sum(origin is not None for origin in made.origins) / len(SOURCE) <= most


def test_a_merged_text_has_two_sources() -> None:
    change = next(each for each in CHANGES if each.name == "merged")
    assert {origin[0] for origin in _made(change).origins if origin} == {"a", "b"}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_the_same_dice_make_the_same_copy(change: Change) -> None:
    assert _made(change) == _made(change)
