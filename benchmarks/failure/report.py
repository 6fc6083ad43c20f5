"""The record of the drills, as a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from benchmarks.failure.drill import Outcome

__all__ = ["page"]

_HEAD = """# 断电演练

由 `python -m benchmarks.failure --write` 写成，手工不改。

一台机器上的三个节点（各自的进程，`kill -9` 即断电），每片一份副本，示例档案 {documents} 件，四个用户不停检索。
每次回答的总数和全部分面计数都与断电前逐一比较；最后把断电的节点启动起来，再核对档案与索引。
"""


def page(outcomes: Sequence[Outcome], documents: int) -> str:
    """Return the record of all drills."""
    lines = [
        _HEAD.format(documents=documents),
        "| 断电时刻 | 检索 | 答对 | 答错 | 明说不能答 | 最慢，秒 | 档案与索引 | 恢复副本，秒 |",
        "|---|--:|--:|--:|--:|--:|---|--:|",
        *map(_row, outcomes),
        "",
        *(line for outcome in outcomes for line in _story(outcome)),
    ]
    return "\n".join(lines)


def _row(outcome: Outcome) -> str:
    seen = outcome.seen
    right = len(seen) - len(outcome.wrong) - len(outcome.refused)
    slowest = max((each.seconds for each in seen), default=0.0)
    verified = outcome.verified
    agree = "一致" if verified and verified.sound else "不一致"
    return (
        f"| {outcome.name} | {len(seen)} | {right} | {len(outcome.wrong)} | {len(outcome.refused)} | {slowest:.1f} | "
        f"{agree} | {outcome.healed:.0f} |"
    )


def _story(outcome: Outcome) -> list[str]:
    lines = [f"## {outcome.name}", "", "| 秒 | 发生了什么 |", "|--:|---|"]
    lines += [f"| {at:.1f} | {what} |" for at, what in outcome.events]
    lines += ["", f"用户看到的（共 {len(outcome.seen)} 次，中位 {_median(outcome):.2f} 秒）：", ""]
    messages = Counter(each.refused for each in outcome.refused)
    lines += [f"- {count} 次：{message}" for message, count in messages.most_common()]
    lines += [f"- **答错**：{each.query}：{each.wrong}" for each in outcome.wrong]
    if not messages and not outcome.wrong:
        lines.append("- 每一次都得到完整、正确的回答。")
    slow = [each for each in outcome.seen if each.seconds > 1 and not each.refused]
    if slow:
        lines.append(f"- 其中 {len(slow)} 次等了一秒以上，最久 {max(each.seconds for each in slow):.1f} 秒。")
    return [*lines, ""]


def _median(outcome: Outcome) -> float:
    return median(each.seconds for each in outcome.seen) if outcome.seen else 0.0
