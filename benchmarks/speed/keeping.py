"""Several runs made one: 200,000 proposals take hours, 2,000 minutes, and one engine is measured again, not all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from benchmarks.speed.figures import Run, SizeFigures

__all__ = ["joined"]


def joined(runs: Sequence[Run]) -> Run:
    """Return several runs on one machine as one: of each engine at each size the figures of the last run that has them.

    What holds for all is that of the first run.

    Raises:
        ValueError: they were measured on different machines, or asked different questions at the same size.
    """
    first = runs[0]
    if any(run.machine[0] != first.machine[0] for run in runs):
        raise ValueError("不是同一台机器上测的，不能放在一起")
    sizes = sorted((size for run in runs for size in run.sizes), key=lambda size: size.documents)
    return Run(
        command="`、`".join(dict.fromkeys(run.command for run in runs)),
        machine=first.machine,
        bandwidth=first.bandwidth,
        seconds=sum(run.seconds for run in runs),
        preparation=first.preparation,
        sizes=tuple(_newest(list(same)) for _, same in groupby(sizes, key=lambda size: size.documents)),
    )


def _newest(same: Sequence[SizeFigures]) -> SizeFigures:
    """One size out of several measurements, the later ones last."""
    first = same[0]
    if any([floor.question for floor in size.floors] != [floor.question for floor in first.floors] for size in same):
        raise ValueError(f"{first.documents:,} 件的两次问的不是同样的问题，不能放在一起")
    engines = {figures.engine: figures for size in same for figures in size.engines}
    return replace(first, engines=tuple(engines.values()))
