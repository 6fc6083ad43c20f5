"""The home directory's archive, with a clear word where there is none."""

from __future__ import annotations

from corpus import Archive
from indexer.errors import SettingsError
from indexer.settings import Settings

__all__ = ["open_archive"]


def open_archive(settings: Settings, *, create: bool = False) -> Archive:
    """Open the archive of a home directory (a context manager).

    Raises:
        SettingsError: there is none, and ``create`` is not set.
    """
    if create:
        settings.home.mkdir(parents=True, exist_ok=True)
    elif not settings.archive_exists:
        raise SettingsError(
            f"{settings.home} 里还没有档案。请先运行 tian import 导入文件，或用 --home 指定另一个目录。"
        )
    return Archive.open(settings.archive)
