"""Bar charts as plain geometry: where each bar stands, in parts of the width, so that a chart fits any screen.

Widths and places are percentages of the drawing, heights are pixels; a template writes them into an SVG whose
text therefore never stretches.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Bar", "bars"]

#: A chart of fewer bars leaves room on the right rather than drawing slabs.
_FEWEST_SLOTS = 10
#: Labels that fit beside each other on a phone and on a desktop.
_NARROW_LABELS, _WIDE_LABELS = 6, 24
#: A value that is there at all is never drawn as nothing.
_LOWEST = 3
_BAR_SHARE = 0.6


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
