"""Dates as sources write them, with the precision they were given in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date that may stop at the year or the month, because the source says no more.

    ``month`` and ``day`` are 0 where unknown; ordering puts ``2021`` before ``2021-01``.

    >>> str(PartialDate(2021, 6)), PartialDate(2021, 6, 28).ordinal
    ('2021-06', 20210628)
    """

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        if not self.month:
            return f"{self.year:04d}"
        if not self.day:
            return f"{self.year:04d}-{self.month:02d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"

    @property
    def ordinal(self) -> int:
        """The date as the whole number ``yyyymmdd``, unknown parts as ``00``."""
        return self.year * 10000 + self.month * 100 + self.day
