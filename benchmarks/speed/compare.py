"""Every engine must find the same: totals and facet counts, question by question."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.speed.engines import ENGINES
from benchmarks.speed.figures import EngineFigures, Latency, SizeFigures

__all__ = ["compared", "disagreements"]


def disagreements(size: SizeFigures) -> tuple[str, ...]:
    """Return, in Chinese, every answer in which an engine differs from the first one."""
    return tuple(_differences(size))


def compared(size: SizeFigures) -> int:
    """Return how many answers of other engines were compared with the first one's."""
    return sum(len(each.serving.latencies) for each in size.engines[1:])


def _differences(size: SizeFigures) -> Iterator[str]:
    if not size.engines:
        return
    first, *others = size.engines
    expected = {(each.question, each.faceted): each for each in first.serving.latencies}
    for other in others:
        for found in other.serving.latencies:
            wanted = expected[found.question, found.faceted]
            if what := _difference(wanted, found):
                yield _told(first, other, found, what, size.documents)


def _difference(wanted: Latency, found: Latency) -> str:
    if wanted.total != found.total:
        return f"总数 {wanted.total} 与 {found.total}"
    unequal = [facet for facet, counts in wanted.counts.items() if dict(counts) != dict(found.counts[facet])]
    return f"分面 {'、'.join(unequal)} 计数不同" if unequal else ""


def _told(first: EngineFigures, other: EngineFigures, found: Latency, what: str, documents: int) -> str:
    names = f"{ENGINES[first.engine].label}与{ENGINES[other.engine].label}"
    question = f"{found.question.kind}“{' '.join(found.question.tokens)}”"
    return f"{documents:,} 件，{question}：{names}不一致，{what}"
