"""What processes hold, from Linux's /proc, and what directories hold."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

__all__ = ["Held", "held_by", "size_of", "worked"]


class Held(tuple[int, int]):
    """Resident bytes with pages of mapped files, and without."""

    __slots__ = ()


def held_by(processes: Iterable[int]) -> Held:
    """Return what these processes hold in memory together."""
    texts = [Path(f"/proc/{each}/status").read_text(encoding="utf-8", errors="replace") for each in processes]
    resident, own = (sum(_bytes(text, name) for text in texts) for name in ("VmRSS", "RssAnon"))
    return Held((resident, own))


def _bytes(status: str, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) << 10 if found else 0


def worked(processes: Iterable[int]) -> float:
    """Return the seconds of processor time that these processes and this one have used, all threads together."""
    seconds = 0.0
    for each in {*processes, os.getpid()}:
        fields = Path(f"/proc/{each}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


def size_of(directory: Path) -> int:
    """Return the bytes of disk that the files below a directory take up; sparse ones take less than their length."""
    return sum(path.stat().st_blocks * 512 for path in directory.rglob("*") if path.is_file())
