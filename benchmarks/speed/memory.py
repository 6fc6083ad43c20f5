"""Memory of processes, from Linux's /proc."""

from __future__ import annotations

import re
import threading
from pathlib import Path

__all__ = ["PeakMemory", "private_bytes", "resident_bytes"]

_PROC = Path("/proc")
_INTERVAL_SECONDS = 0.25


def resident_bytes() -> int:
    """Return the resident memory of this process, pages of mapped files included."""
    return _status("VmRSS")


def private_bytes() -> int:
    """Return the memory of this process that is not pages of files."""
    return _status("RssAnon")


def _status(name: str) -> int:
    text = (_PROC / "self/status").read_text(encoding="ascii", errors="replace")
    found = re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) << 10 if found else 0


class PeakMemory:
    """Watches a process and all its descendants; what several of them share counts once.

    Use as a context manager; ``peak`` is the largest sum seen, sampled four times a second.
    """

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._pid = pid
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> PeakMemory:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(_INTERVAL_SECONDS):
            self.peak = max(self.peak, _family_bytes(self._pid))


def _family_bytes(pid: int) -> int:
    try:
        rollup = (_PROC / f"{pid}/smaps_rollup").read_text(encoding="ascii")
        children = [
            int(child)
            for task in (_PROC / f"{pid}/task").iterdir()
            for child in (task / "children").read_text(encoding="ascii").split()
        ]
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0  # it ended while it was looked at
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return (int(found[1]) << 10 if found else 0) + sum(map(_family_bytes, children))
