"""A proposal prepared for comparison: its texts in normal form, what of them counts, and its sections."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corpus import Proposal
from indexer.analysis import NormalText, normal, normal_codes
from indexer.duplicates.boilerplate import Boilerplate, Mask
from indexer.duplicates.results import Submission
from indexer.duplicates.sections import Section, sections_of

__all__ = ["ComparedText", "compared", "compared_reply", "compared_submission"]


@dataclass(frozen=True, slots=True, eq=False)
class ComparedText:
    """One text of a proposal.

    Attributes:
        normal: its characters as they are compared.
        counts: which of them count: not boilerplate, nor the title before the text.
        offset: what is added to spans, where the text is part of a longer one that is shown.
    """

    normal: NormalText
    counts: Mask
    boilerplate: Mask
    sections: tuple[Section, ...]
    offset: int = 0

    @property
    def size(self) -> int:
        """How many characters count."""
        return int(self.counts.sum())

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the shown span behind normal characters."""
        start, end = self.normal.span(first, last)
        return start + self.offset, end + self.offset


def compared(proposal: Proposal, boilerplate: Boilerplate) -> ComparedText:
    """Return a proposal's own text, prepared."""
    return _prepared(proposal.text, boilerplate, proposal.title)


def compared_reply(text: str, boilerplate: Boilerplate) -> ComparedText:
    """Return the text of a reply, prepared."""
    return _prepared(text, boilerplate, "")


def compared_submission(submission: Submission, boilerplate: Boilerplate) -> ComparedText:
    """Return a submitted text, prepared; spans count in ``submission.text``."""
    proposal = submission.proposal
    return _prepared(proposal.text, boilerplate, proposal.title, submission.start)


def _prepared(text: str, boilerplate: Boilerplate, title: str, offset: int = 0) -> ComparedText:
    found = normal(text)
    formulas = boilerplate.mask(found.codes)
    counts = ~formulas
    opening = normal_codes(title)
    # A text that opens with its own title does not say it twice.
    if 0 < len(opening) < len(found) and np.array_equal(found.codes[: len(opening)], opening):
        counts[: len(opening)] = False
    return ComparedText(found, counts, formulas, sections_of(text), offset)
