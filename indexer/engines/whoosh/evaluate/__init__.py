"""Evaluates Whoosh query trees on arrays: :class:`SegmentSearch` matches, :func:`score` scores."""

from __future__ import annotations

from indexer.engines.whoosh.evaluate.scores import score
from indexer.engines.whoosh.evaluate.search import SegmentSearch

__all__ = ["SegmentSearch", "score"]
