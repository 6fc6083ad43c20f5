"""Locks between processes: files that the system lets go when their holder ends, however it ends.

    write.lock           locked while held
    write.lock.gate      locked for the moment in which somebody takes the lock or looks at it
    write.lock.holder    who holds it, where the holder said so

The gate keeps a look from being mistaken for a holder. Both stay on disk; only the system's lock on them counts.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import FileLock

__all__ = ["HeldLock", "Holder", "holder_of", "is_held", "take", "waiting_for"]

#: Seconds between two tries of those who wait.
_POLL = 0.01


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock.

    Attributes:
        since: when it was taken, ISO 8601 in UTC.
        doing: what for, in Chinese: 正在重建索引.
    """

    pid: int
    host: str
    since: str
    doing: str

    def __str__(self) -> str:
        """Say it as a message does, in this machine's time.

        >>> str(Holder(123, socket.gethostname(), "2026-12-01T10:00:00", "正在重建索引"))
        '进程号 123，2026-12-01 10:00 起，正在重建索引'
        """
        since = datetime.fromisoformat(self.since).astimezone()
        where = "" if self.host == socket.gethostname() else f"机器 {self.host} 的"
        return f"{where}进程号 {self.pid}，{since:%Y-%m-%d %H:%M} 起，{self.doing}"


class HeldLock:
    """A lock that this process holds until :meth:`close`; any thread may close it."""

    def __init__(self, lock: FileLock, note: Path) -> None:
        self._lock = lock
        self._note = note

    def close(self) -> None:
        """Let the lock go."""
        self._note.unlink(missing_ok=True)
        self._lock.release()

    def __enter__(self) -> HeldLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def take(path: Path, doing: str = "") -> HeldLock | None:
    """Return the lock, to be closed by its holder; None at once where somebody has it.

    Args:
        doing: what for, told to others by :func:`holder_of`; nothing is told without.
    """
    lock = _file_lock(path)
    with _gate(path):
        if not _acquired(lock):
            return None
        held = HeldLock(lock, _note(path))
        try:
            if doing:
                now = datetime.now(UTC).isoformat(timespec="seconds")
                holder = Holder(os.getpid(), socket.gethostname(), now, doing)
                _note(path).write_text(json.dumps(asdict(holder)), encoding="utf-8")
        except OSError:
            held.close()
            raise
        return held


@contextmanager
def waiting_for(path: Path) -> Iterator[None]:
    """Hold the lock, as soon as whoever has it is done."""
    with _file_lock(path).acquire(poll_interval=_POLL):
        yield


def is_held(path: Path) -> bool:
    """Whether somebody has the lock; looking does not disturb others who look, nor who takes it."""
    lock = _file_lock(path)
    with _gate(path):
        if not _acquired(lock):
            return True
        lock.release()
    return False


def holder_of(path: Path) -> Holder | None:
    """Return who holds the lock, as far as it is known; None where nobody does or said nothing."""
    with _gate(path):
        try:
            return Holder(**json.loads(_note(path).read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            # No note, or one of a holder that the power left while it wrote.
            return None


def _acquired(lock: FileLock) -> bool:
    # Here and below: filelock is loaded by whoever writes, not by whoever searches.
    from filelock import Timeout

    try:
        lock.acquire(blocking=False)
    except Timeout:
        return False
    return True


@contextmanager
def _gate(path: Path) -> Iterator[None]:
    with waiting_for(path.with_name(f"{path.name}.gate")):
        yield


def _file_lock(path: Path) -> FileLock:
    # Taken in one thread and let go in another: the lock is the process's, not the thread's.
    from filelock import FileLock

    return FileLock(path, thread_local=False)


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.holder")
