"""Proposals over time as a chart to click: every bar is the search narrowed to that year or month.

Widths and places are percentages of the drawing, heights are pixels; a template writes them into an SVG whose
text therefore never stretches, on any screen.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer import Bucket, FacetCounts, SearchPage, SearchRequest
from search_web.site.links import newest_if_empty, search_url, toggled

__all__ = ["CHART_HEIGHT", "Bar", "Chart", "ChartColumn", "bars", "time_chart"]

#: Height of the tallest bar, in pixels.
CHART_HEIGHT = 56
#: A chart of a single bar compares nothing.
_FEWEST = 2
#: Beyond this span, years without anything are left out rather than drawn as gaps.
_LONGEST_SPAN = 60
#: A chart of fewer bars leaves room on the right rather than drawing slabs.
_FEWEST_SLOTS = 10
#: Labels that fit beside each other on a phone and on a desktop.
_NARROW_LABELS, _WIDE_LABELS = 6, 24
#: A value that is there at all is never drawn as nothing.
_LOWEST = 3
_BAR_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class ChartColumn:
    """One bar with what it stands for; ``url`` is "" where nothing would be found."""

    label: str
    full_label: str
    count: int
    selected: bool
    url: str
    bar: Bar


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, or the table that says the same; ``undated``: how many of the search stand in no column."""

    title: str
    unit: str
    columns: tuple[ChartColumn, ...]
    undated: int = 0
    height: int = CHART_HEIGHT


def time_chart(page: SearchPage, request: SearchRequest) -> Chart | None:
    """Return the chart by year, or by month within the one chosen year; None where there is nothing to compare."""
    year = page.facet("year")
    months = page.facet("month")
    if len(year.selected) == 1:
        within = [bucket for bucket in months.buckets if bucket.parent == year.selected[0].value]
        chart = _chart(f"{year.selected[0].label}各月", "月份", _months(year.selected[0], within), months, request)
        if chart:
            return chart
    chart = _chart("各年件数", "年份", _years(year), year, request)
    if chart is None or year.selected or months.selected:
        return chart
    return replace(chart, undated=max(0, page.total - sum(column.count for column in chart.columns)))


def _chart(title: str, unit: str, buckets: list[Bucket], facet: FacetCounts, request: SearchRequest) -> Chart | None:
    if sum(bool(bucket.count or bucket.selected) for bucket in buckets) < _FEWEST:
        return None
    shapes = bars([bucket.count for bucket in buckets], CHART_HEIGHT)
    columns = (_column(bucket, shape, facet.name, request) for bucket, shape in zip(buckets, shapes, strict=True))
    return Chart(title, unit, tuple(columns))


def _column(bucket: Bucket, shape: Bar, facet: str, request: SearchRequest) -> ChartColumn:
    there = bucket.count or bucket.selected
    return ChartColumn(
        label=_short(bucket.value),
        full_label=bucket.label,
        count=bucket.count,
        selected=bucket.selected,
        url=search_url(newest_if_empty(toggled(request, facet, bucket.value))) if there else "",
        bar=shape,
    )


def _years(facet: FacetCounts) -> list[Bucket]:
    """Every year from the first to the last, so that a gap in time is seen as one."""
    # A chosen value stays though it is no year: an address may hold anything.
    years_only = (each for each in facet.buckets if each.value.isascii() and each.value.isdigit())
    known = {int(each.value): each for each in years_only if len(each.value) <= 4}
    if not known or max(known) - min(known) > _LONGEST_SPAN:
        return sorted(known.values(), key=lambda bucket: bucket.value)
    years = range(min(known), max(known) + 1)
    return [known.get(year, Bucket(f"{year:04d}", f"{year}年", 0, False)) for year in years]


def _months(year: Bucket, within: list[Bucket]) -> list[Bucket]:
    """All twelve months of a year."""
    known = {bucket.value: bucket for bucket in within}
    names = [(f"{year.value}-{month:02d}", f"{year.label}{month}月") for month in range(1, 13)]
    return [known.get(value, Bucket(value, label, 0, False, year.value)) for value, label in names]


def _short(value: str) -> str:
    """2021 for a year, 6 for 2021-06: the chart's title names the rest."""
    _, dash, month = value.partition("-")
    return str(int(month)) if dash else value


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        slot, slot_width: the column that belongs to the bar, gaps included, in percent.
        left, width, middle: the bar itself and its centre line, in percent.
        top, height: in pixels from the top of the drawing; height 0 for nothing.
        label_on: where its label is shown: ``always``, ``wide`` (not on a phone) or ``never``.
    """

    slot: float
    slot_width: float
    left: float
    width: float
    middle: float
    top: int
    height: int
    label_on: str


def bars(counts: Sequence[int], height: int) -> tuple[Bar, ...]:
    """Return a bar for each count, the largest ``height`` pixels high.

    >>> [(bar.slot, bar.top, bar.height) for bar in bars([10, 0, 5], 60)]
    [(0.0, 0, 60), (10.0, 60, 0), (20.0, 30, 30)]
    """
    most = max(counts, default=0)
    slot_width = 100 / max(len(counts), _FEWEST_SLOTS)
    return tuple(
        _bar(index, slot_width, _height(count, most, height), height, _label_on(len(counts) - 1 - index, len(counts)))
        for index, count in enumerate(counts)
    )


def _bar(index: int, slot_width: float, bar_height: int, height: int, label_on: str) -> Bar:
    slot = index * slot_width
    width = slot_width * _BAR_SHARE
    return Bar(
        slot=round(slot, 3),
        slot_width=round(slot_width, 3),
        left=round(slot + (slot_width - width) / 2, 3),
        width=round(width, 3),
        middle=round(slot + slot_width / 2, 3),
        top=height - bar_height,
        height=bar_height,
        label_on=label_on,
    )


def _height(count: int, most: int, height: int) -> int:
    return max(_LOWEST, round(height * count / most)) if count else 0


def _label_on(from_end: int, total: int) -> str:
    """The newest bar is always labelled, the others as often as there is room."""
    if from_end % math.ceil(total / _NARROW_LABELS) == 0:
        return "always"
    return "wide" if from_end % math.ceil(total / _WIDE_LABELS) == 0 else "never"
