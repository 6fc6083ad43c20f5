"""Candidates: which archived proposals a text must be compared with. One question to the engine by fingerprints, one
by topic; both are plain query trees, so any engine answers them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from whoosh.query import Not, NullQuery, Or, Query, Term

from corpus import Proposal
from indexer.analysis import Analyzer, Fingerprinting, normal_codes
from indexer.analysis.fingerprints import terms_of
from indexer.documents import FINGERPRINT, REPLY_FINGERPRINT
from indexer.duplicates.boilerplate import Boilerplate
from indexer.duplicates.topic import Topic
from indexer.engines.base import Engine, EngineQuery
from indexer.similar import TellingTerm, query_of, telling_terms

__all__ = ["Asked", "sharing"]

#: What sharing a fingerprint of boilerplate scores: less than any rare one, however many there are.
_COMMON = 0.0001
#: Proposals asked for at a time; those that share only boilerplate, and those of the same topic, at most.
_PAGE, _FORMULAS_ONLY, _SAME_TOPIC = 200, 20, 20


@dataclass(frozen=True, slots=True)
class Asked:
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
