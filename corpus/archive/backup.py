"""A copy of an archive's SQLite file that is whole, though others write meanwhile."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from corpus.errors import ArchiveError, system_reason

__all__ = ["back_up"]


def back_up(archive: Path, target: Path) -> int:
    """Write the archive of this moment, compacted and checked, to a new file; return its size in bytes.

    Importing and searching go on. The target appears whole or not at all.

    Raises:
        ArchiveError: the target exists already, cannot be written, or the archive is damaged.
    """
    if target.exists():
        raise ArchiveError(f"{target} 已经存在，没有覆盖。请换一个文件名。")
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(f"{archive.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("VACUUM INTO ?", [str(part)])
        _check(part)
        with part.open("r+b") as written:
            os.fsync(written.fileno())
        part.rename(target)
    except sqlite3.Error as error:
        raise ArchiveError(f"备份 {archive} 没有成功：{error}。请检查磁盘空间和权限，再试一次。") from error
    except OSError as error:
        raise ArchiveError(f"写不了备份文件 {target}：{system_reason(error)}。请检查路径、权限和磁盘空间。") from error
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def _check(part: Path) -> None:
    with closing(sqlite3.connect(part)) as connection:
        (found,) = connection.execute("PRAGMA integrity_check").fetchone()
    if found != "ok":
        raise ArchiveError(f"档案库已损坏，备份没有保留：{found}。请从更早的备份恢复。")
