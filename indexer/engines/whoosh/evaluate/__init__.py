"""Evaluates Whoosh query trees on arrays: ``match`` finds, ``score`` scores, ``results`` makes a page of it."""

from __future__ import annotations

from indexer.engines.whoosh.evaluate.results import evaluate

__all__ = ["evaluate"]
