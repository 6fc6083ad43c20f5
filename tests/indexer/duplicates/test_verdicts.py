"""The table of verdicts: each threshold decides exactly where the documentation says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.duplicates.results import Verdict
from indexer.duplicates.verdicts import Measures, score_of, verdict_of

T = 20


@pytest.mark.parametrize(
    ("measures", "verdict"),
    [
        (Measures(exact=True), Verdict.IDENTICAL),
        (Measures(0.7, 0.7, 60), Verdict.NEAR_IDENTICAL),
        (Measures(0.69, 0.7, 60), Verdict.CONTAINS),
        (Measures(0.7, 0.69, 60), Verdict.CONTAINED),
        (Measures(0.99, 0.99, 59, longest=59), Verdict.SCATTERED),
        (Measures(0.4, 0.1, 60), Verdict.OVERLAPS),
        (Measures(0.39, 0.1, 60, longest=39), Verdict.SCATTERED),
        (Measures(0.01, 0.01, 300), Verdict.OVERLAPS),
        (Measures(0.01, 0.01, 299, longest=299), Verdict.SCATTERED),
        (Measures(0.1, 0.18, 60, longest=40), Verdict.OVERLAPS),
        (Measures(0.1, 0.17, 60, longest=40), Verdict.SCATTERED),
        (Measures(0.1, 0.18, 60, longest=39), Verdict.SCATTERED),
        (Measures(0.1, 0.1, 60, section=0.5, longest=40), Verdict.OVERLAPS),
        (Measures(0.1, 0.1, 60, section=0.49, longest=40), Verdict.SCATTERED),
        (Measures(0.39, 0.39, 60, reworded=0.45, spread=0.75), Verdict.OVERLAPS),
        (Measures(0.39, 0.39, 60, reworded=0.44, spread=0.99), None),
        (Measures(0.39, 0.39, 60, reworded=0.99, spread=0.74), None),
        (Measures(topic=0.5), Verdict.SAME_TOPIC),
        (Measures(nearness=0.35), Verdict.SAME_TOPIC),
        (Measures(nearness=0.349), None),
        (Measures(0.01, 0.01, 20, longest=20, topic=0.5), Verdict.SAME_TOPIC),
        (Measures(topic=0.49), None),
        (Measures(0.01, 0.01, 20, longest=20), Verdict.SCATTERED),
        (Measures(0.01, 0.01, 19, longest=19), None),
    ],
)
def test_a_threshold_decides_where_the_table_says(measures: Measures, verdict: Verdict | None) -> None:
    assert verdict_of(measures, T) is verdict


SHARES = st.floats(0, 1)


@settings(deadline=None)
@given(SHARES, SHARES, st.integers(0, 500), SHARES, st.integers(0, 500), SHARES)
def test_exchanging_two_texts_exchanges_the_verdict(
    forth: float, back: float, equal: int, section: float, longest: int, topic: float
) -> None:
    there = verdict_of(Measures(forth, back, equal, False, section, longest, topic), T)
    again = verdict_of(Measures(back, forth, equal, False, section, longest, topic), T)
    assert again is (there.seen_from_the_other if there and forth != back else there)


@settings(deadline=None)
@given(SHARES, SHARES, SHARES)
def test_nothing_scores_as_high_as_the_same_text(forth: float, back: float, topic: float) -> None:
    assert 0 <= score_of(Measures(forth, back, topic=topic)) < score_of(Measures(exact=True)) == 1
