"""What was measured, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

__all__ = ["Figures", "Measured", "Size", "joined"]


@dataclass(frozen=True, slots=True)
class Figures:
    """One system over one archive; seconds of one processor, but for ``built``, which is time that passed.

    Attributes:
        built: from the archive's texts to something that can be asked; None where an index was there already.
        one: the median check of one new text; ``slowest`` the slowest of them.
        named, copies: how many of the new texts that copy had their source named, and how many there are.
        batch: a batch of new texts against the archive and each other.
        everything: every text of the archive against all others, None where that was not asked; ``estimated`` from
            some of them where it is so.
    """

    system: str
    built: float | None
    one: float
    slowest: float
    named: int
    copies: int
    batch: float
    everything: float | None
    estimated: bool


@dataclass(frozen=True, slots=True)
class Size:
    """All systems over one archive."""

    documents: int
    batch: int
    systems: tuple[Figures, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of the benchmark; ``facts`` are lines that say where, when and by which command."""

    facts: tuple[str, ...]
    sizes: tuple[Size, ...]


def joined(runs: Sequence[Measured]) -> Measured:
    """Return several runs as one: of each system at each size the figures of the last run that has them.

    Raises:
        ValueError: they took batches of different sizes over the same archive.
    """
    sizes = sorted((size for run in runs for size in run.sizes), key=lambda size: size.documents)
    return Measured(
        tuple(dict.fromkeys(fact for run in runs for fact in run.facts)),
        tuple(_newest(list(same)) for _, same in groupby(sizes, key=lambda size: size.documents)),
    )


def _newest(same: Sequence[Size]) -> Size:
    if len({size.batch for size in same}) > 1:
        raise ValueError(f"{same[0].documents:,} 件的两次，一批的件数不同，不能放在一起")
    return replace(same[0], systems=tuple({each.system: each for size in same for each in size.systems}.values()))
