"""An installation examined from outside: what is wrong with it, and what is to be done."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from corpus import ArchiveError
from indexer.errors import IndexerError, SettingsError
from indexer.index.locking import holder_of
from indexer.index.store import open_generations
from indexer.index.verify import Verification, verify
from indexer.settings import Settings, open_archive

__all__ = ["Finding", "examine"]

#: What decides how texts are cut and kept.
_PACKAGES = ("tian-search", "whoosh3", "rjieba", "numpy", "sqlalchemy", "flask")
#: Bytes that must be free besides room for another index beside the live one.
_SPARE = 200_000_000
#: Files named one by one.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Attributes:
        about: what, in Chinese: 磁盘, 权限.
        sound: whether all is well with it.
        says: what was found; ``advice``: what to do, ``""`` where nothing is to be done.
    """

    about: str
    sound: bool
    says: str
    advice: str = ""


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Return what was found, all is well or not; nothing is changed, and nothing stops at the first fault."""
    return tuple(
        finding
        for look in (_versions, _archive_and_index, _disk, _permissions, _leftovers)
        for finding in look(settings)
    )


def _versions(settings: Settings) -> Iterator[Finding]:
    found = [f"Python {platform.python_version()}"]
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name}（没有安装信息）")
    yield Finding("版本", True, "，".join(found))


def _archive_and_index(settings: Settings) -> Iterator[Finding]:
    try:
        with open_archive(settings) as archive:
            counts = archive.counts()
            yield Finding("档案", True, f"{counts.records:,} 件，没能读入 {counts.rejects:,} 处")
            yield _compared(verify(archive, open_generations(settings)))
    except SettingsError as error:
        yield Finding("设置", False, str(error), "请按上面说的改正。")
    except ArchiveError as error:
        yield Finding("档案", False, str(error), "打不开时用备份恢复，见 docs/deployment.md。")
    except IndexerError as error:
        yield Finding("索引", False, str(error), "请运行 tian reindex。")


def _compared(found: Verification) -> Finding:
    if found.sound:
        return Finding("索引", True, f"{found.indexed:,} 件，与档案一致，文件完好")
    if found.damage:
        return Finding("索引", False, "；".join(found.damage), "请运行 tian reindex。")
    says = f"缺 {len(found.missing):,} 件，旧 {len(found.stale):,} 件，多 {len(found.orphans):,} 件"
    return Finding("索引", False, f"与档案不一致：{says}", "请运行 tian update。")


def _disk(settings: Settings) -> Iterator[Finding]:
    if not settings.home.exists():
        return
    free = shutil.disk_usage(settings.home).free
    needed = _SPARE + sum(path.stat().st_size for path in _files(settings.index_directory))
    says = f"还有 {free / 1e9:.1f} GB，重建索引要留 {needed / 1e9:.1f} GB"
    yield Finding("磁盘", free >= needed, says, "" if free >= needed else "请清理磁盘，或把档案目录移到大一些的盘上。")


def _permissions(settings: Settings) -> Iterator[Finding]:
    # Windows has no such bits: who may read is told by the folder's list of rights.
    if sys.platform == "win32" or not settings.home.exists():
        return
    if not settings.home.stat().st_mode & 0o077:
        yield Finding("权限", True, "档案目录只有本人能进")
        return
    open_files = [path for path in _files(settings.home) if path.stat().st_mode & 0o077]
    if not open_files:
        yield Finding("权限", True, "文件只有本人能读")
        return
    named = "、".join(str(path.relative_to(settings.home)) for path in open_files[:_NAMED])
    says = f"别人也能读 {len(open_files):,} 个文件：{named}{' 等' if len(open_files) > _NAMED else ''}"
    yield Finding("权限", False, says, f"请运行 chmod -R go= {settings.home}")


def _leftovers(settings: Settings) -> Iterator[Finding]:
    directory = settings.index_directory
    if settings.engine.remote or not directory.exists():
        return
    live = (directory / "current").read_text(encoding="utf-8").strip() if (directory / "current").exists() else ""
    left = [path.name for path in sorted(directory.glob("generation-*")) if path.name != live]
    holder = holder_of(directory / "write.lock") if left else ""
    if holder:
        yield Finding("残留", True, f"{holder}正在写 {'、'.join(left)}")
    elif left:
        yield Finding("残留", False, f"没有建完的索引 {'、'.join(left)}", "下一次 tian reindex 会清理。")
    else:
        yield Finding("残留", True, "没有")


def _files(directory: Path) -> Iterator[Path]:
    """The files below a directory; links lead elsewhere and are passed over, as is what goes meanwhile."""
    for path in sorted(directory.rglob("*")) if directory.exists() else ():
        if path.is_file() and not path.is_symlink():
            yield path
