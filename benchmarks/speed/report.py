"""The tables: one text, printed by ``make bench`` and kept in docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from statistics import median

from benchmarks.speed.compare import compared, disagreements
from benchmarks.speed.engines import ENGINES, LARGE
from benchmarks.speed.figures import EngineFigures, Floor, Latency, Run, SizeFigures
from benchmarks.speed.percentiles import latencies, summary
from benchmarks.speed.questions import KINDS

__all__ = ["markdown"]

_OURS = "arrays"
_RIVALS = ("tantivy", "stock")
_MB = 1e6


def markdown(run: Run) -> str:
    """Return all results as Markdown: agreement, building, latencies beside their floors, growth."""
    sections = [
        _heading(run),
        _agreement(run),
        *(section for size in run.sizes for section in (_building(size), _asking(size, run.bandwidth), _cold(size))),
        _growth(run),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _heading(run: Run) -> str:
    done = run.preparation
    facts = [
        *run.machine,
        f"一个核读内存 {run.bandwidth / 1e9:.1f} GB/s（下限按它计算）",
        f"平均每件 {done.characters / done.documents:,.0f} 字",
        f"切分另计，一个核每秒 {done.documents / done.cut_seconds:,.0f} 件",
        f"命令 `{run.command}`，用时 {run.seconds / 60:.1f} 分钟",
    ]
    return "\n".join(f"- {fact}" for fact in facts)


def _agreement(run: Run) -> str:
    lines = []
    for size in run.sizes:
        wrong = disagreements(size)
        lines.append(f"- {size.documents:,} 件：比较 {compared(size)} 个答案，{len(wrong)} 个不一致")
        lines += [f"  - {each}" for each in wrong]
    return "### 各引擎找到的是否相同\n\n" + "\n".join(lines)


def _building(size: SizeFigures) -> str:
    rows = [
        [
            ENGINES[each.engine].label + "（只正文）" * _partial(size, each.engine),
            f"{size.documents / each.build.seconds:,.0f}",
            f"{each.build.index_bytes / _MB:,.1f}",
            f"{each.build.peak_bytes / _MB:,.0f}",
            _ms(median(cold.open_ms for cold in each.cold)),
            f"{each.serving.resident_bytes / _MB:,.0f}（{each.serving.private_bytes / _MB:,.0f}）",
            _ms(median(each.serving.update_ms)),
        ]
        for each in size.engines
    ]
    ours = _engine(size, _OURS)
    for rival in filter(None, (_engine(size, name) for name in _RIVALS)):
        if ours and not _partial(size, rival.engine):
            rows.append(_build_ratios(ours, rival))
    header = ["", "建索引 件/秒", "索引 MB", "建时内存 MB", "打开 ms", "服务内存（自有）MB", "更新可见 ms"]
    return f"### {size.documents:,} 件：建索引、打开、更新\n\n" + _table(header, rows)


def _partial(size: SizeFigures, name: str) -> bool:
    """Whether an engine was fed one text field only, so that its building compares with no other's."""
    return ENGINES[name].slow and size.documents >= LARGE


def _build_ratios(ours: EngineFigures, rival: EngineFigures) -> list[str]:
    def times(figure: Callable[[EngineFigures], float]) -> str:
        return f"{figure(ours) / figure(rival):.2f}×"

    return [
        f"本引擎 ÷ {ENGINES[rival.engine].label}",
        times(lambda each: 1 / each.build.seconds),
        times(lambda each: each.build.index_bytes),
        times(lambda each: each.build.peak_bytes),
        times(lambda each: median(cold.open_ms for cold in each.cold)),
        times(lambda each: each.serving.resident_bytes),
        times(lambda each: median(each.serving.update_ms)),
    ]


def _asking(size: SizeFigures, bandwidth: float) -> str:
    header = ["检索", "分面", "下限 ms", *(ENGINES[each.engine].label for each in size.engines)]
    header += [f"中位 ÷ {ENGINES[name].label}" for name in _RIVALS if _engine(size, name)]
    header += [f"p95 ÷ {ENGINES[name].label}" for name in _RIVALS[:1] if _engine(size, name)]
    rows = [_asking_row(size, kind, faceted, bandwidth) for faceted in (True, False) for kind in KINDS]
    return (
        f"### {size.documents:,} 件：热检索，毫秒\n\n"
        "每格是中位数 / 95 分位 / 99 分位；比值小于 1 是本引擎快。\n\n" + _table(header, rows)
    )


def _asking_row(size: SizeFigures, kind: str, faceted: bool, bandwidth: float) -> list[str]:
    row = [KINDS[kind], "有" if faceted else "无", _floor_ms(size.floors, kind, faceted, bandwidth)]
    row += [_cells(latencies(each, kind, faceted)) for each in size.engines]
    ours = _engine(size, _OURS)
    ratios: list[str] = []
    for name, pick in ((_RIVALS[0], "median"), (_RIVALS[1], "median"), (_RIVALS[0], "p95")):
        rival = _engine(size, name)
        if ours and rival:
            ratios.append(_ratio(ours, rival, kind, faceted, pick))
    return row + ratios


def _ratio(ours: EngineFigures, rival: EngineFigures, kind: str, faceted: bool, pick: str) -> str:
    """The ratio over the questions both were asked."""
    among = {each.question for each in latencies(rival, kind, faceted)}
    if not among:
        return "–"
    mine = summary(latencies(ours, kind, faceted, among))
    theirs = summary(latencies(rival, kind, faceted))
    share = float(getattr(mine, pick) / getattr(theirs, pick))
    return f"{share:.2f}×" if share > 0.05 else f"1/{1 / share:,.0f}"


def _cold(size: SizeFigures) -> str:
    header = ["冷检索（新进程第一次，有分面）", *(ENGINES[each.engine].label for each in size.engines)]
    rows = [[KINDS[kind], *(_first_ms(each, kind) for each in size.engines)] for kind in KINDS]
    return f"### {size.documents:,} 件：冷检索，毫秒\n\n" + _table(header, rows)


def _first_ms(figures: EngineFigures, kind: str) -> str:
    return next((_ms(cold.first_ms) for cold in figures.cold if cold.kind == kind), "–")


def _growth(run: Run) -> str:
    """How latency grows from one size to the next, beside the growth of the posting lists that are read."""
    rows = [
        row
        for smaller, larger in zip(run.sizes, run.sizes[1:], strict=False)
        for kind in KINDS
        if (row := _growth_row(smaller, larger, kind))
    ]
    if not rows:
        return ""
    header = ["检索（有分面）", "从 → 到（件）", "倒排项（中位）", "倒排项增长"]
    header += [f"{ENGINES[name].label} 延迟增长" for name in (_OURS, _RIVALS[0])]
    return "### 延迟随倒排项增长\n\n" + _table(header, rows)


def _growth_row(smaller: SizeFigures, larger: SizeFigures, kind: str) -> list[str]:
    few, many = (_postings(size.floors, kind) for size in (smaller, larger))
    if not few or not many:
        return []
    grown = []
    for name in (_OURS, _RIVALS[0]):
        before, after = _engine(smaller, name), _engine(larger, name)
        pair = [summary(latencies(each, kind, True)).median for each in (before, after) if each]
        grown.append(f"{pair[1] / pair[0]:.2f}×" if len(pair) == 2 else "")
    sizes = f"{smaller.documents:,} → {larger.documents:,}"
    return [KINDS[kind], sizes, f"{few:,.0f} → {many:,.0f}", f"{many / few:.2f}×", *grown]


def _postings(floors: Iterable[Floor], kind: str) -> float:
    found = [floor.postings for floor in floors if floor.question.kind == kind]
    return median(found) if found else 0.0


def _floor_ms(floors: Iterable[Floor], kind: str, faceted: bool, bandwidth: float) -> str:
    bytes_ = [each.touched_bytes + faceted * each.column_bytes for each in floors if each.question.kind == kind]
    return f"{median(bytes_) / bandwidth * 1e3:.4f}" if bytes_ else ""


def _engine(size: SizeFigures, name: str) -> EngineFigures | None:
    return next((each for each in size.engines if each.engine == name), None)


def _cells(measured: Sequence[Latency]) -> str:
    if not measured:
        return "–"
    figures = summary(measured)
    return " / ".join(_ms(value) for value in (figures.median, figures.p95, figures.p99))


def _ms(value: float) -> str:
    """Three significant digits, as people read them."""
    digits = 3 if value < 1 else 2 if value < 10 else 1 if value < 100 else 0
    return f"{value:,.{digits}f}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(_lines(header, rows))


def _lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(header) + " |"
    yield "|---|" + "--:|" * (len(header) - 1)
    for row in rows:
        yield "| " + " | ".join(row) + " |"
