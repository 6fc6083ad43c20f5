"""Topic: how much of what tells one proposal's matter another has, whatever words it uses between.

BM25 of the other text for the first one's most telling terms, over BM25 of the first text itself: 1 for the same
text, 0 for another matter. (Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009.)
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus import Proposal
from indexer.analysis import fold
from indexer.similar import TellingTerm

__all__ = ["Topic"]

#: BM25's usual constants, and how often a word of the title counts.
_K1, _B, _TITLE_COUNTS = 1.2, 0.75, 2


class Topic:
    """The matter of one proposal.

    Args:
        terms: its telling terms.
    """

    def __init__(self, proposal: Proposal, terms: Sequence[TellingTerm]) -> None:
        self._terms = terms
        self._length = max(len(proposal.text), 1)
        self._own = self._score(proposal)

    def share(self, other: Proposal) -> float:
        """Return how much of the matter another proposal has, 0 to 1."""
        return min(self._score(other) / self._own, 1.0) if self._own else 0.0

    def _score(self, proposal: Proposal) -> float:
        title, text = ("".join(fold(each).split()) for each in (proposal.title, proposal.text))
        # Lengths relative to the first text: a longer one must say it more often.
        norm = _K1 * (1 - _B + _B * max(len(proposal.text), 1) / self._length)
        score = 0.0
        for term in self._terms:
            # Every place where the term stands, as a word or not, which nearly always is the same.
            count = text.count(term.text) + _TITLE_COUNTS * title.count(term.text)
            score += term.weight * count * (_K1 + 1) / (count + norm)
        return score
