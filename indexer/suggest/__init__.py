"""Suggestions while a person types, and "did you mean" for what finds nothing.

    proposals ──write / update──▶ suggestions.arr ──▶ Suggester ─┬─ suggest   titles, units, people, 届次
                                                                 └─ correct   the query as it was meant

Everything offered is text of the archive itself. Both work on one thing: the places of every character in short
texts, so that "停, then anything that sounds like che" is looked up like a word.
"""

from indexer.suggest.results import Correction, Kind, Suggestion
from indexer.suggest.suggester import Suggester
from indexer.suggest.writing import (
    VOCABULARY_FIELDS,
    update_suggestions,
    verify_suggestions,
    vocabulary,
    write_suggestions,
)

__all__ = [
    "VOCABULARY_FIELDS",
    "Correction",
    "Kind",
    "Suggester",
    "Suggestion",
    "update_suggestions",
    "verify_suggestions",
    "vocabulary",
    "write_suggestions",
]
