"""Files of strangers, read in a process of their own: what a file costs is bounded, and the reader of it may die.

parent ── (name, content, profile) ──▶ child: limits ── read ──▶ (Item, …) ── parent

One child reads file after file; where one takes too long or too much, it is ended, the file is refused with its reason,
and the next file gets a new child. Memory and open files are limited where the system knows such limits (not on
Windows), time everywhere.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Timer
from types import TracebackType
from typing import BinaryIO

from corpus.profiles import Profile
from corpus.readers import read
from corpus.readers.items import Item, Reject

__all__ = ["BoundedReader", "ReadLimits"]

_LENGTH = 8
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """What reading one file may cost: seconds, bytes of memory of the process that reads, open files of it."""

    seconds: float = 60.0
    memory: int = 2 << 30
    files: int = 64


class BoundedReader:
    """Reads files within limits, one after the other; a context manager that may be shared between threads."""

    def __init__(self, limits: ReadLimits | None = None) -> None:
        self.limits = limits or ReadLimits()
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def __enter__(self) -> BoundedReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def read(self, name: str, content: bytes, profile: Profile) -> tuple[Item, ...]:
        """Return what :func:`corpus.read` yields; for a file beyond the limits, one reject that says so."""
        with self._lock:
            child = self._running()
            late = Timer(self.limits.seconds, child.kill)
            late.start()
            try:
                assert child.stdin is not None
                assert child.stdout is not None
                _send(child.stdin, pickle.dumps((name, content, profile)))
                answer = _receive(child.stdout)
            except (BrokenPipeError, EOFError):
                self._end()
                return (Item(reject=Reject("", self._reason(late))),)
            finally:
                late.cancel()
        found: tuple[Item, ...] = pickle.loads(answer)
        return found

    def close(self) -> None:
        """End the process that reads, if there is one."""
        with self._lock:
            self._end()

    def _reason(self, late: Timer) -> str:
        # A timer that has fired is finished before it is cancelled.
        if late.finished.is_set():
            return f"读了 {self.limits.seconds:g} 秒还没有读完，没有再读。请把文件拆小，或另存为文本后再试。"
        megabytes = self.limits.memory >> 20
        return f"读这个文件要用的内存超过 {megabytes} MB，没有读完。请把文件拆小，或另存为文本后再试。"

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end()
            limits = (str(self.limits.memory), str(self.limits.files))
            command = [sys.executable, "-c", "from corpus.intake.bounded import serve; serve()", *limits]
            pipe = subprocess.PIPE
            # Where the package stands, wherever this process was started.
            self._child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, cwd=_ROOT)
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            # Closes both pipes, whatever stands in them.
            self._child.communicate()
            self._child = None


def serve(arguments: Sequence[str] | None = None) -> None:
    """Read what comes on standard input until it ends: the child's part. Arguments: bytes of memory, open files."""
    memory, files = map(int, arguments or sys.argv[1:])
    _limit(memory, files)
    given, answers = sys.stdin.buffer, sys.stdout.buffer
    # Whatever a library prints must not come between the answers.
    sys.stdout = sys.stderr
    while True:
        try:
            name, content, profile = pickle.loads(_receive(given))
        except EOFError:
            return
        _send(answers, pickle.dumps(_read(name, content, profile)))


def _read(name: str, content: bytes, profile: Profile) -> tuple[Item, ...]:
    try:
        return tuple(read(name, content, profile=profile, handed_in=True))
    except MemoryError:
        # The parent says why: this process has nothing left to say it with.
        raise SystemExit(1) from None
    except Exception as fault:
        reason = f"读这个文件时程序出了差错（{type(fault).__name__}），没有读入。请另存为文本后再试。"
        return (Item(reject=Reject("", reason)),)


def _limit(memory: int, files: int) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _send(pipe: BinaryIO | object, message: bytes) -> None:
    assert hasattr(pipe, "write")
    assert hasattr(pipe, "flush")
    pipe.write(len(message).to_bytes(_LENGTH))
    pipe.write(message)
    pipe.flush()


def _receive(pipe: BinaryIO | object) -> bytes:
    assert hasattr(pipe, "read")
    head = pipe.read(_LENGTH)
    message: bytes = pipe.read(int.from_bytes(head)) if len(head) == _LENGTH else b""
    if not message or len(message) != int.from_bytes(head):
        raise EOFError
    return message
