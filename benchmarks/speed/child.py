"""Runs each measurement in a fresh process of its own, one after another, so that none warms or burdens the next."""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from benchmarks.speed.memory import PeakMemory

__all__ = ["MeasurementFailed", "in_child", "in_watched_child"]


T = TypeVar("T")


class MeasurementFailed(Exception):
    """A measuring process raised or died; the message says which and holds its traceback."""


def in_child(work: Callable[..., T], *arguments: Any) -> T:
    """Return what ``work(*arguments)`` returns in a new process.

    Raises:
        MeasurementFailed: the process raised or ended without an answer.
    """
    with _started(work, arguments) as (_, receiving):
        return _received(work, arguments, receiving)


def in_watched_child(work: Callable[..., T], *arguments: Any) -> tuple[T, int]:
    """Return what :func:`in_child` returns, and the most memory the process and its children held.

    Looking at memory costs a few hundredths of a core, so it is left out where milliseconds are measured.
    """
    with _started(work, arguments) as (pid, receiving), PeakMemory(pid) as memory:
        result = _received(work, arguments, receiving)
    return result, memory.peak


@contextmanager
def _started(work: Callable[..., Any], arguments: tuple[Any, ...]) -> Iterator[tuple[int, Connection]]:
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(sending, work, arguments))
    process.start()
    sending.close()
    try:
        yield process.pid or 0, receiving
    finally:
        process.join()


def _received(work: Callable[..., T], arguments: tuple[Any, ...], receiving: Connection) -> T:
    try:
        failure, result = receiving.recv()
    except EOFError:
        failure, result = "进程中途退出", None
    if failure:
        raise MeasurementFailed(f"{work.__name__}{arguments[:1]}：\n{failure}")
    answer: T = result
    return answer


def _answer(sending: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    try:
        answer = ("", work(*arguments))
    except Exception:  # told to the parent, which raises
        answer = (traceback.format_exc(), None)
    sending.send(answer)
    sending.close()
