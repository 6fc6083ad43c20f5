"""The tables: one text, printed by the command and kept in docs/benchmarks-answers.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from benchmarks.answers.compare import compared, disagreements
from benchmarks.answers.engines import engine_named
from benchmarks.answers.figures import EngineFigures, Run, SizeFigures
from benchmarks.answers.questions import KINDS
from benchmarks.speed.percentiles import percentile

__all__ = ["markdown"]

_MB = 1e6


def markdown(run: Run) -> str:
    """Return all results as Markdown: agreement, building, whole answers, our own steps."""
    sections = ["\n".join(f"- {fact}" for fact in run.facts)]
    for size in run.sizes:
        sections += [_agreement(size), _building(size), _answers(size), _steps(size)]
    return "\n\n".join(section for section in sections if section) + "\n"


def _agreement(size: SizeFigures) -> str:
    wrong = disagreements(size)
    lines = [f"- 比较 {compared(size):,} 个答案的总数和全部分面计数，{len(wrong)} 个不一致"]
    lines += [f"  - {each}" for each in wrong]
    lines += [f"- 没有测 {engine_named(name).label}：{missing}" for name, missing in size.skipped.items()]
    return f"### {size.documents:,} 件：找到的是否相同\n\n" + "\n".join(lines)


def _building(size: SizeFigures) -> str:
    rows = []
    ours = size.engines[0]
    for each in size.engines:
        built, served = each.built, each.served
        seconds = built.load_seconds + built.index_seconds
        apart = f"{built.load_seconds:,.1f} + {built.index_seconds:,.1f}" if built.index_seconds else "一次做完"
        rows.append(
            [
                engine_named(each.engine).label,
                engine_named(each.engine).used,
                f"{seconds:,.1f}",
                apart,
                f"{size.documents / seconds:,.0f}",
                _ratio(ours.built.load_seconds + ours.built.index_seconds, seconds),
                f"{built.bytes / _MB:,.0f}",
                _ratio(ours.built.bytes, built.bytes),
                f"{served.resident_bytes / _MB:,.0f}（{served.own_bytes / _MB:,.0f}）",
                _ratio(ours.served.resident_bytes, served.resident_bytes),
            ]
        )
    head = ["", "用了", "合计 秒", "读入 + 索引 秒", "件/秒", "时间之比", "磁盘 MB", "之比"]
    head += ["服务内存（自有）MB", "之比"]
    title = f"### {size.documents:,} 件（原文 {size.text_bytes / _MB:,.0f} MB）：从记录到能查"
    return f"{title}\n\n比值都是本系统 ÷ 那一个，小于 1 是本系统省。\n\n" + _table(head, rows)


def _answers(size: SizeFigures) -> str:
    ours = size.engines[0]
    rows = []
    for kind, label in KINDS.items():
        mine = _samples(ours, kind)
        if not mine:
            continue
        cells = [f"{label}（{_found(ours, kind):,.0f}）"]
        for each in size.engines:
            theirs = _samples(each, kind)
            work = each.served.work_ms[kind]
            cells.append(" / ".join(_ms(value) for value in _summary(theirs)) + f"；{_ms(work)}")
            if each is not ours:
                ratios = [_ratio(*pair) for pair in zip(_summary(mine), _summary(theirs), strict=True)]
                cells.append(" / ".join(ratios) + f"；{_ratio(ours.served.work_ms[kind], work)}")
        rows.append(cells)
    head = ["检索（找到，中位）", engine_named(ours.engine).label]
    for each in size.engines[1:]:
        head += [engine_named(each.engine).label, "之比"]
    return (
        f"### {size.documents:,} 件：整个答案，毫秒\n\n"
        "每格是中位数 / 95 分位 / 99 分位；分号后面是平均一个答案的处理器时间（它的全部进程和提问的一方），"
        "机器上有别的工作时看它。比值是本系统 ÷ 那一个，小于 1 是本系统快。\n\n" + _table(head, rows)
    )


def _steps(size: SizeFigures) -> str:
    parts = []
    for title, stages in (("一个答案", size.answer_stages), ("一页", size.page_stages)):
        if stages:
            parts.append(f"### {size.documents:,} 件：{title}的时间花在哪里\n\n" + _stage_table(stages))
    return "\n\n".join(parts)


def _stage_table(stages: Mapping[str, float]) -> str:
    whole = sum(stages.values())
    rows = [[step, f"{value:.2f}", f"{value / whole:.0%}"] for step, value in stages.items()]
    return _table(["步骤，处理器毫秒", "中位", "占"], [*rows, ["合计", f"{whole:.2f}", ""]])


def _samples(figures: EngineFigures, kind: str) -> list[float]:
    return [sample for each in figures.served.asked if each.question.kind == kind for sample in each.samples_ms]


def _found(figures: EngineFigures, kind: str) -> float:
    return median(each.total for each in figures.served.asked if each.question.kind == kind)


def _summary(samples: Sequence[float]) -> tuple[float, float, float]:
    return median(samples), percentile(samples, 0.95), percentile(samples, 0.99)


def _ratio(mine: float, theirs: float) -> str:
    return f"{mine / theirs:.2f}" if theirs else "–"


def _ms(value: float) -> str:
    """Three significant digits, as people read them."""
    digits = 2 if value < 10 else 1 if value < 100 else 0
    return f"{value:,.{digits}f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *("--:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
