"""Worker processes that end with the process that started them, whatever ends that one.

A worker is spawned, never forked: it inherits no open file, so none of its parent's locks (a forked one would hold
them for as long as it lives). And it watches its parent: a killed parent (out of memory, say) tells nobody.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait

__all__ = ["worker_processes"]


@contextmanager
def worker_processes(count: int) -> Iterator[ProcessPoolExecutor]:
    """Lend ``count`` worker processes; at the end what was not begun is dropped, and all of them have ended."""
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(count, mp_context=context, initializer=_end_with_parent)
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    threading.Thread(target=_watch, name="parent", daemon=True).start()


def _watch() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        # Ready once the parent is gone: a pipe whose only writing end was the parent's, or its handle on Windows.
        wait([parent.sentinel])
    # At once and from this thread: the main thread may wait for work that nobody will send any more.
    os._exit(1)
