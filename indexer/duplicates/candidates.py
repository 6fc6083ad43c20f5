"""Candidates: which archived proposals a text must be compared with.

One question to the engine by fingerprints, one by topic; both are plain query trees, so any engine answers them.

The topic share is how much of what tells one proposal's matter another has, whatever words it uses between: BM25 of
the other text for the first one's most telling terms, over BM25 of the first text itself; 1 for the same text, 0 for
another matter. (Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whoosh.query import Not, NullQuery, Or, Query, Term

from corpus import Proposal
from indexer.analysis.analyzer import Analyzer
from indexer.analysis.fingerprints import Fingerprinting, terms_of
from indexer.analysis.fold import fold
from indexer.analysis.normal import normal_codes
from indexer.duplicates.texts import Boilerplate
from indexer.engines.base import Engine, EngineQuery
from indexer.index.documents import FINGERPRINT, REPLY_FINGERPRINT
from indexer.search.nearest import Matter, matter_of
from indexer.search.similar import TellingTerm, query_of, telling_terms

__all__ = ["CandidateFinder", "Topic", "sharing"]


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


#: What sharing a fingerprint of boilerplate scores: less than any rare one, however many there are.
_COMMON = 0.0001
#: Proposals asked for at a time; those that share only boilerplate, and those of the same topic, at most.
_PAGE, _FORMULAS_ONLY, _SAME_TOPIC = 200, 20, 20


@dataclass(frozen=True, slots=True)
class CandidateFinder:
    """The index as one reader asks it.

    Attributes:
        documents: how many proposals it holds.
        boilerplate: what is boilerplate to this reader.
        internal: whether the reader may see internal proposals.
    """

    engine: Engine
    analyzer: Analyzer
    documents: int
    fingerprinting: Fingerprinting
    boilerplate: Boilerplate
    internal: bool

    def sharing(self, proposal: Proposal) -> Iterator[str]:
        """Yield what :func:`sharing` yields for this reader."""
        return sharing(proposal, self.engine, self.fingerprinting, self.boilerplate, internal=self.internal)

    def topic(self, proposal: Proposal) -> tuple[Topic, tuple[TellingTerm, ...], list[str]]:
        """Return a proposal's topic, its telling terms, and the ids of archived ones nearest to it, without itself."""
        terms = telling_terms(proposal, self.analyzer, self.engine.frequencies, self.documents)
        query = EngineQuery(query_of(terms), scope=_all_but(proposal.id), limit=_SAME_TOPIC, internal=self.internal)
        nearest = [row.id for row in self.engine.search(query).rows]
        return Topic(proposal, terms), terms, nearest

    def matter(self, proposal: Proposal) -> Matter:
        """Return what a proposal is about, as a question to this index."""
        return matter_of(proposal, self.analyzer, self.engine.frequencies, self.documents)


def sharing(
    proposal: Proposal, engine: Engine, fingerprinting: Fingerprinting, boilerplate: Boilerplate, *, internal: bool
) -> Iterator[str]:
    """Yield the ids of all that share a fingerprint outside a text's boilerplate, and of some that share that.

    Args:
        internal: whether internal proposals are wanted.
    """
    tree = _tree(proposal.text, fingerprinting, boilerplate)
    if tree is NullQuery:
        return
    formulas = place = 0
    while True:
        query = EngineQuery(tree, scope=_all_but(proposal.id), offset=place, limit=_PAGE, internal=internal)
        rows = engine.search(query).rows
        for row in rows:
            formulas += row.score < 1
            if formulas > _FORMULAS_ONLY:
                return
            yield row.id
        place += _PAGE
        if len(rows) < _PAGE:
            return


def _tree(text: str, fingerprinting: Fingerprinting, boilerplate: Boilerplate) -> Query:
    hashes, places = fingerprinting.select(normal_codes(text))
    formula: dict[str, bool] = {}
    for term, is_formula in zip(terms_of(hashes), boilerplate.are_formulas(hashes, places).tolist(), strict=True):
        formula[term] = formula.get(term, True) and is_formula
    terms = [
        Term(field, term, boost=_COMMON if is_formula else 1.0)
        for term, is_formula in formula.items()
        for field in (FINGERPRINT, REPLY_FINGERPRINT)
    ]
    return Or(terms) if terms else NullQuery


def _all_but(id: str) -> Query | None:
    return Not(Term("id", id)) if id else None
