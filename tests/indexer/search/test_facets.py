"""Facets as a reader sees them: nothing chosen disappears, nothing flickers."""

from __future__ import annotations

from indexer.search.facets import facet_counts
from indexer.search.request import parse
from indexer.search.results import FacetCounts


def _facet(name: str, counts: dict[str, int], **args: str) -> FacetCounts:
    request = parse({key: [value] for key, value in args.items()})
    return facet_counts({name: counts}, request)[0]


def test_selected_value_stays_visible_at_zero() -> None:
    facet = _facet("unit", {"市公安局": 3}, unit="市财政局")
    assert [(bucket.value, bucket.count, bucket.selected) for bucket in facet.buckets] == [
        ("市公安局", 3, False),
        ("市财政局", 0, True),
    ]


def test_a_value_that_counts_nothing_and_is_not_chosen_is_not_shown() -> None:
    assert _facet("unit", {"市公安局": 0}).buckets == ()


def test_sessions_run_from_the_newest_as_numbers_not_as_text() -> None:
    facet = _facet("session", {"9-1": 1, "12-5": 1, "12-10": 1, "12-2": 9})
    assert [bucket.value for bucket in facet.buckets] == ["12-10", "12-5", "12-2", "9-1"]
    assert facet.buckets[1].label == "十二届五次"


def test_units_run_from_the_most_frequent_and_equal_ones_by_name() -> None:
    facet = _facet("unit", {"乙": 1, "甲": 1, "丙": 2})
    assert [bucket.value for bucket in facet.buckets] == ["丙", "乙", "甲"]


def test_a_month_belongs_under_its_year() -> None:
    facet = _facet("month", {"2021-06": 2})
    assert (facet.parent, facet.buckets[0].parent, facet.buckets[0].label) == ("year", "2021", "2021年6月")


def test_a_chosen_value_nobody_knows_is_shown_as_it_was_given() -> None:
    facet = _facet("session", {}, session="胡说")
    assert [(bucket.label, bucket.count, bucket.selected) for bucket in facet.buckets] == [("胡说", 0, True)]
