"""Proposals into documents as they are sent, in several processes, in order."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import Any

from indexer.engines.base import Analyse, IndexDocument

__all__ = ["analysed"]

_CHUNK = 200
_AHEAD = 2


def analysed(records: Iterable[Any], analyse: Analyse, workers: int) -> Iterator[IndexDocument]:
    """Yield the document of every record, in the records' order; only a bounded number is under way."""
    if workers <= 1:
        yield from map(analyse, records)
        return
    # Spawned, not forked: connections to the cluster have threads of their own.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as executor:
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
