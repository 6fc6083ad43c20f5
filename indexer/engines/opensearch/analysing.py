"""Proposals into documents as they are sent, in several processes, in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from itertools import islice
from typing import Any

from indexer.engines.base import Analyse, IndexDocument
from indexer.processes import worker_processes

__all__ = ["analysed"]

_CHUNK = 200
_AHEAD = 2


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
