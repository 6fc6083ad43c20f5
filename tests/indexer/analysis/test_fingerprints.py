"""Winnowing keeps its promise: a shared passage of t characters shares a fingerprint."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.fingerprints import Fingerprinting, gram_hashes
from indexer.analysis.normal import normal_codes

LETTERS = st.text(st.sampled_from("停车收费管理小区建议"), max_size=120)
WAYS = st.builds(Fingerprinting, st.integers(3, 12), st.integers(1, 14))


@settings(deadline=None)
@given(LETTERS, WAYS)
def test_selection_is_the_rightmost_smallest_hash_of_every_window(text: str, way: Fingerprinting) -> None:
    hashes = gram_hashes(normal_codes(text), way.gram).tolist()
    width = min(way.window, len(hashes))
    expected = set()
    for start in range(len(hashes) - width + 1 if hashes else 0):
        window = hashes[start : start + width]
        expected.add(start + max(place for place, each in enumerate(window) if each == min(window)))
    found, places = way.select(normal_codes(text))
    assert places.tolist() == sorted(expected)
    assert found.tolist() == [hashes[place] for place in sorted(expected)]


@settings(deadline=None)
@given(LETTERS, LETTERS, LETTERS, LETTERS, LETTERS, WAYS)
def test_a_shared_passage_of_the_guaranteed_length_shares_a_fingerprint(
    before: str, after: str, other_before: str, other_after: str, shared: str, way: Fingerprinting
) -> None:
    one, other = before + shared + after, other_before + shared + other_after
    if len(shared) >= way.guarantee:
        assert set(way.of(one)) & set(way.of(other))


def test_equal_grams_have_equal_hashes_and_others_do_not() -> None:
    text = "加强住宅小区停车管理的建议以及加强住宅小区停车收费的建议"
    hashes = gram_hashes(normal_codes(text), 6)
    grams = [text[place : place + 6] for place in range(len(hashes))]
    assert len(set(hashes.tolist())) == len(set(grams))


def test_terms_are_two_characters_without_spaces() -> None:
    terms = Fingerprinting(3, 1).of("".join(map(chr, range(0x4E00, 0x5800))))
    assert {len(term) for term in terms} == {2}
    assert not any(character.isspace() for term in terms for character in term)


def test_a_promise_of_too_few_characters_is_refused() -> None:
    with pytest.raises(ValueError, match="至少是"):
        Fingerprinting.with_guarantee(8)
    assert Fingerprinting.with_guarantee(24).guarantee == 24


def test_a_short_text_has_one_fingerprint_and_a_shorter_one_none() -> None:
    assert len(Fingerprinting().of("加强住宅小区停车管理的建议")) == 1
    assert Fingerprinting().of("停车") == ()
    assert isinstance(Fingerprinting().select(np.empty(0, np.uint32))[0], np.ndarray)
