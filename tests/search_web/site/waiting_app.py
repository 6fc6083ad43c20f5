"""A WSGI application and workers for the tests of ``search_web.server``: pages that wait until a file is there."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from search_web.server import BoundedAcceptWorker

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

__all__ = ["PatientWorker", "application"]

_turn = Lock()


class PatientWorker(BoundedAcceptWorker):
    """Never counts a connection as slow, however long the machine takes."""

    slow_after = 3600.0


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer one page at a time with the number of this process; ``/held`` not before ``$HELD/go`` is there.

    ``/frozen`` tells how many objects this process leaves out of its search for garbage.
    """
    held = Path(os.environ["HELD"])
    with _turn:
        if environ["PATH_INFO"] == "/held":
            (held / "begun").touch()
            while not (held / "go").exists():
                time.sleep(0.01)
    if environ["REQUEST_METHOD"] == "POST":
        size = sum(len(piece) for piece in iter(lambda: environ["wsgi.input"].read(65_536), b""))
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [str(size).encode()]
    answer = str(gc.get_freeze_count() if environ["PATH_INFO"] == "/frozen" else os.getpid()).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(answer)))])
    return [answer]
