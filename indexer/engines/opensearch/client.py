"""The connection to the cluster: several nodes, any of which will do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from opensearchpy import OpenSearch

from indexer.engines.opensearch.errors import told

__all__ = ["connect", "major_version"]

#: Seconds until a request counts as lost. The cluster itself gives up a search before that.
_TIMEOUT = 60


def connect(urls: Sequence[str]) -> OpenSearch:
    """Return a client that goes on with the next node where one does not answer; nothing is sent yet.

    Args:
        urls: ``http://10.0.0.1:9200``; also ``https://`` and with user and password.
    """
    return OpenSearch(
        hosts=list(urls),
        timeout=_TIMEOUT,
        # Once for every node and once more, so that one or two dead nodes are never the reason.
        max_retries=len(urls) + 1,
        retry_on_timeout=True,
        http_compress=False,
        pool_maxsize=16,
    )


def major_version(client: OpenSearch) -> int:
    """Return the cluster's major version."""
    with told("询问集群版本"):
        info: dict[str, Any] = client.info()
    return int(info["version"]["number"].split(".")[0])
