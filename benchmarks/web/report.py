"""The tables of docs/benchmarks-web.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from benchmarks.web.load import Load

__all__ = ["SizeFigures", "markdown"]

#: Documents of an archive → step of a page → median processor milliseconds.
Steps = Mapping[int, dict[str, float]]


@dataclass(frozen=True, slots=True)
class SizeFigures:
    """What was measured over one archive.

    Attributes:
        stages: step → median processor milliseconds a page, in the order of the steps.
        totals: our and Datasette's median of how many a search finds.
    """

    documents: int
    ours: Load
    theirs: Load
    stages: dict[str, float]
    totals: tuple[float, float]

    @property
    def throughput(self) -> float:
        """How many times Datasette's requests a second."""
        return self.ours.per_second / self.theirs.per_second

    @property
    def tail(self) -> float:
        """Which share of Datasette's 99th percentile."""
        return self.ours.p99_ms / self.theirs.p99_ms


def markdown(sizes: Sequence[SizeFigures], facts: Iterable[str], alone: Steps = MappingProxyType({})) -> str:
    """Return all results as Markdown; ``alone`` are the steps of archives that were not loaded."""
    steps = {size.documents: size.stages for size in sizes} | dict(alone)
    return "\n\n".join(["\n".join(f"- {fact}" for fact in facts), _loads(sizes), _stages(steps)]) + "\n"


def _loads(sizes: Sequence[SizeFigures]) -> str:
    rows = [
        [
            f"{size.documents:,}",
            label,
            f"{load.per_second:,.1f}",
            f"{load.median_ms:,.0f}",
            f"{load.p99_ms:,.0f}",
            f"{load.cpu_ms:,.1f}",
            f"{load.requests:,}",
            str(load.errors),
            f"{load.bytes / max(load.requests, 1) / 1000:,.0f}",
            f"{total:,.0f}",
            *((f"**{size.throughput:,.1f} 倍**", f"**{size.tail:.2f}**") if load is size.ours else ("", "")),
        ]
        for size in sizes
        for label, load, total in (("本站", size.ours, size.totals[0]), ("Datasette", size.theirs, size.totals[1]))
    ]
    head = [
        "件数",
        "网站",
        "每秒页数",
        "中位，毫秒",
        "p99，毫秒",
        "处理器毫秒/页",
        "共答",
        "错误",
        "每页 kB",
        "找到（中位）",
    ]
    return "### 同样的检索，同样的分面\n\n" + _table([*head, "每秒页数之比", "p99 之比"], rows)


def _stages(steps: Steps) -> str:
    rows = [
        [step, *(f"{times[step]:.1f}（{times[step] / sum(times.values()):.0%}）" for times in steps.values())]
        for step in next(iter(steps.values()))
    ]
    rows.append(["合计", *(f"{sum(times.values()):.1f}" for times in steps.values())])
    head = ["步骤，处理器毫秒", *(f"{documents:,} 件" for documents in steps)]
    return "### 一页的时间花在哪里\n\n" + _table(head, rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *("--:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
