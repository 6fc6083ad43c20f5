"""Folding is the ground the search promise stands on: by character, idempotent, and with the way back."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.fold import fold, fold_with_offsets

#: Text of the kinds that meet in real records: Han of both scripts, full width, compatibility forms, anything.
TEXT = st.text(st.one_of(st.characters(), st.sampled_from("國国际際ＡａＢ１①㈠㎡ﬁßİ\u200b\ufe0f \u3000，,。台臺后後")))


def test_folding_any_character_twice_changes_nothing_more() -> None:
    every = (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    assert [c for c in every if fold(fold(c)) != fold(c)] == []


@given(TEXT, TEXT)
def test_folding_pieces_gives_pieces_of_the_folded_text(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


@given(TEXT)
def test_long_texts_fold_as_short_ones(text: str) -> None:
    assert fold(text * 40) == fold(text) * 40 == "".join(map(fold, text)) * 40


@given(TEXT)
def test_offsets_lead_back_to_the_characters_they_came_from(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    for place in range(len(folded.text)):
        start, end = folded.span(place, place + 1)
        assert end == start + 1
        assert folded.text[place] in fold(text[start:end])


def test_width_case_and_script_do_not_matter() -> None:
    assert fold("ＧＤＰ") == fold("gdp") == "gdp"
    assert fold("國際論壇") == fold("国际论坛") == "国际论坛"
    assert fold("：，！") == ":,!"


def test_invisible_characters_stand_between_nothing() -> None:
    assert fold("停\u200b车\ufeff场") == "停车场"
