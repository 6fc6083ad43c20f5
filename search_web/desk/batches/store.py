"""The batches of the office: laid on the desk by one clerk, opened by any, and gone after a while.

What a clerk uploads or pastes comes in here: names are made safe, limits said in clear words.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Protocol

from indexer import Against
from search_web.desk.batches.folder import BatchFolder
from search_web.desk.batches.model import Batch, DeskError

__all__ = ["LIFETIME", "MAX_DRAFTS", "MAX_FILES", "MAX_PASTED", "BatchStore", "Upload", "pasted", "uploaded"]

#: How long a batch is kept after it was last opened.
LIFETIME = timedelta(days=14)
#: Batches of one clerk at a time; 20 uploads of the greatest size are little more than a gigabyte.
MOST = 20
_ID = re.compile(r"[0-9a-f]{24}")
#: Files of one upload, and new proposals of one batch; the national session of 2025 received 5,890 in all.
MAX_FILES, MAX_DRAFTS = 1_000, 2_000
#: Characters of a pasted text; the longest real proposals have about 20,000.
MAX_PASTED = 200_000
#: Characters of a file's name that are kept.
_NAME = 120
#: What offices and systems leave in folders.
_LITTER = re.compile(r"^(?:\.|~\$|thumbs\.db$|desktop\.ini$|__macosx$)", re.IGNORECASE)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]")


class BatchStore:
    """Batches in a folder of their own. Safe to share between threads and processes."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def create(self, owner: str, name: str, against: Against, uploads: Sequence[Upload]) -> Batch:
        """Lay a new batch on a clerk's desk and return it.

        Raises:
            DeskError: the desk is full.
        """
        self._expire()
        if sum(each.owner == owner for each in self.all()) >= MOST:
            raise DeskError(f"您在查重台上已有 {MOST} 批，放不下了。请先丢弃用不着的。")
        created = datetime.now(UTC).isoformat(timespec="seconds")
        batch = Batch(secrets.token_hex(12), owner, name, against, created)
        folder = BatchFolder(self._root / batch.id)
        try:
            folder.create()
            for number, upload in enumerate(uploads, 1):
                place = folder.files / f"{number:04d}"
                place.mkdir()
                (place / upload.name).write_bytes(upload.content)
            # Written last: a folder without it is no batch, however the upload ended.
            folder.put(batch)
        except OSError as error:
            folder.discard()
            raise DeskError(
                f"没能存下上传的文件（{error.strerror}）。请告诉管理员查看磁盘空间，再上传一次。"
            ) from error
        return batch

    def folder(self, id: str) -> BatchFolder | None:
        """Return a batch, whoever uploaded it; None where there is none of this id."""
        if not _ID.fullmatch(id):
            return None
        folder = BatchFolder(self._root / id)
        if folder.get() is None:
            return None
        # Opening it keeps it.
        folder.path.touch()
        return folder

    def all(self) -> list[Batch]:
        """Return the office's batches, newest first."""
        batches = [batch for path in self._paths() if (batch := BatchFolder(path).get())]
        return sorted(batches, key=lambda batch: (batch.created, batch.id), reverse=True)

    def _paths(self) -> list[Path]:
        return [path for path in self._root.glob("*") if _ID.fullmatch(path.name)] if self._root.exists() else []

    def _expire(self) -> None:
        oldest = time.time() - LIFETIME.total_seconds()
        for path in self._paths():
            folder = BatchFolder(path)
            if path.stat().st_mtime < oldest and not folder.at_work:
                folder.discard()


class Sent(Protocol):
    """A file as the web framework hands it over."""

    filename: str | None

    def read(self) -> bytes:
        """Return its bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Upload:
    """One file to check: its name without folders, and its bytes."""

    name: str
    content: bytes


def uploaded(files: Iterable[Sent]) -> list[Upload]:
    """Return the files worth reading, by name; folders' litter is left out.

    Raises:
        DeskError: none is left, or there are too many.
    """
    found = [(_last(each.filename or ""), each) for each in files]
    wanted = [(_safe(name), each) for name, each in found if name and not _LITTER.match(name)]
    if not wanted:
        raise DeskError("没有收到文件。请选择文件或文件夹后再提交。")
    if len(wanted) > MAX_FILES:
        raise DeskError(f"一次最多上传 {MAX_FILES} 个文件，这次有 {len(wanted)} 个。请分几批上传。")
    # Browsers send a folder in no particular order; people number their files.
    return [Upload(name, each.read()) for name, each in sorted(wanted, key=lambda found: _natural(found[0]))]


def pasted(title: str, text: str) -> Upload:
    """Return a pasted text as the text file it would have been: the title is its first line.

    Raises:
        DeskError: nothing was pasted, or too much.
    """
    title, text = " ".join(title.split()), text.replace("\r\n", "\n").strip()
    if not title and not text:
        raise DeskError("还没有内容。请贴上提案的标题和正文，或者上传文件。")
    if len(text) > MAX_PASTED:
        raise DeskError(f"正文有 {len(text):,} 字，一次最多 {MAX_PASTED:,} 字。请只贴一件提案，或者改为上传文件。")
    lines = [title, "", text] if title else [text]
    return Upload("粘贴的文字.txt", "\n".join(lines).encode("utf-8", "replace"))


def batch_name(typed: str, uploads: Sequence[Upload], title: str = "") -> str:
    """Return what a batch is called: as typed, else after what is in it.

    >>> batch_name("", [Upload("甲.docx", b""), Upload("乙.docx", b"")])
    '甲.docx 等 2 个文件'
    """
    typed = " ".join(typed.split())[:_NAME]
    first = title[:_NAME] or uploads[0].name
    return typed or (first if len(uploads) == 1 else f"{first} 等 {len(uploads)} 个文件")


def _natural(name: str) -> list[tuple[int, str]]:
    """A key that puts 2.docx before 10.docx."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)]


def _last(sent: str) -> str:
    """The last part of the path that a browser sends for a file."""
    return PurePosixPath(sent.replace("\\", "/")).name


def _safe(name: str) -> str:
    """The name with nothing in it that a file system takes for more than a letter."""
    name = _UNSAFE.sub("_", name).strip(". ") or "未命名"
    stem, dot, suffix = name.rpartition(".")
    # A file system counts bytes: 80 Chinese characters are 240.
    return f"{stem[:70]}{dot}{suffix[:10]}" if dot else name[:80]
