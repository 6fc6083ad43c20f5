"""How gunicorn serves the site: ``gunicorn --config python:search_web.server 'search_web.wsgi:app()'``.

The application is loaded once and then forked, so that the workers share the mapped index and the dictionary. What
is set here is a default: gunicorn's own options and ``GUNICORN_CMD_ARGS`` come after it.

Connections that nobody has accepted wait in the one queue that all workers share, and the worker that is free first
takes the next (``BoundedAcceptWorker``). A worker that accepts them before it can answer has a queue of its own:
behind it readers wait though another worker is idle.
"""

from __future__ import annotations

import gc
import time
from concurrent.futures import Future
from socket import socket
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

# ruff: noqa: RUF022 - these are gunicorn's names, in the order in which one reads about them
__all__ = [
    "bind",
    "preload_app",
    "workers",
    "worker_class",
    "threads",
    "keepalive",
    "timeout",
    "accesslog",
    "control_socket_disable",
    "when_ready",
    "BoundedAcceptWorker",
]

bind = "127.0.0.1:8000"
preload_app = True
workers = 2
#: Threads are for slow readers; pages are computed one at a time (``one_request_at_a_time``), by the first free worker.
worker_class = "search_web.server.BoundedAcceptWorker"
threads = 4
#: A kept connection stays with one worker, however busy; a new one goes to whichever is free.
keepalive = 0
timeout = 60
#: No line for every request: the address of a page says what somebody searched for.
accesslog = None
#: The process is steered by signals; a socket for it in a home directory is one thing more to guard.
control_socket_disable = True

#: New objects before Python looks for garbage; a page makes some ten thousand, nearly all of them freed without it.
_BETWEEN_COLLECTIONS = 20_000


def when_ready(server: object) -> None:  # gunicorn's hook, after loading and before forking
    """Leave what was loaded out of every search for garbage: that costs an eighth of a page, and unshares memory."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_BETWEEN_COLLECTIONS, 20, 20)


class BoundedAcceptWorker(ThreadWorker):
    """gunicorn's threaded worker with at most two connections that were accepted less than a second ago.

    Slow readers cannot block it: they keep a thread, as before, but hold up others for a second at most.
    """

    #: Connections accepted at once: one is being answered, the other is read meanwhile.
    max_accepted = 2
    #: Seconds after which a connection no longer counts: its reader is slow, or asked for a whole export.
    slow_after = 1.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._accepted: dict[TConn, float] = {}

    def set_accept_enabled(self, enabled: bool | None) -> None:
        """Listen for connections, or stop; listening begins only while the bound is not reached."""
        super().set_accept_enabled(bool(enabled) and self._may_accept())

    def accept(self, listener: socket) -> None:
        """Accept a connection, and none after it while the bound is reached."""
        super().accept(listener)
        if not self._may_accept():
            super().set_accept_enabled(False)

    def enqueue_req(self, conn: TConn) -> None:
        """Have a connection answered; from now on it counts."""
        self._accepted[conn] = time.monotonic()
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """Let go of a connection that was answered, or that sent nothing."""
        self._accepted.pop(conn, None)
        super().finish_request(conn, fs)

    def _may_accept(self) -> bool:
        since = time.monotonic() - self.slow_after
        return sum(accepted > since for accepted in self._accepted.values()) < self.max_accepted
