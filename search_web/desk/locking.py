"""Locks that end with whoever holds them: files that the system lets go when a process ends, however it ends."""

from __future__ import annotations

import fcntl
import time
from pathlib import Path
from typing import IO

__all__ = ["is_held", "take"]

#: Tries, and seconds between two: a look at a lock keeps it for a moment.
_TRIES, _PAUSE = 20, 0.02


def take(path: Path) -> IO[str] | None:
    """Return the lock, to be closed by its holder; None where somebody has it."""
    lock = path.open("a")
    for _ in range(_TRIES):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        except OSError:
            time.sleep(_PAUSE)
    lock.close()
    return None


def is_held(path: Path) -> bool:
    """Whether somebody has the lock; looking does not disturb others who look."""
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
