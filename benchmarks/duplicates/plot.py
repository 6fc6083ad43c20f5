"""Threshold curves: recall of each kind of copy, and false alarms, as the least score of a copy rises. Plain SVG."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from benchmarks.duplicates.changes import CHANGES

__all__ = ["svg"]

_WIDTH, _HEIGHT = 860, 460
_LEFT, _TOP, _RIGHT, _BOTTOM = 60, 50, 230, 60
_COLOURS = ("#1b4f72", "#2471a3", "#5dade2", "#aed6f1", "#0e6655", "#1e8449", "#58d68d", "#7d3c98", "#b7950b")
_MORE = ("#ca6f1e", "#a04000", "#616a6b")
_ALARMS = "#c0392b"

Curve = Sequence[tuple[float, Mapping[str, float], float]]


def svg(title: str, points: Curve) -> str:
    """Return the curves of one collection: thresholds across, shares from 0 to 1 upwards, false alarms in red."""
    labels = {change.name: change.label for change in CHANGES}
    colours = dict(zip(labels, (*_COLOURS, *_MORE), strict=True))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        'font-size="13">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{_LEFT}" y="28" font-size="17">{escape(title)}</text>',
        *_grid(),
    ]
    for line, (name, label) in enumerate(labels.items()):
        parts.append(_line([(threshold, recalls[name]) for threshold, recalls, _ in points], colours[name], ""))
        parts.append(_legend(line, colours[name], label))
    alarms = [(threshold, min(1.0, wrong)) for threshold, _, wrong in points]
    parts.append(_line(alarms, _ALARMS, "6 4"))
    parts.append(_legend(len(labels), _ALARMS, "误报（每件独立撰写的）"))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _across(value: float) -> float:
    return _LEFT + value * (_WIDTH - _LEFT - _RIGHT)


def _up(value: float) -> float:
    return _HEIGHT - _BOTTOM - value * (_HEIGHT - _TOP - _BOTTOM)


def _grid() -> Iterator[str]:
    for tenth in range(0, 11, 2):
        value = tenth / 10
        x, y = _across(value), _up(value)
        yield f'<line x1="{x:.1f}" y1="{_up(0):.1f}" x2="{x:.1f}" y2="{_up(1):.1f}" stroke="#ddd"/>'
        yield f'<line x1="{_across(0):.1f}" y1="{y:.1f}" x2="{_across(1):.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        yield f'<text x="{x:.1f}" y="{_up(0) + 20:.1f}" text-anchor="middle">{value:.1f}</text>'
        yield f'<text x="{_across(0) - 8:.1f}" y="{y + 5:.1f}" text-anchor="end">{value:.1f}</text>'
    yield f'<text x="{_across(0.5):.1f}" y="{_HEIGHT - 14}" text-anchor="middle">判为抄件的最低分</text>'


def _line(points: Sequence[tuple[float, float]], colour: str, dashes: str) -> str:
    path = " ".join(f"{_across(x):.1f},{_up(y):.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>'


def _legend(line: int, colour: str, label: str) -> str:
    x, y = _WIDTH - _RIGHT + 20, _TOP + 12 + 22 * line
    return (
        f'<line x1="{x}" y1="{y - 4}" x2="{x + 22}" y2="{y - 4}" stroke="{colour}" stroke-width="3"/>'
        f'<text x="{x + 30}" y="{y}">{escape(label)}</text>'
    )
