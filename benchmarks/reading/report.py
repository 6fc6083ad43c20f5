"""The measurement as tables: one row a layout, the earlier readers beside today's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.reading.figures import Figures, Measured, summed

__all__ = ["HEAD", "tables"]

HEAD = """# 读入的准与全

由 `python -m benchmarks.reading --write` 写成，手工不改；`python -m benchmarks.reading` 只打印，
`--wrong` 另列每一处读错的栏目。

两组文件，都是为此写的，没有一份取自真实来源：

- **版式**（`tests/corpus/layouts`）：门户网页、公文、表格、JSON、Word 表单，结构互不相同，写在读法改动之前。
- **小样**（`tests/corpus/cases`）：曾经读错的最小输入，一份只有一处毛病。

怎样数：

- **栏目**：应有的栏目，加上不该有而读出来的栏目；件数本身也算一栏。读对的 / 全部。正文和答复要含每一段、次序不乱。
- **可见字**：人在文件里看得见的字，不计空白；生成时记下，另有一遍不用读法的核对（`visible.py`）。
- **栏目、其余、未读**：可见字中进了记录各栏、进了其余文字、进了未读清单的。**丢失**：哪里都没有的。
- **多出**：正文、答复、其余文字里比原文多的字，即重复或臆造的。
- “前”是改动之前的读法，“今”是现在的；表中箭头左右即前、今。
"""


def tables(before: Measured, now: Measured) -> str:
    """Return both groups as Markdown."""
    parts = [
        f"前：{before.day}；今：{now.day}。",
        *_table("版式", before.layouts, now.layouts),
        *_table("小样", before.cases, now.cases),
    ]
    return "\n".join([*parts, ""])


def _table(heading: str, before: Sequence[Figures], now: Sequence[Figures]) -> Iterator[str]:
    earlier = {each.name: each for each in before}
    yield from ("", f"## {heading}：{len(now)} 种", "")
    yield "| | 栏目对，前 | 栏目对，今 | 可见字 | 进栏目 | 进其余 | 进未读 | 丢失 | 多出 |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|"
    known = [earlier[each.name] for each in now if each.name in earlier]
    yield _row(summed(now), summed(known))
    for each in now:
        yield _row(each, earlier.get(each.name))


def _row(now: Figures, before: Figures | None) -> str:
    was = _share(before) if before else "–"
    cells = [was, _share(now), f"{now.visible}"]
    cells += [_moved(getattr(before, name) if before else None, getattr(now, name)) for name in _PLACES]
    return f"| {now.name} | {' | '.join(cells)} |"


_PLACES = ("fields", "extra", "rejects", "lost", "more")


def _share(figures: Figures) -> str:
    return f"{figures.right} / {figures.total}（{figures.right / max(figures.total, 1):.0%}）"


def _moved(before: int | None, now: int) -> str:
    return f"{now}" if before is None or before == now else f"{before} → {now}"
