"""The engine for many machines: an OpenSearch cluster, any version from 2.19 on, without plugins.

    connect(urls)  ─▶  ClusterGenerations(client, layout, prefix=…, directory=…)  ─▶  OpenSearchEngine

Needs the extra ``[opensearch]``; nothing else imports this package.
"""

from indexer.engines.opensearch.client import connect
from indexer.engines.opensearch.engine import OpenSearchEngine
from indexer.engines.opensearch.generations import ClusterGenerations
from indexer.engines.opensearch.layout import Layout

__all__ = ["ClusterGenerations", "Layout", "OpenSearchEngine", "connect"]
