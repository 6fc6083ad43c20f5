"""The comparison as a page: one table an archive, then every query whose order differs, and why."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.parity.compare import Difference
from benchmarks.parity.engines import Measured

__all__ = ["HEAD", "costs", "differing", "summary"]

HEAD = """# 两个引擎逐项比较

由 `python -m benchmarks.parity --write` 写成，手工不改。

以自带引擎（Whoosh）的结果为准，同一档案、同一查询，看集群上的 OpenSearch（三个节点）差多少：

- **总数、计数、文档**：必须一样。不一样的逐条列出。
- **次序**：nDCG 以自带引擎的得分为收益，1 为完全一致。相邻两件得分只差千分之几时换了位置，几乎不减分。

时间取自另有别的程序在跑的两核机器，三个节点也都在它上面，只看比例。

次序为什么不会处处一样：

1. **字段长度**。两边都把长度压成一个字节，刻度不同：Whoosh 按对数取近似，Lucene 到 40 精确、往后留四位有效位。
   同一件的 BM25 因此差百分之几以内，得分相近的会换位。
2. **集中程度**。最相关的一百件再看一遍词语是否集中；词在哪里，集群按原文找，Whoosh 按平均字数估计。
3. **精度**。Lucene 的得分是 32 位浮点数，Whoosh 加总用 64 位；得分完全相同的按入库先后，两边一样。
4. **分片**。`dfs_query_then_fetch` 先问遍各片再计分，各片用同一份词频，三片与一片一致。各片自算（`query_then_fetch`）
   时每片只知道自己的文档，词的稀有程度因片而异，列在最后一行作对照，程序不用它。
"""


def summary(label: str, queries: int, rows: Sequence[tuple[str, Sequence[Difference]]]) -> str:
    """Return the table of one archive."""
    lines = [
        f"## {label}",
        "",
        f"查询 {queries} 个。",
        "",
        "| 集群 | 总数、计数、文档都一样 | 前 10 次序全同 | nDCG@10 平均 | nDCG@10 最低 | 前 100 件相同的比例 |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, found in rows:
        same = sum(each.same for each in found)
        ordered = sum(each.first is None or each.first > 10 for each in found)
        shallow, deep = [each.ndcg for each in found], [each.deep for each in found]
        lines.append(
            f"| {name} | {same} / {len(found)} | {ordered} | {_mean(shallow):.4f} | {min(shallow):.4f} | "
            f"{_mean(deep):.4f} |"
        )
    return "\n".join([*lines, ""])


def differing(found: Sequence[Difference]) -> str:
    """Return every query of one engine that differs, in totals first, then by order."""
    wrong = [each for each in found if not each.same]
    lines = ["### 总数、计数或文档不同", ""]
    lines += [f"- `{each.query}`：{_what(each)}" for each in wrong] or ["没有。"]
    moved = sorted((each for each in found if each.first is not None and each.first <= 10), key=lambda each: each.ndcg)
    lines += [
        "",
        "### 前 10 的次序不同（一片）",
        "",
        "“差距”是该处两件在自带引擎里的得分之差，占前者的几成：几个百分点以内出自长度的近似（上面第 1 条），",
        "更大的出自集中程度（第 2 条，未逐条核对）。",
        "",
        "| 查询 | 找到 | 第一处不同 | 差距 | nDCG@10 |",
        "|---|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {_cell(each.query)} | {each.found} | 第 {each.first} 件 | {each.gap:.2%} | {each.ndcg:.4f} |"
        for each in moved
    ]
    return "\n".join([*lines, ""])


def costs(measured: Sequence[Measured], took: dict[str, float]) -> str:
    """Return what the index and a query cost in each engine."""
    lines = [
        "### 代价",
        "",
        "| | 件 | 索引每件字节（不含副本） | 建索引，件/秒 | 一次检索，毫秒（中位数） |",
        "|---|--:|--:|--:|--:|",
    ]
    for each in measured:
        size = f"{each.size / each.documents:,.0f}" if each.size else "–"
        speed = f"{each.documents / each.seconds:,.0f}" if each.seconds else "–"
        lines.append(f"| {each.name} | {each.documents} | {size} | {speed} | {took[each.name]:.0f} |")
    return "\n".join([*lines, ""])


def _what(each: Difference) -> str:
    parts = {"总数": each.total, "计数": each.facets, "文档": each.documents}
    return "、".join(name for name, same in parts.items() if not same)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")[:60]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
