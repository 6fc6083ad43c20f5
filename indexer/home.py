"""The home directory's archive, with a clear word where there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from corpus import Archive
from indexer.errors import SettingsError
from indexer.settings import Settings

__all__ = ["open_archive"]


def open_archive(
    settings: Settings, *, create: bool = False, progress: Callable[[int, int], None] | None = None
) -> Archive:
    """Open the archive of a home directory (a context manager).

    Args:
        progress: called with payloads done and payloads in all while an older archive is brought over.

    Raises:
        SettingsError: there is none, and ``create`` is not set; or the password's file cannot be read.
        ArchiveError: it cannot be opened.
    """
    if create:
        settings.home.mkdir(parents=True, exist_ok=True)
    elif not settings.archive_exists:
        raise SettingsError(
            f"{settings.home} 里还没有档案。请先运行 tian import 导入文件，或用 --home 指定另一个目录。"
        )
    return Archive.open(
        settings.archive, create=create, password=_password(settings.archive_password_file), progress=progress
    )


def _password(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"读不了密码文件 {path}。请检查路径和权限，文件里只写密码一行。") from error
