"""The piles of all clerks: made, found again by their owner only, and gone after a while."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from indexer import Against
from search_web.desk.errors import DeskError
from search_web.desk.folder import PileFolder
from search_web.desk.piles import Pile
from search_web.desk.uploads import Upload

__all__ = ["LIFETIME", "PileStore"]

#: How long a pile lies on the desk after it was last opened.
LIFETIME = timedelta(days=14)
#: Piles of one clerk at a time; 20 uploads of the greatest size are little more than a gigabyte.
MOST = 20
_ID = re.compile(r"[0-9a-f]{24}")


class PileStore:
    """Piles in a folder of their own. Safe to share between threads and processes."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def create(self, owner: str, name: str, against: Against, uploads: Sequence[Upload]) -> Pile:
        """Lay a new pile on a clerk's desk and return it.

        Raises:
            DeskError: the desk is full.
        """
        self._expire()
        if len(self.of(owner)) >= MOST:
            raise DeskError(f"查重台上已有 {MOST} 批，放不下了。请先丢弃用不着的。")
        created = datetime.now(UTC).isoformat(timespec="seconds")
        pile = Pile(secrets.token_hex(12), owner, name, against, created)
        folder = PileFolder(self._root / pile.id)
        folder.create(pile)
        for number, upload in enumerate(uploads, 1):
            place = folder.files / f"{number:04d}"
            place.mkdir()
            (place / upload.name).write_bytes(upload.content)
        return pile

    def folder(self, id: str, owner: str) -> PileFolder | None:
        """Return a clerk's own pile; None where there is none of this id, or it is somebody else's."""
        if not _ID.fullmatch(id):
            return None
        folder = PileFolder(self._root / id)
        pile = folder.get()
        if pile is None or pile.owner != owner:
            return None
        # Opening it keeps it.
        folder.path.touch()
        return folder

    def of(self, owner: str) -> list[Pile]:
        """Return a clerk's piles, newest first."""
        piles = [pile for path in self._paths() if (pile := PileFolder(path).get()) and pile.owner == owner]
        return sorted(piles, key=lambda pile: (pile.created, pile.id), reverse=True)

    def _paths(self) -> list[Path]:
        return [path for path in self._root.glob("*") if _ID.fullmatch(path.name)] if self._root.exists() else []

    def _expire(self) -> None:
        oldest = time.time() - LIFETIME.total_seconds()
        for path in self._paths():
            folder = PileFolder(path)
            if path.stat().st_mtime < oldest and not folder.at_work:
                folder.discard()
