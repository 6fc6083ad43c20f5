"""Placed characters become reading text: lines, columns, ruled tables, paragraphs. PDF, OFD and scans share it.

    glyphs ── grids ──▶ tables
          └── lines ──▶ margins off ──▶ columns ──▶ paragraphs

Coordinates are of any unit, x to the right and y downwards.
"""

from corpus.formats.layout.glyphs import Glyph, Line, Ruling
from corpus.formats.layout.pages import Page, read_pages

__all__ = ["Glyph", "Line", "Page", "Ruling", "read_pages"]
