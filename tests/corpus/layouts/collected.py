"""All layouts, and those that are not read right yet."""

from __future__ import annotations

from tests.corpus.layouts import letters, objects, portal_articles, portal_blocks, portal_tables, sheets, word

__all__ = ["KNOWN_WRONG", "LAYOUTS"]

LAYOUTS = (
    *portal_tables.LAYOUTS,
    *portal_blocks.LAYOUTS,
    *portal_articles.LAYOUTS,
    *letters.LAYOUTS,
    *sheets.LAYOUTS,
    *objects.LAYOUTS,
    *word.LAYOUTS,
)

#: Layouts that some reader gets wrong. Whoever mends one deletes its name: a layout that is read whole and still
#: stands here fails the tests.
KNOWN_WRONG: frozenset[str] = frozenset()
