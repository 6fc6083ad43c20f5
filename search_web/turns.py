"""One page at a time in a process.

Pages that are computed at once only take the interpreter from each other: each takes a quarter more processor time than
alone, and all are late. The threads of a process are for readers who fetch slowly. Where the work is done by
another machine, nobody waits for a turn.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from search_web.site import current_site

__all__ = ["in_turn"]

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


def in_turn(view: Callable[_Asked, _Answer]) -> Callable[_Asked, _Answer]:
    """Let a view that computes without waiting for anything have its process for itself."""

    @wraps(view)
    def waiting(*args: _Asked.args, **named: _Asked.kwargs) -> _Answer:
        with current_site().turn:
            return view(*args, **named)

    return waiting
