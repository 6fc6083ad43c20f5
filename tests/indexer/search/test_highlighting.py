"""Marks are exactly what matched, counted in characters of the text as it is shown."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.fold import fold
from indexer.search.snippets import find_marks, find_marks_in, merged

_TEXT = st.text(st.sampled_from("停車车场場 \n㈠AＢb，"), max_size=40)


@given(_TEXT, st.lists(st.text(st.sampled_from("停车场(一)ab,"), min_size=1, max_size=3), max_size=3))
def test_marks_cover_exactly_the_characters_that_take_part_in_a_match(text: str, terms: list[str]) -> None:
    # The obvious way: every stretch of the text, folded without its white space, compared with every term.
    wanted: set[int] = set()
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            stretch = "".join(fold(text[start:end]).split())
            edges = fold(text[start]).strip() and fold(text[end - 1]).strip()
            inner = "".join(fold(text[start + 1 : end]).split()), "".join(fold(text[start : end - 1]).split())
            if edges and any(term in stretch and term not in inner[0] and term not in inner[1] for term in terms):
                wanted |= set(range(start, end))
    marked = {place for start, end in find_marks(text, terms) for place in range(start, end)}
    assert marked == wanted


@given(
    st.lists(_TEXT | st.just("停\uffff车"), max_size=4),
    st.lists(st.sampled_from(["停车", "(一)", "a", "\uffff", "停\uffff", ""])),
)
def test_texts_marked_together_are_marked_as_each_alone(texts: list[str], terms: list[str]) -> None:
    assert find_marks_in(texts, terms) == [find_marks(text, terms) for text in texts]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)).map(lambda pair: (pair[0], pair[0] + pair[1]))))
def test_merged_spans_cover_the_same_and_never_touch(spans: list[tuple[int, int]]) -> None:
    result = merged(spans)
    assert {p for a, b in result for p in range(a, b)} == {p for a, b in spans for p in range(a, b)}
    assert all(one[1] < other[0] for one, other in itertools.pairwise(result))


def test_traditional_text_is_marked_by_a_simplified_needle() -> None:
    assert find_marks("建議增設停車場", ["停车"]) == ((4, 6),)
