"""Engines over a cluster for tests: each in an index of its own that goes when it is closed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

from indexer.engines.base import IndexDocument
from indexer.engines.opensearch.client import connect
from indexer.engines.opensearch.engine import OpenSearchEngine
from indexer.engines.opensearch.generations import ClusterGenerations
from indexer.engines.opensearch.layout import Layout

__all__ = ["OnCluster"]


class OnCluster(OpenSearchEngine):
    """An engine over documents, indexed as a generation is."""

    def __init__(
        self,
        urls: Sequence[str],
        layout: Layout,
        documents: Sequence[IndexDocument],
        directory: Path,
        *,
        shards: int = 2,
    ) -> None:
        self._connected = connect(urls)
        self._prefix = f"test-{secrets.token_hex(4)}"
        generations = ClusterGenerations(
            self._connected, layout, prefix=self._prefix, directory=directory, shards=shards
        )
        path = generations.begin()
        generations.load(path, documents, _same)
        super().__init__(self._connected, path.name, layout, shards=shards)

    def close(self) -> None:
        """Delete the index."""
        self._connected.indices.delete(index=f"{self._prefix}-*")
        self._connected.close()


def _same(document: IndexDocument) -> IndexDocument:
    return document
