"""Configuration: one frozen value, built at the edge (command line, server start) and passed down."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Where this installation keeps its archive and its index.

    >>> Settings(Path("tian-home")).index_directory.as_posix()
    'tian-home/index'
    """

    home: Path

    @property
    def archive(self) -> str:
        """Path or URL of the archive."""
        return str(self.home / "archive.sqlite")

    @property
    def index_directory(self) -> Path:
        """Where index generations live."""
        return self.home / "index"

    @property
    def archive_exists(self) -> bool:
        """Whether anything was ever imported here."""
        return Path(self.archive).exists()
