"""Figures as tables for people, and as the values that the tests expect."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from benchmarks.quality.collection import Collection
from benchmarks.quality.evaluate import Figures, Half, Result
from benchmarks.quality.systems import OURS

__all__ = ["EXPECTED", "markdown", "read_expected", "write_between_marks", "write_expected"]

#: The figures that were measured last; the tests measure again.
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


def markdown(collection: Collection, results: Mapping[str, Result]) -> str:
    """Return one collection's table: a row a system, the best figure of each column in bold."""
    held_out = len(Half.HELD_OUT.of(collection.queries))
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
    """Return the expected figures: collection → system → half."""
    with EXPECTED.open("rb") as file:
        raw = tomllib.load(file)
    return {
        collection: {
            system: {Half(half): Figures(**figures) for half, figures in halves.items()}
            for system, halves in systems.items()
        }
        for collection, systems in raw.items()
    }


def write_expected(measured: Mapping[str, Mapping[str, Result]]) -> None:
    """Replace the expected figures of what was measured; the others stay."""
    kept = read_expected() if EXPECTED.exists() else {}
    for collection, systems in measured.items():
        kept[collection] = {**kept.get(collection, {}), **systems}
    lines = ["# 由 python -m benchmarks.quality --write 写入；测试时重新测量，相差不得超过 0.005。"]
    for collection, systems in kept.items():
        for system, result in systems.items():
            lines += ["", f"[{collection}.{system}]"]
            lines += [f"{half} = {_inline(result[half])}" for half in Half]
    EXPECTED.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _inline(figures: Figures) -> str:
    values = {"mrr": figures.mrr, "ndcg": figures.ndcg, "recall": figures.recall}
    return "{ " + ", ".join(f"{name} = {value:.{_DIGITS}f}" for name, value in values.items()) + " }"


def _cells(result: Result) -> list[float]:
    figures = (result[Half.HELD_OUT], result[Half.TUNING])
    return [round(value, 3) for each in figures for value in (each.mrr, each.ndcg, each.recall)]
