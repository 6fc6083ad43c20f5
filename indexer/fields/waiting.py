"""How long a proposal waited for its answer, in the spans that the rules on handling speak of.

Replies are due within three months, in hard cases within six: so the spans end at 30, 60, 90 and 180 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corpus import PartialDate, Proposal

__all__ = ["WAITS", "Wait", "days_waited", "wait_called", "wait_label", "wait_of", "wait_rank"]


@dataclass(frozen=True, slots=True)
class Wait:
    """A span of days, both ends included; ``last`` is 0 where it is open."""

    first: int
    last: int

    @property
    def code(self) -> str:
        """How the index and addresses write it.

        >>> Wait(31, 60).code, Wait(181, 0).code
        ('31-60', '181-')
        """
        return f"{self.first}-{self.last or ''}"

    @property
    def label(self) -> str:
        """How people read it.

        >>> [wait.label for wait in WAITS]
        ['30天以内', '31至60天', '61至90天', '91至180天', '超过180天']
        """
        if not self.last:
            return f"超过{self.first - 1}天"
        return f"{self.first}至{self.last}天" if self.first else f"{self.last}天以内"


WAITS = (Wait(0, 30), Wait(31, 60), Wait(61, 90), Wait(91, 180), Wait(181, 0))
_BY_CODE = {wait.code: wait for wait in WAITS}
_BY_LABEL = {wait.label: wait for wait in WAITS}


def days_waited(proposal: Proposal) -> int | None:
    """Return the days from filing (or submission) to the first reply; None where a day is not known or out of order."""
    start = _day(proposal.filed) or _day(proposal.submitted)
    replies = [reply.replied or reply.published for reply in proposal.replies]
    ends = [_day(day) for day in replies if day]
    if start is None or not ends or None in ends:
        return None
    waited = (min(end for end in ends if end) - start).days
    return waited if waited >= 0 else None


def wait_of(proposal: Proposal) -> tuple[str, ...]:
    """Return the code of the span a proposal waited, as facet values: none where it is not known.

    >>> from corpus import Reply
    >>> reply = Reply("已办理", replied=PartialDate(2021, 6, 28))
    >>> wait_of(Proposal("关于停车", filed=PartialDate(2021, 4, 1), replies=(reply,)))
    ('61-90',)
    """
    days = days_waited(proposal)
    if days is None:
        return ()
    return tuple(wait.code for wait in WAITS if wait.first <= days and (not wait.last or days <= wait.last))


def wait_called(typed: str) -> str:
    """Return the code that a code or a label means; what means none, as it is.

    >>> wait_called("91至180天"), wait_called(" 91-180 "), wait_called("很久")
    ('91-180', '91-180', '很久')
    """
    plain = typed.strip()
    return _BY_LABEL[plain].code if plain in _BY_LABEL else plain


def wait_label(code: str) -> str:
    """Return how a span is shown; what is none, as it is."""
    return _BY_CODE[code].label if code in _BY_CODE else code


def wait_rank(code: str) -> int:
    """Return the place of a span from the shortest; what is none comes last."""
    codes = list(_BY_CODE)
    return codes.index(code) if code in _BY_CODE else len(codes)


def _day(day: PartialDate | None) -> date | None:
    """A date that is known to the day."""
    return date(day.year, day.month, day.day) if day and day.day else None
