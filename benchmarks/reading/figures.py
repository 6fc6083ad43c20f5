"""What is measured of each layout, and the figures of earlier readers that today's are held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from benchmarks import kept
from tests.corpus.cases.collected import CASES
from tests.corpus.layouts.account import Account, account
from tests.corpus.layouts.collected import LAYOUTS

__all__ = ["BEFORE", "Figures", "Measured", "before", "measure", "summed"]

#: Measured once, with the readers as they were before they were held against these layouts.
BEFORE = Path(__file__).with_name("before.json")


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one layout: fields right of all, and visible characters by where they stand; see ``Account``."""

    name: str
    right: int
    total: int
    visible: int
    fields: int
    extra: int
    rejects: int
    lost: int
    more: int


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement: the day, and each layout and case."""

    day: str
    layouts: tuple[Figures, ...]
    cases: tuple[Figures, ...]


def measure(day: str) -> Measured:
    """Read every layout and case with today's readers."""
    return Measured(day, tuple(_figures(map(account, LAYOUTS))), tuple(_figures(map(account, CASES))))


def before() -> Measured:
    """Return what the earlier readers made of the same layouts."""
    return kept.load(Measured, BEFORE)


def summed(figures: Iterable[Figures]) -> Figures:
    """Return the sum, under the name 合计."""
    rows = list(figures)
    names = [each.name for each in fields(Figures) if each.name != "name"]
    return Figures("合计", *(sum(getattr(row, name) for row in rows) for name in names))


def _figures(accounts: Iterable[Account]) -> Iterator[Figures]:
    names = [each.name for each in fields(Figures)]
    return (Figures(*(getattr(each, name) for name in names)) for each in accounts)
