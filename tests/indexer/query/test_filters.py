"""Whole values are found by any part of them, in any script; dates may stop at the month or the year."""

from __future__ import annotations

import calendar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import PartialDate
from indexer.analysis.fold import fold
from indexer.engines.base import IndexDocument
from indexer.query.expression import Named
from indexer.query.filters import filter_tree, period
from tests.indexer.engines.reference_engine import matches

_VALUES = st.text(st.sampled_from("教育處处局ABａ[]!！^-－*?＊\\#~发髮發（）"), min_size=1, max_size=8)


def named(value: str, text: str, *, anchored: bool = False) -> bool:
    """Whether a record with this category is found by this text."""
    record = IndexDocument("1", "1", {}, {"category": [value]})
    return matches(filter_tree(Named("category", (fold(text),), anchored)), record)


@settings(deadline=None)
@given(_VALUES, _VALUES)
def test_value_is_found_by_what_it_contains_and_by_nothing_else(value: str, text: str) -> None:
    assert named(value, text) == (fold(text) in fold(value))
    assert named(value, text, anchored=True) == fold(value).startswith(fold(text))


@pytest.mark.parametrize(
    ("value", "text"), [("教育處", "教育处"), ("教育处", "教育處"), ("ＡＢ類", "ab类"), ("[公开]!", "[公开]！")]
)
def test_script_width_and_case_do_not_matter(value: str, text: str) -> None:
    assert named(value, text)


@st.composite
def dates(draw: st.DrawFn) -> PartialDate:
    """Dates of any precision within few years, so that they often touch."""
    year, month = draw(st.integers(2019, 2021)), draw(st.integers(0, 12))
    last = calendar.monthrange(year, month)[1] if month else 0
    return PartialDate(year, month, draw(st.sampled_from([0, 1, 15, last])) if month else 0)


def days(day: PartialDate) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """The first and the last day of a partial date."""
    last_month = day.month or 12
    last_day = day.day or calendar.monthrange(day.year, last_month)[1]
    return (day.year, day.month or 1, day.day or 1), (day.year, last_month, last_day)


@settings(deadline=None)
@given(st.none() | dates(), st.none() | dates(), dates())
def test_record_is_found_when_one_of_its_days_is_in_the_period(
    since: PartialDate | None, until: PartialDate | None, dated: PartialDate
) -> None:
    tree = period(since, until)
    record = IndexDocument("1", "1", {}, {"date": [str(dated)]})
    if tree is None:
        assert since is until is None
        return
    first, last = days(dated)
    begins = since is None or last >= days(since)[0]
    ends = until is None or first <= days(until)[1]
    empty = since is not None and until is not None and days(since)[0] > days(until)[1]
    assert matches(tree, record) == (begins and ends and not empty)


@settings(deadline=None)
@given(st.none() | dates(), dates())
def test_undated_record_is_in_no_period(since: PartialDate | None, until: PartialDate) -> None:
    assert not matches(period(since, until), IndexDocument("1", "1", {}, {"date": []}))
