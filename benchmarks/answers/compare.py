"""Every engine must find the same: totals and facet counts, question by question."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.answers.engines import engine_named
from benchmarks.answers.figures import Asked, SizeFigures

__all__ = ["compared", "disagreements"]


def disagreements(size: SizeFigures) -> tuple[str, ...]:
    """Return, in Chinese, every answer in which an engine differs from the first one."""
    return tuple(_differences(size))


def compared(size: SizeFigures) -> int:
    """Return how many answers of other engines were compared with the first one's."""
    return sum(len(each.served.asked) for each in size.engines[1:])


def _differences(size: SizeFigures) -> Iterator[str]:
    if not size.engines:
        return
    first, *others = size.engines
    expected = {each.question: each for each in first.served.asked}
    for other in others:
        names = f"{engine_named(first.engine).label}与{engine_named(other.engine).label}"
        for found in other.served.asked:
            if what := _difference(expected[found.question], found):
                words = " ".join(found.question.words)
                yield f"{size.documents:,} 件，{found.question.kind}“{words}”：{names}不一致，{what}"


def _difference(wanted: Asked, found: Asked) -> str:
    if wanted.total != found.total:
        return f"总数 {wanted.total} 与 {found.total}"
    unequal = [facet for facet, counts in wanted.counts.items() if dict(counts) != dict(found.counts.get(facet, {}))]
    return f"分面 {'、'.join(unequal)} 计数不同" if unequal else ""
