"""A check of new proposals told in words and numbers, before it becomes a file of any format."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["NOTHING_FOUND", "CheckReport", "CheckedProposal", "Finding", "Unread", "percent", "printable"]

#: What is said of a new proposal without any candidate.
NOTHING_FOUND = "未发现重复"

#: What XML 1.0 cannot hold, and so neither XLSX nor DOCX.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Finding:
    """One earlier proposal, or one of the same batch, that a new one was compared with.

    Attributes:
        place: where it is found again: 十二届五次 第300号, or 本批第 3 件.
        verdict: in Chinese words.
        coverage: share of the new text found in it, 0 to 1; ``reverse_coverage``: share of it found in the new text.
        decision: 并案、不重复、待定, ``""`` while undecided; ``main``: which is the main case, in words.
        who, when: of the decision; when in local words, ``""`` while undecided.
        url: full address of its page, ``""`` where there is none.
    """

    title: str
    place: str
    verdict: str
    coverage: float
    reverse_coverage: float
    reasons: tuple[str, ...] = ()
    decision: str = ""
    main: str = ""
    note: str = ""
    who: str = ""
    when: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class CheckedProposal:
    """One new proposal with what was found, the likeliest first."""

    number: int
    title: str
    proposers: str
    file: str
    findings: tuple[Finding, ...] = ()

    @property
    def verdict(self) -> str:
        """The first finding's verdict, or that there is none."""
        return self.findings[0].verdict if self.findings else NOTHING_FOUND


@dataclass(frozen=True, slots=True)
class Unread:
    """Something of an uploaded file that could not be read."""

    file: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Everything a report tells.

    Attributes:
        name: what the clerk called the batch; ``made``: when the report was made, in words.
        compared: what the batch was compared with, in words.
    """

    name: str
    made: str
    compared: str
    checked: tuple[CheckedProposal, ...]
    unread: tuple[Unread, ...] = ()

    @property
    def summary(self) -> str:
        """One sentence of counts.

        >>> CheckReport("一批", "今天", "档案", (CheckedProposal(1, "甲", "", ""),)).summary
        '共 1 件，其中 0 件有相同或相近的，1 件未发现重复；0 对已有决定。'
        """
        with_findings = sum(bool(each.findings) for each in self.checked)
        decided = sum(bool(found.decision) for each in self.checked for found in each.findings)
        return (
            f"共 {len(self.checked)} 件，其中 {with_findings} 件有相同或相近的，"
            f"{len(self.checked) - with_findings} 件未发现重复；{decided} 对已有决定。"
        )


def percent(share: float) -> str:
    """Return a share as people read it; never 100 % for what is not whole, nor 0 % for what is there.

    >>> percent(0.344), percent(0.9996), percent(0.0004), percent(1), percent(0)
    ('34%', '99%', '1%', '100%', '0%')
    """
    if 0 < share < 1:
        return f"{min(99, max(1, round(share * 100)))}%"
    return f"{share * 100:.0f}%"


def printable(text: str) -> str:
    """Return the text as an office document can hold it.

    >>> printable("第\\x00一\\n件")
    '第�一\\n件'
    """
    return _UNPRINTABLE.sub("\ufffd", text)
