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
    #: URL of an archive in a database elsewhere; empty for a file in the home directory.
    archive_url: str = ""
    #: File that holds the password of that URL, so that it stands in no command line.
    archive_password_file: Path | None = None

    @property
    def archive(self) -> str:
        """Path or URL of the archive."""
        return self.archive_url or str(self.home / "archive.sqlite")

    @property
    def index_directory(self) -> Path:
        """Where index generations live."""
        return self.home / "index"

    @property
    def archive_exists(self) -> bool:
        """Whether anything was ever imported here; of a database elsewhere, only opening it tells."""
        return bool(self.archive_url) or Path(self.archive).exists()
