"""How gunicorn serves the site: ``gunicorn --config python:search_web.server 'search_web.wsgi:app()'``.

The application is loaded once and then forked, so that the workers share the mapped index and the dictionary. What
is set here is a default: gunicorn's own options and ``GUNICORN_CMD_ARGS`` come after it.
"""

# ruff: noqa: RUF022 - these are gunicorn's names, in the order in which one reads about them
__all__ = ["bind", "preload_app", "workers", "worker_class", "threads", "keepalive", "timeout", "accesslog"]

bind = "127.0.0.1:8000"
preload_app = True
workers = 2
#: Threads take slow readers off the workers' hands; searching itself is limited by the processors.
worker_class = "gthread"
threads = 4
keepalive = 15
timeout = 60
#: No line for every request: the address of a page says what somebody searched for.
accesslog = None
