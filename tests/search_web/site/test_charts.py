"""Bars keep to their slots and say the truth about size."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search_web.site.chart import bars

HEIGHT = 56
COUNTS = st.lists(st.integers(0, 10**6), max_size=70)


@given(COUNTS)
def test_every_bar_stands_inside_its_slot_and_the_drawing(counts: list[int]) -> None:
    for bar in bars(counts, HEIGHT):
        assert 0 <= bar.slot <= bar.left < bar.left + bar.width <= bar.slot + bar.slot_width + 0.01 <= 100.1
        assert bar.top + bar.height == HEIGHT
        assert bar.top >= 0


@given(COUNTS)
def test_a_larger_count_is_never_a_lower_bar_and_nothing_is_no_bar(counts: list[int]) -> None:
    drawn = sorted(zip(counts, (bar.height for bar in bars(counts, HEIGHT)), strict=True))
    assert [height for _, height in drawn] == sorted(height for _, height in drawn)
    assert all((height > 0) == (count > 0) for count, height in drawn)


@given(st.integers(1, 70))
def test_labels_fit_a_phone_and_the_newest_is_always_labelled(total: int) -> None:
    shown = [bar.label_on for bar in bars([1] * total, HEIGHT)]
    assert shown[-1] == "always"
    assert shown.count("always") <= 7
    assert shown.count("always") + shown.count("wide") <= 30
