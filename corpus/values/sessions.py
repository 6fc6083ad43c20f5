"""届次: the term and the meeting a proposal was filed at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Session:
    """One meeting of one term, as in 十二届五次.

    Attributes:
        term: 届, from 1.
        meeting: 次, from 1; 0 where the source names the term only.
        series: what kind of meeting, where a body numbers several kinds apart (``临时``, ``定期``); mostly ``""``.

    >>> Session(12, 5).code, Session(17, 20, "临时").code
    ('12-5', '17-20-临时')
    """

    term: int
    meeting: int = 0
    series: str = ""

    @property
    def code(self) -> str:
        """The form used in URLs, options and JSON: ``12-5``."""
        parts = [str(self.term), str(self.meeting)] if self.meeting else [str(self.term)]
        return "-".join([*parts, self.series] if self.series else parts)
