"""The connection to the cluster: several nodes, any of which will do; its errors, said as what they are.

No part of an answer is ever taken for the whole, and nobody sees a stack trace of Java.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as Unreachable
from opensearchpy.exceptions import ConnectionTimeout, NotFoundError, OpenSearchException, TransportError

from indexer.errors import IndexUnavailable

__all__ = ["cluster_errors", "connect", "is_transient", "major_version", "require_complete"]


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
    with cluster_errors("询问集群版本"):
        info: dict[str, Any] = client.info()
    return int(info["version"]["number"].split(".")[0])


@contextmanager
def cluster_errors(doing: str) -> Iterator[None]:
    """Raise IndexUnavailable, which says what was being done, for whatever the client raises inside."""
    try:
        yield
    except OpenSearchException as error:
        raise IndexUnavailable(f"{doing}时，{_reason(error)}") from error


def is_transient(error: OpenSearchException) -> bool:
    """Whether a request may succeed when it is made again a little later."""
    if isinstance(error, Unreachable | ConnectionTimeout):
        return True
    return isinstance(error, TransportError) and error.status_code in (408, 429, 500, 502, 503, 504)


def require_complete(answer: Mapping[str, Any], doing: str) -> Mapping[str, Any]:
    """Return an answer that is whole; IndexUnavailable where it is of some shards only, or ran out of time."""
    shards = answer.get("_shards", {})
    if shards.get("failed"):
        raise IndexUnavailable(
            f"{doing}时，检索集群的 {shards['total']} 个分片有 {shards['failed']} 个没有回答，结果会不全，所以不给出。"
            "集群通常会自行恢复，请稍后再试；一直这样，请查看集群状态（_cluster/health）。"
        )
    if answer.get("timed_out"):
        raise IndexUnavailable(f"{doing}时，检索集群没有在时限内答完，结果会不全，所以不给出。请稍后再试。")
    return answer


def _reason(error: OpenSearchException) -> str:
    if isinstance(error, ConnectionTimeout):
        return "检索集群没有在时限内回答。请稍后再试。"
    if isinstance(error, Unreachable):
        return "连不上检索集群的任何一个节点。请检查 --engine-url 的地址和集群是否在运行。"
    if isinstance(error, NotFoundError):
        return "检索集群里没有要找的索引：它可能刚被新一代替换。请再试一次；一直这样，请运行 tian reindex。"
    if isinstance(error, TransportError):
        return _status(error)
    return f"检索集群的客户端出错：{error}"


def _status(error: TransportError) -> str:
    if error.status_code in (401, 403):
        return "检索集群拒绝了这个用户。请检查 --engine-url 里的用户名、密码和权限。"
    if error.status_code == 429:
        return "检索集群太忙。请稍后再试。"
    if error.status_code in (502, 503, 504):
        return "检索集群有分片暂时不可用，结果会不全，所以不给出。集群通常会自行恢复，请稍后再试。"
    if "too_many" in str(error):
        return "查询太长，集群的上限不够。请管理员把 indices.query.bool.max_clause_count 设为 8192。"
    return f"检索集群报错 {error.status_code}：{error.error}。"
