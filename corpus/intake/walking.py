"""Which files an import looks at: folders in sorted order, loops and special files refused, litter left out."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

from corpus.errors import system_reason

__all__ = ["Found", "walk"]

#: What systems and offices leave in folders, and what folders say about themselves: never proposals.
_LITTER = frozenset({"thumbs.db", "desktop.ini", "__macosx", "sha256sums", "md5sums"})
_ABOUT = ("readme", "license", "licence", "copying", "changelog", "notice")


@dataclass(frozen=True, slots=True)
class Found:
    """One file to import.

    Attributes:
        name: relative to the imported folder, that folder's own name first; with forward slashes.
        fault: why it cannot be read, ``""`` for a plain file.
    """

    path: Path
    name: str
    fault: str = ""

    @property
    def identity(self) -> str:
        """The absolute path, with no link above it: one file, however the command line names it."""
        return os.fsencode(self.path.parent.resolve() / self.path.name).decode("utf-8", "backslashreplace")

    def read_bytes(self) -> bytes:
        """Return what is in the file; raise OSError where it cannot be had, or has become a link meanwhile."""
        with open(self.path, "rb", opener=_open_itself) as file:
            return file.read()


def walk(roots: Iterable[Path]) -> Iterator[Found]:
    """Yield every file under the roots once, folders' contents sorted by name.

    Inside folders, hidden files, lock files of open documents (``~$…``), system litter and READMEs are left
    out; a file that is named itself is always taken. Links, whatever they lead to, and anything that is no plain
    file come with a ``fault``: who may put a link into a folder must not choose what is read on this machine.
    """
    seen: set[str] = set()
    for root in roots:
        name = root.name if root.name not in ("", "..") else root.resolve().name
        for found in _visit(root, name):
            if found.identity not in seen:
                seen.add(found.identity)
                yield found


def _visit(path: Path, name: str) -> Iterator[Found]:
    shown = os.fsencode(name).decode("utf-8", "backslashreplace")
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            yield Found(path, shown, "这是一个链接，没有跟着读。请放入文件本身，或直接写出它真正的路径。")
            return
        if stat.S_ISREG(status.st_mode):
            yield Found(path, shown)
            return
        if not stat.S_ISDIR(status.st_mode):
            yield Found(path, shown, "不是普通文件（设备、管道或套接字），没有读取。请移走它。")
            return
        children = sorted(child for child in path.iterdir() if not _is_litter(child.name))
    except OSError as error:
        yield Found(path, shown, _fault(error))
        return
    for child in children:
        yield from _visit(child, f"{name}/{child.name}")


def _open_itself(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))


def _is_litter(name: str) -> bool:
    lower = name.casefold()
    about = lower.partition(".")[0] in _ABOUT
    return about or lower in _LITTER or lower.startswith((".", "~$"))


def _fault(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "找不到这个文件。请检查路径。"
    if isinstance(error, PermissionError):
        return "没有读取权限。请检查权限后再导入。"
    return f"打不开（{system_reason(error)}）。请检查它是否完好。"
