"""Files that are there after a power cut, on every system the program runs on."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

__all__ = ["remove_tree", "replace_file", "sync_directory", "write_file"]

#: Tries, and seconds between two, where somebody has a file open for a moment or a dying worker still writes one.
_TRIES, _PAUSE = 20, 0.05


def write_file(path: Path, text: str) -> None:
    """Write a file, whole and on the disk or not at all."""
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        replace_file(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def sync_directory(path: Path) -> None:
    """Have the disk hold the names in a directory, so that a rename never outlives the bytes it names."""
    # Windows opens no directories; NTFS keeps a journal of names itself.
    if sys.platform != "win32":
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def replace_file(new: Path, path: Path) -> None:
    """Give a file its name in place of the one that has it; waits where Windows says that a reader has that open."""
    for _ in range(_TRIES if sys.platform == "win32" else 0):
        try:
            new.replace(path)
            return
        except PermissionError:
            time.sleep(_PAUSE)
    new.replace(path)


def remove_tree(path: Path) -> bool:
    """Remove a directory with all in it; return False where somebody has some of it open (the next run tries again)."""
    for _ in range(_TRIES):
        shutil.rmtree(path, ignore_errors=True)
        if not path.exists():
            return True
        time.sleep(_PAUSE)
    return False
