"""Browsing without a word to search for: every value of a facet, and the overview of one unit or session."""

from search_web.browse import overview, values
from search_web.browse.values import browse_view

__all__ = ["browse_view", "overview", "values"]
