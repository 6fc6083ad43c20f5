"""Evaluates Whoosh query trees on arrays: :class:`SegmentSearch` matches, :func:`score` scores,
:func:`closeness` looks at the best hits once more."""

from __future__ import annotations

from indexer.engines.whoosh.evaluate.closeness import closeness
from indexer.engines.whoosh.evaluate.scores import score
from indexer.engines.whoosh.evaluate.search import SegmentSearch

__all__ = ["SegmentSearch", "closeness", "score"]
