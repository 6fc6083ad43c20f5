"""What was measured, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Figures", "Size"]


@dataclass(frozen=True, slots=True)
class Figures:
    """One system over one archive; seconds of one processor, but for ``built``, which is time that passed.

    Attributes:
        built: from the archive's texts to something that can be asked.
        one: the median check of one new text; ``slowest`` the slowest of them.
        named, copies: how many of the new texts that copy had their source named, and how many there are.
        pile: a pile of new texts against the archive and each other.
        everything: every text of the archive against all others; ``estimated`` from some of them where it is so.
    """

    system: str
    built: float
    one: float
    slowest: float
    named: int
    copies: int
    pile: float
    everything: float
    estimated: bool


@dataclass(frozen=True, slots=True)
class Size:
    """All systems over one archive."""

    documents: int
    pile: int
    systems: tuple[Figures, ...]
