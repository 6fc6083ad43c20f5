"""The tables of docs/scale.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.scale.figures import Figures
from benchmarks.scale.model import checks, line, needs

__all__ = ["SIZES", "markdown"]

SIZES = (1_000_000, 10_000_000, 100_000_000)
_NAMES = {
    "sqlite": "档案，SQLite",
    "postgresql": "档案，PostgreSQL",
    "embedded": "内置引擎",
    "opensearch": "OpenSearch",
}


def markdown(figures: Figures) -> str:
    """Return what was measured, how well the model foretells it, and what large archives need."""
    parts = [f"{figures.date} 测于{figures.machine}。", _measured(figures), _checks(figures)]
    databases = {each.database for each in figures.archives}
    engines = {each.engine for each in figures.indexes}
    if "postgresql" in databases and "opensearch" in engines:
        parts.append(_needs(figures))
    if "sqlite" in databases and "embedded" in engines:
        parts.append(_one_machine(figures))
    return "\n\n".join(parts) + "\n"


def _measured(figures: Figures) -> str:
    archives = [
        [
            _NAMES[each.database],
            f"{each.documents:,}",
            f"{each.size / each.documents:,.0f}",
            f"{1000 * each.cpu_seconds / each.documents:.2f}",
            f"{each.documents / each.seconds:,.0f}",
            "–",
        ]
        for each in figures.archives
    ]
    indexes = [
        [
            _NAMES[each.engine],
            f"{each.documents:,}",
            f"{each.size / each.documents:,.0f}",
            _work(each.cpu_seconds, each.server_cpu_seconds, each.documents),
            f"{each.documents / each.seconds:,.0f}",
            f"{each.query_cpu_ms:.1f}（{each.query_ms:.1f}）",
        ]
        for each in figures.indexes
    ]
    head = ["", "件数", "字节/件", "处理器毫秒/件", "件/秒", "一次检索，处理器毫秒（等待）"]
    return f"### 测得\n\n原文件平均每件 {figures.source_size:,.0f} 字节。\n\n" + _table(head, archives + indexes)


def _work(ours: float, servers: float, documents: int) -> str:
    own = f"{1000 * ours / documents:.2f}"
    return f"{own} + 集群 {1000 * servers / documents:.2f}" if servers else own


def _checks(figures: Figures) -> str:
    rows = [
        [
            f"{_NAMES[each.what]}，{each.unit}",
            f"{each.documents:,}",
            _short(each.predicted),
            _short(each.measured),
            f"{100 * each.error:+.0f}%",
        ]
        for each in checks(figures)
    ]
    head = ["", "件数", "由较小规模推得", "测得", "误差"]
    return "### 模型准不准\n\n只用较小的规模推算最大的规模，再与测得的比较：\n\n" + _table(head, rows)


def _needs(figures: Figures) -> str:
    found = [needs(figures, size) for size in SIZES]
    rows = [
        ["档案（PostgreSQL），含原件和修订", *(_bytes(each.archive) for each in found)],
        ["档案所需磁盘", *(_bytes(each.archive_disk) for each in found)],
        ["索引，一份", *(_bytes(each.index) for each in found)],
        ["主分片", *(f"{each.shards:,}" for each in found)],
        ["节点", *(f"{each.nodes:,}" for each in found)],
        ["索引所需磁盘，全部节点", *(_bytes(each.disk) for each in found)],
        ["内存，全部节点", *(_bytes(each.memory) for each in found)],
        ["重建", *(_hours(each.rebuild_hours) for each in found)],
        ["一次检索，处理器毫秒，各分片合计", *(f"{each.query_cpu_ms:,.0f}" for each in found)],
        ["一次检索，等待毫秒，不排队时", *(f"{each.query_ms:,.0f}" for each in found)],
        ["每秒检索，集群至多", *(f"{each.queries_per_second:,.0f}" for each in found)],
    ]
    head = ["", *(f"{size // 10_000:,} 万件" for size in SIZES)]
    return "### 更大的档案需要什么\n\n" + _table(head, rows)


def _one_machine(figures: Figures) -> str:
    archives = [each for each in figures.archives if each.database == "sqlite"]
    indexes = [each for each in figures.indexes if each.engine == "embedded"]
    sizes = (20_000, 100_000, 1_000_000)
    archive, intake = line(archives, lambda each: each.size), line(archives, lambda each: each.cpu_seconds)
    index, building = line(indexes, lambda each: each.size), line(indexes, lambda each: each.cpu_seconds)
    query = line(indexes, lambda each: each.query_cpu_ms)
    rows = [
        ["档案（SQLite）", *(_bytes(archive.at(size)) for size in sizes)],
        ["索引", *(_bytes(index.at(size)) for size in sizes)],
        ["导入，一个核", *(_hours(intake.at(size) / 3600) for size in sizes)],
        ["重建，一个核", *(_hours(building.at(size) / 3600) for size in sizes)],
        ["一次检索，处理器毫秒", *(f"{query.at(size):,.1f}" for size in sizes)],
    ]
    return "### 一台机器（内置引擎）\n\n" + _table(["", *(f"{size:,} 件" for size in sizes)], rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *("--:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _bytes(size: float) -> str:
    for unit, scale in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if size >= scale:
            return f"{size / scale:,.1f} {unit}"
    return f"{size:,.0f} B"


def _hours(hours: float) -> str:
    return f"{hours:,.1f} 小时" if hours >= 1 else f"{60 * hours:,.1f} 分钟"


def _short(value: float) -> str:
    return _bytes(value) if value >= 1e6 else f"{value:,.1f}"
