"""Proposals over time as a chart to click: every bar is the search narrowed to that year or month."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indexer import Bucket, FacetCounts, SearchPage, SearchRequest
from search_web.charts import Bar, bars
from search_web.links import search_url, toggled, way_back

__all__ = ["CHART_HEIGHT", "Chart", "Column", "time_chart"]

#: Height of the tallest bar, in pixels.
CHART_HEIGHT = 56
#: A chart of a single bar tells nothing.
_FEWEST = 2
#: Beyond this span, years without anything are left out rather than drawn as gaps.
_LONGEST_SPAN = 60


@dataclass(frozen=True, slots=True)
class Column:
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
    columns: tuple[Column, ...]
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


def _column(bucket: Bucket, shape: Bar, facet: str, request: SearchRequest) -> Column:
    there = bucket.count or bucket.selected
    return Column(
        label=_short(bucket.value),
        full_label=bucket.label,
        count=bucket.count,
        selected=bucket.selected,
        url=search_url(way_back(toggled(request, facet, bucket.value))) if there else "",
        bar=shape,
    )


def _years(facet: FacetCounts) -> list[Bucket]:
    """Every year from the first to the last, so that a gap in time is seen as one."""
    known = {int(bucket.value): bucket for bucket in facet.buckets}
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
