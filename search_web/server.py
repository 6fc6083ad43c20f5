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
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from socket import SHUT_RDWR, socket
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
threads = 8
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


class _ArrivingBody:
    """The body of a request, which tells of every piece that was read, and when it was the last."""

    def __init__(self, body: Any, headers: list[tuple[str, str]], told: Callable[..., None]) -> None:
        self._body = body
        self._told = told
        length = next((value for name, value in headers if name == "CONTENT-LENGTH"), "")
        self._left = int(length) if length.isdecimal() else None

    def read(self, size: int | None = None) -> bytes:
        """Return the next piece of the body, ``b""`` at its end."""
        return self._noted(self._body.read(size))

    def readline(self, size: int | None = None) -> bytes:
        """Return the next line of the body, ``b""`` at its end."""
        return self._noted(self._body.readline(size))

    def readlines(self, size: int | None = None) -> list[bytes]:
        """Return all lines of the body."""
        return list(self)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")

    def __getattr__(self, name: str) -> Any:
        # What gunicorn itself asks of a body.
        return getattr(self._body, name)

    def _noted(self, piece: bytes) -> bytes:
        if self._left is not None:
            self._left -= len(piece)
        self._told(whole=not piece or self._left == 0)
        return piece


class BoundedAcceptWorker(ThreadWorker):
    """gunicorn's threaded worker with at most two connections that were accepted less than a second ago.

    Slow readers cannot block it: they keep a thread, as before, but hold up others for a second at most. Nor can
    whoever sends half a request and waits: two threads are kept free of them, by hanging up on the one that has sent
    nothing for the longest time. Behind nginx, which collects requests first, that never happens.
    """

    #: Connections accepted at once: one is being answered, the other is read meanwhile.
    max_accepted = 2
    #: Seconds after which a connection no longer counts: its reader is slow, or asked for a whole export.
    slow_after = 1.0
    #: Seconds that a request may take to arrive, or the next piece of it, however few others there are.
    longest_silence = 30.0
    #: Threads that no half-sent request may keep.
    kept_free = 2

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._accepted: dict[TConn, float] = {}
        self._arriving: dict[TConn, float] = {}

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

    def handle(self, conn: TConn) -> bool:
        """Read a request and answer it, in a thread; until it is there, it counts as arriving."""
        self._arriving[conn] = time.monotonic()
        try:
            kept: bool = super().handle(conn)
            return kept
        finally:
            self._arriving.pop(conn, None)

    def handle_request(self, req: Any, conn: TConn) -> bool:
        """Answer a request whose head is there; its body is read meanwhile, as far as the site wants it."""
        if not any(name in ("CONTENT-LENGTH", "TRANSFER-ENCODING") for name, _ in req.headers):
            self._arriving.pop(conn, None)
        else:
            req.body = _ArrivingBody(req.body, req.headers, partial(self._arrived, conn))
        answered: bool = super().handle_request(req, conn)
        return answered

    def murder_pending(self) -> None:
        """Hang up on connections that sent nothing, and on half-sent requests that keep others waiting."""
        super().murder_pending()
        now = time.monotonic()
        silent = sorted((since, id(conn), conn) for conn, since in list(self._arriving.items()))
        waiting = [(since, conn) for since, _, conn in silent if since < now - self.slow_after]
        too_many = len(waiting) - (self.cfg.threads - self.kept_free)
        for number, (since, conn) in enumerate(waiting):
            if number < too_many or since < now - self.longest_silence:
                with suppress(OSError):
                    # The thread that reads from it comes to the end, and closes it.
                    conn.sock.shutdown(SHUT_RDWR)

    def _arrived(self, conn: TConn, *, whole: bool) -> None:
        if whole:
            self._arriving.pop(conn, None)
        elif conn in self._arriving:
            self._arriving[conn] = time.monotonic()

    def _may_accept(self) -> bool:
        since = time.monotonic() - self.slow_after
        return sum(accepted > since for accepted in self._accepted.values()) < self.max_accepted
