"""Bulk indexing: records into documents, in several processes, and documents into an index.

Requests have a bounded size and are made again while the cluster is busy or loses a machine.
Documents have ids of their own, so sending one twice leaves one; whatever is not confirmed is sent again.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import OpenSearchException, TransportError
from opensearchpy.helpers import streaming_bulk

from indexer.engines.base import Analyse, IndexDocument
from indexer.engines.opensearch.client import is_transient
from indexer.errors import IndexUnavailable
from indexer.index.processes import worker_processes

__all__ = ["Action", "analysed", "send"]


#: A request holds at most this much; larger ones only make the cluster's memory the limit.
_REQUEST_BYTES, _REQUEST_DOCUMENTS = 8 << 20, 500
#: Documents held here until all of them are confirmed.
_ROUND = 1_000
#: Seconds to wait before what failed is sent again: in all, longer than a cluster takes to replace a machine's shards.
WAITS: tuple[float, ...] = (0.5, 1, 2, 4, 8, 15, 30, 30, 30, 60, 60)


#: Records sent to a worker process at a time, and how many such chunks wait for each.
_CHUNK, _AHEAD = 200, 2


@dataclass(frozen=True, slots=True)
class Action:
    """One document to put in under its id, or to take out where there is no ``source``."""

    id: str
    source: dict[str, Any] | None = None


def send(
    client: OpenSearch,
    index: str,
    actions: Iterable[Action],
    *,
    progress: Callable[[int], None] | None = None,
    waits: tuple[float, ...] = WAITS,
) -> int:
    """Send everything and return how many there were; returns only when all of it is confirmed.

    Raises:
        IndexUnavailable: the cluster refused a document, or could not take it however often it was sent.
    """
    done = 0
    for batch in _rounds(actions):
        pending = {action.id: action for action in batch}
        for wait in (*waits, None):
            failed = _send_once(client, index, pending.values())
            if not failed:
                break
            if wait is None:
                reason = next(iter(failed.values()))
                raise IndexUnavailable(f"有 {len(failed)} 件写不进检索集群：{reason}。线上的索引没有变，请稍后再试。")
            time.sleep(wait)
            pending = {id: pending[id] for id in failed}
        done += len(batch)
        if progress is not None:
            progress(done)
    return done


def _rounds(actions: Iterable[Action]) -> Iterator[list[Action]]:
    remaining = iter(actions)
    while batch := list(islice(remaining, _ROUND)):
        yield batch


def _send_once(client: OpenSearch, index: str, actions: Iterable[Action]) -> dict[str, str]:
    """Send some documents; return those to be sent again, each with the reason."""
    failed: dict[str, str] = {}
    confirmations = streaming_bulk(
        client,
        (_operation(index, action) for action in actions),
        chunk_size=_REQUEST_DOCUMENTS,
        max_chunk_bytes=_REQUEST_BYTES,
        # 429, the cluster is busy: again after 1, 2, 4 … seconds.
        max_retries=5,
        initial_backoff=1,
        max_backoff=30,
        raise_on_error=False,
        raise_on_exception=False,
    )
    for confirmed, answers in confirmations:
        (verb, answer) = next(iter(answers.items()))
        if not confirmed and not (verb == "delete" and answer.get("status") == 404):
            failed[answer["_id"]] = _reason(answer)
    return failed


def _operation(index: str, action: Action) -> dict[str, Any]:
    where = {"_index": index, "_id": action.id}
    if action.source is None:
        return {"_op_type": "delete", **where}
    return {"_op_type": "index", **where, "_source": action.source}


def _reason(answer: dict[str, Any]) -> str:
    """Why a document was not taken; IndexUnavailable where it never will be."""
    error = answer.get("exception")
    if isinstance(error, OpenSearchException):
        if is_transient(error):
            return str(error.error if isinstance(error, TransportError) else error)
        raise IndexUnavailable(f"检索集群不接受写入：{error}") from error
    status, cause = answer.get("status"), answer.get("error")
    reason = cause.get("reason", cause) if isinstance(cause, dict) else cause
    if status in (408, 429, 500, 502, 503, 504):
        return str(reason)
    raise IndexUnavailable(f"检索集群不接受提案 {answer['_id']}：{reason}")


def analysed(records: Iterable[Any], analyse: Analyse, workers: int) -> Iterator[IndexDocument]:
    """Yield the document of every record, in the records' order; only a bounded number is under way."""
    if workers <= 1:
        yield from map(analyse, records)
        return
    with worker_processes(workers) as executor:
        pending: deque[Future[list[IndexDocument]]] = deque()
        remaining = iter(records)
        while chunk := list(islice(remaining, _CHUNK)):
            pending.append(executor.submit(_analyse, analyse, chunk))
            if len(pending) >= workers * _AHEAD:
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()


def _analyse(analyse: Analyse, chunk: list[Any]) -> list[IndexDocument]:
    return list(map(analyse, chunk))
