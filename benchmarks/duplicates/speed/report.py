"""The tables: printed by ``make bench`` and kept in docs/duplicates-speed.md."""

from __future__ import annotations

from itertools import pairwise

from benchmarks.duplicates.speed.figures import Figures, Measured, Size
from benchmarks.duplicates.speed.systems import OURS

__all__ = ["LABELS", "markdown"]

LABELS = {OURS: "本系统", "minhash": "MinHash LSH（datasketch）", "whoosh": "原版 Whoosh more-like-this"}


def markdown(measured: Measured) -> str:
    """Return a table a size with ratios to ours, and how everything grows from each size to the next."""
    parts = ["\n".join(f"- {fact}" for fact in measured.facts), *map(_table, measured.sizes)]
    parts += [_growth(smaller, larger) for smaller, larger in pairwise(measured.sizes)]
    return "\n\n".join(parts) + "\n"


def _table(size: Size) -> str:
    ours = next((each for each in size.systems if each.system == OURS), None)
    lines = [
        f"### 档案 {size.documents:,} 件",
        "",
        f"| | 建立（秒） | 查一份，中位（毫秒） | 最慢 | 抄件认出来源 | 一批 {size.batch} 件（秒） | 整个档案（秒） |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for each in size.systems:
        about = "约 " if each.estimated else ""
        lines.append(
            f"| {LABELS[each.system]} | {_seconds(each.built)} | {each.one * 1000:,.1f} | {each.slowest * 1000:,.1f} "
            f"| {each.named}/{each.copies} | {each.batch:,.1f} | {about}{_seconds(each.everything)} |"
        )
    for each in size.systems:
        if ours and each is not ours:
            lines.append(_ratios(ours, each))
    return "\n".join(lines)


def _ratios(ours: Figures, other: Figures) -> str:
    cells = (
        _times(ours.built, other.built),
        _times(ours.one, other.one),
        _times(ours.slowest, other.slowest),
        "",
        _times(ours.batch, other.batch),
        _times(ours.everything, other.everything),
    )
    return f"| 本系统 ÷ {LABELS[other.system]} | {' | '.join(cells)} |"


def _growth(smaller: Size, larger: Size) -> str:
    times = larger.documents / smaller.documents
    lines = [
        f"### 从 {smaller.documents:,} 件到 {larger.documents:,} 件：档案是 {times:.1f} 倍",
        "",
        "| 用时是几倍 | 建立 | 查一份 | 一批，每件 | 整个档案 |",
        "|---|--:|--:|--:|--:|",
    ]
    before = {each.system: each for each in smaller.systems}
    for each in larger.systems:
        if each.system in before:
            few = before[each.system]
            grown = (
                _ratio(each.built, few.built),
                each.one / few.one,
                (each.batch / larger.batch) / (few.batch / smaller.batch),
                _ratio(each.everything, few.everything),
            )
            cells = ["–" if ratio is None else f"{ratio:.1f}" for ratio in grown]
            lines.append(f"| {LABELS[each.system]} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _times(ours: float | None, theirs: float | None) -> str:
    ratio = _ratio(ours, theirs)
    if ratio is None:
        return "–"
    return f"{ratio:.2f}×" if ratio >= 0.1 else f"1/{1 / ratio:,.0f}"


def _ratio(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one / other if other else float("inf")


def _seconds(taken: float | None) -> str:
    return "–" if taken is None else f"{taken:,.1f}"
