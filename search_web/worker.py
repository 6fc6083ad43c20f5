"""A gunicorn worker that takes a connection only when it has a hand free for it.

Connections that nobody has taken wait in the one queue that all workers share, and the worker that is free first takes
the next. A worker that takes them before it can answer has a queue of its own: behind it readers wait though another
worker is idle.
"""

from __future__ import annotations

import time
from concurrent.futures import Future
from socket import socket
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

__all__ = ["FreeHandWorker"]


class FreeHandWorker(ThreadWorker):
    """gunicorn's threaded worker with at most two connections that were taken less than a second ago.

    Slow readers cannot block it: they keep a thread, as before, but hold up others for a second at most.
    """

    #: Connections taken at once: one is being answered, the other is read meanwhile.
    hands = 2
    #: Seconds after which a connection holds no hand any more: its reader is slow, or asked for a whole export.
    patience = 1.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._taken: dict[TConn, float] = {}

    def set_accept_enabled(self, enabled: bool | None) -> None:
        """Listen for connections, or stop; listening begins only when a hand is free."""
        super().set_accept_enabled(bool(enabled) and self._has_hand_free())

    def accept(self, listener: socket) -> None:
        """Take a connection, and none after it while no hand is free."""
        super().accept(listener)
        if not self._has_hand_free():
            super().set_accept_enabled(False)

    def enqueue_req(self, conn: TConn) -> None:
        """Have a connection answered; from now on it holds a hand."""
        self._taken[conn] = time.monotonic()
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """Let go of a connection that was answered, or that sent nothing."""
        self._taken.pop(conn, None)
        super().finish_request(conn, fs)

    def _has_hand_free(self) -> bool:
        since = time.monotonic() - self.patience
        return sum(taken > since for taken in self._taken.values()) < self.hands
