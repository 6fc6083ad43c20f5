"""Figures as tables for people, and as the values that the tests expect."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import astuple
from pathlib import Path

from benchmarks.quality.collection import Collection
from benchmarks.quality.evaluate import Figures, Part, Result
from benchmarks.quality.systems import OURS

__all__ = ["EXPECTED", "TOLERANCE", "differences", "markdown", "read_expected", "write_between_marks", "write_expected"]

#: The figures that were measured last; the tests measure slices again, ``--check`` all of it.
EXPECTED = Path(__file__).with_name("expected.toml")

_BEGIN, _END = "<!-- 以下由程序写入 -->", "<!-- 以上由程序写入 -->"
_LABELS = {
    OURS: "本系统",
    "jieba-words": "只用结巴分词",
    "bigrams": "只用二字组",
    "jieba-analyzer": "结巴自带的 Whoosh 分析器",
    "lucene-cjk": "Lucene 式中文二字组（tantivy）",
}
_DIGITS = 4
#: How far a figure may be from what was measured last, either way: better is to be written down too.
TOLERANCE = 0.005


def markdown(collection: Collection, results: Mapping[str, Result]) -> str:
    """Return one collection's table: a row a system, the best figure of each column in bold."""
    held_out = len(Part.HELD_OUT.of(collection.queries))
    rows = {system: _cells(result) for system, result in results.items()}
    best = [max(column) for column in zip(*rows.values(), strict=True)]
    lines = [
        f"### {collection.label}（{collection.name}）",
        "",
        f"{len(collection.documents):,} 件，查询 {len(collection.queries):,} 条，其中留出 {held_out:,} 条。",
        "",
        "| | 留出 MRR@10 | 留出 nDCG@10 | 留出 recall@100 | 调参 MRR@10 | 调参 nDCG@10 | 调参 recall@100 |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for system, cells in rows.items():
        shown = [f"**{cell:.3f}**" if cell == top else f"{cell:.3f}" for cell, top in zip(cells, best, strict=True)]
        lines.append(f"| {_LABELS[system]} | {' | '.join(shown)} |")
    return "\n".join(lines) + "\n"


def write_between_marks(path: Path, tables: str) -> None:
    """Put the tables between the marks of a document, in place of what stood there.

    Raises:
        ValueError: the document has no such marks.
    """
    text = path.read_text(encoding="utf-8")
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"{path} 里没有标记 {_BEGIN} 和 {_END}，不知道写在哪里")
    path.write_text(f"{before}{begin}\n\n{tables}\n{end}{after}", encoding="utf-8")


def read_expected() -> dict[str, dict[str, Result]]:
    """Return the expected figures: collection → system → part."""
    with EXPECTED.open("rb") as file:
        raw = tomllib.load(file)
    return {
        collection: {
            system: {Part(part): Figures(**figures) for part, figures in parts.items()}
            for system, parts in systems.items()
        }
        for collection, systems in raw.items()
    }


def write_expected(measured: Mapping[str, Mapping[str, Result]]) -> None:
    """Replace the expected figures of what was measured; the others stay."""
    kept = read_expected() if EXPECTED.exists() else {}
    for collection, systems in measured.items():
        known = kept.setdefault(collection, {})
        for system, result in systems.items():
            known[system] = {**known.get(system, {}), **result}
    lines = [
        "# 由 python -m benchmarks.quality --write 写入。slice 每次测试都重新测量，其余用 --check；相差不得超过 0.005。"
    ]
    for collection, systems in kept.items():
        for system, result in systems.items():
            lines += ["", f"[{collection}.{system}]"]
            lines += [f"{part} = {_inline(result[part])}" for part in Part if part in result]
    EXPECTED.write_text("\n".join(lines) + "\n", encoding="utf-8")


def differences(measured: Mapping[str, Mapping[str, Result]]) -> list[str]:
    """Return what differs by more than the tolerance from the figures that were measured last, a line each."""
    expected = read_expected()
    return [
        f"{collection} {system} {part}：应为 {before}，现为 {now}"
        for collection, systems in measured.items()
        for system, result in systems.items()
        for part, now in result.items()
        if not _close(now, before := expected.get(collection, {}).get(system, {}).get(part))
    ]


def _close(now: Figures, before: Figures | None) -> bool:
    return before is not None and all(
        abs(new - old) <= TOLERANCE for new, old in zip(astuple(now), astuple(before), strict=True)
    )


def _inline(figures: Figures) -> str:
    values = {"mrr": figures.mrr, "ndcg": figures.ndcg, "recall": figures.recall}
    return "{ " + ", ".join(f"{name} = {value:.{_DIGITS}f}" for name, value in values.items()) + " }"


def _cells(result: Result) -> list[float]:
    figures = (result[Part.HELD_OUT], result[Part.TUNING])
    return [round(value, 3) for each in figures for value in (each.mrr, each.ndcg, each.recall)]
