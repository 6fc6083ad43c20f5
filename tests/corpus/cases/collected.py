"""All cases, and those that are not read right yet."""

from __future__ import annotations

from tests.corpus.cases import packages, pages, systems, tables, texts

__all__ = ["CASES", "KNOWN_WRONG"]

CASES = (*pages.CASES, *systems.CASES, *texts.CASES, *tables.CASES, *packages.CASES)

#: Cases that some reader gets wrong. Whoever mends one deletes its name: a case that is read right and still stands
#: here fails the tests.
KNOWN_WRONG: frozenset[str] = frozenset()
