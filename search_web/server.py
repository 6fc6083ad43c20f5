"""How gunicorn serves the site: ``gunicorn --config python:search_web.server 'search_web.wsgi:app()'``.

The application is loaded once and then forked, so that the workers share the mapped index and the dictionary. What
is set here is a default: gunicorn's own options and ``GUNICORN_CMD_ARGS`` come after it.
"""

import gc

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
]

bind = "127.0.0.1:8000"
preload_app = True
workers = 2
#: Threads are for slow readers; pages are computed one at a time, see ``turns``, by whichever worker is free first.
worker_class = "search_web.worker.FreeHandWorker"
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
