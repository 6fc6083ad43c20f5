"""The plot: latency of faceted searches against the posting lists they read, both axes logarithmic, as plain SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from statistics import median

from benchmarks.speed.engines import ENGINES
from benchmarks.speed.figures import Run

__all__ = ["svg"]

_WIDTH, _HEIGHT = 860, 560
_LEFT, _TOP, _RIGHT, _BOTTOM = 90, 50, 190, 70
_COLOURS = {"arrays": "#c0392b", "tantivy": "#2471a3", "sqlite": "#7d8a2e", "stock": "#7f8c8d"}


@dataclass(frozen=True, slots=True)
class _Point:
    engine: str
    documents: int
    postings: int
    milliseconds: float


@dataclass(frozen=True, slots=True)
class _Axis:
    """Powers of ten from ``low`` to ``high`` over the pixels from ``start`` to ``end``."""

    low: int
    high: int
    start: float
    end: float

    @classmethod
    def over(cls, values: Sequence[float], start: float, end: float) -> _Axis:
        return cls(floor(log10(min(values))), max(ceil(log10(max(values))), floor(log10(min(values))) + 1), start, end)

    def at(self, value: float) -> float:
        return self.start + (log10(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def svg(run: Run) -> str:
    """Return the plot; an empty one where nothing was measured."""
    points = list(_points(run))
    if not points:
        return f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}"/>\n'
    across = _Axis.over([each.postings for each in points], _LEFT, _WIDTH - _RIGHT)
    up = _Axis.over([each.milliseconds for each in points], _HEIGHT - _BOTTOM, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        'font-size="14">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{_LEFT}" y="28" font-size="17">有分面检索的延迟（中位数）与所读倒排项</text>',
        *_grid(across, up),
        *_marks(points, across, up),
        *_legend(points),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _points(run: Run) -> Iterator[_Point]:
    for size in run.sizes:
        postings = {each.question: each.postings for each in size.floors}
        for engine in size.engines:
            for each in engine.serving.latencies:
                if each.faceted and postings.get(each.question):
                    middle = median(each.samples_ms)
                    yield _Point(engine.engine, size.documents, postings[each.question], middle)


def _grid(across: _Axis, up: _Axis) -> Iterator[str]:
    for tick in across.ticks():
        x = across.at(tick)
        yield f'<line x1="{x:.1f}" y1="{up.start:.1f}" x2="{x:.1f}" y2="{up.end:.1f}" stroke="#ddd"/>'
        yield f'<text x="{x:.1f}" y="{up.start + 22:.1f}" text-anchor="middle">{tick:,.0f}</text>'
    for tick in up.ticks():
        y = up.at(tick)
        yield f'<line x1="{across.start:.1f}" y1="{y:.1f}" x2="{across.end:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        yield f'<text x="{across.start - 8:.1f}" y="{y + 5:.1f}" text-anchor="end">{tick:g} ms</text>'
    yield f'<text x="{(across.start + across.end) / 2:.1f}" y="{_HEIGHT - 18}" text-anchor="middle">倒排项（条）</text>'


def _marks(points: Sequence[_Point], across: _Axis, up: _Axis) -> Iterator[str]:
    radii = {documents: 2.5 + 1.5 * rank for rank, documents in enumerate(sorted({each.documents for each in points}))}
    for each in points:
        x, y = across.at(each.postings), up.at(each.milliseconds)
        radius, colour = radii[each.documents], _COLOURS[each.engine]
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{colour}" fill-opacity="0.55"/>'


def _legend(points: Sequence[_Point]) -> Iterator[str]:
    x, y = _WIDTH - _RIGHT + 22, _TOP + 14
    for engine in dict.fromkeys(each.engine for each in points):
        yield f'<circle cx="{x}" cy="{y - 5}" r="5" fill="{_COLOURS[engine]}"/>'
        yield f'<text x="{x + 14}" y="{y}">{escape(ENGINES[engine].label)}</text>'
        y += 24
    sizes = "、".join(f"{documents:,}" for documents in sorted({each.documents for each in points}))
    yield f'<text x="{x - 6}" y="{y + 6}" font-size="12">点从小到大：</text>'
    for line, size in enumerate(sizes.split("、"), 1):
        yield f'<text x="{x - 6}" y="{y + 6 + 18 * line}" font-size="12">{size} 件</text>'
