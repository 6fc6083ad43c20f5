"""Runs each measurement in a fresh process of its own, one after another, so that none warms or burdens the next."""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from benchmarks.speed.memory import PeakMemory

__all__ = ["MeasurementFailed", "in_child"]


T = TypeVar("T")


class MeasurementFailed(Exception):
    """A measuring process raised or died; the message says which and holds its traceback."""


def in_child(work: Callable[..., T], *arguments: Any) -> tuple[T, int]:
    """Return what ``work(*arguments)`` returns in a new process, and the most memory it and its children held.

    Raises:
        MeasurementFailed: the process raised or ended without an answer.
    """
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(sending, work, arguments))
    process.start()
    sending.close()
    with PeakMemory(process.pid or 0) as memory:
        try:
            failure, result = receiving.recv()
        except EOFError:
            failure, result = "进程中途退出", None
        process.join()
    if failure:
        raise MeasurementFailed(f"{work.__name__}{arguments[:1]}：\n{failure}")
    return result, memory.peak


def _answer(sending: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    try:
        answer = ("", work(*arguments))
    except Exception:  # told to the parent, which raises
        answer = (traceback.format_exc(), None)
    sending.send(answer)
    sending.close()
