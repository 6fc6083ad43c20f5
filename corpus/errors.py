"""Everything that can go wrong while a proposal is read or kept.

CorpusError
├── ReadError            a file, or a place in it, cannot be read as proposals
├── ProfileError         a source profile (TOML) is wrong
├── Misshapen            a value of JSON or TOML is not what it should be
├── UnitsError           the authority file of units (TOML) is wrong
└── ArchiveError         the archive cannot be opened or written
    └── ArchiveUnreachable   its server cannot be reached, or was lost on the way

Every message is Chinese, names the place, and says what to do next.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from types import MappingProxyType

#: What the system says in English, for those errors that people meet.
_SYSTEM: Mapping[int, str] = MappingProxyType(
    {
        errno.ENOENT: "没有这个文件或目录",
        errno.EACCES: "没有权限",
        errno.EPERM: "不允许这样做",
        errno.ENOSPC: "磁盘满了",
        errno.EDQUOT: "磁盘配额用完了",
        errno.EROFS: "这里是只读的",
        errno.EISDIR: "这是目录，不是文件",
        errno.ENOTDIR: "路径中有一段是文件，不是目录",
        errno.EEXIST: "已经有同名的文件",
        errno.ELOOP: "链接绕成了圈",
        errno.ENAMETOOLONG: "名称太长",
        errno.EMFILE: "同时打开的文件太多",
        errno.EIO: "读写磁盘出错",
        errno.EADDRINUSE: "已经被占用",
        errno.EADDRNOTAVAIL: "本机没有这个地址",
    }
)


class CorpusError(Exception):
    """Root of every error the corpus package raises on purpose."""


class ReadError(CorpusError):
    """A file, or one place in it, is not readable as proposals.

    Attributes:
        place: where in the file (``第 12 行``, ``工作表 Sheet1 第 3 行``), or ``""`` for the whole file.
        reason: what is wrong and what to do, in Chinese, without the file's name.
    """

    def __init__(self, reason: str, *, place: str = "") -> None:
        super().__init__(f"{place}：{reason}" if place else reason)
        self.place = place
        self.reason = reason


class ProfileError(CorpusError):
    """A source profile is not valid; the message names the file, the key and the fix."""


class Misshapen(CorpusError):
    """A value of JSON or TOML is not what it should be.

    Attributes:
        path: where it is, by keys: ``replies[0].text``.
        unknown: whether the key itself is what is wrong.
    """

    def __init__(self, path: str, problem: str, *, unknown: bool = False) -> None:
        told = f"{path} {problem}" if problem.startswith("应") else f"{problem} {path}"
        super().__init__(told.strip())
        self.path = path
        self.unknown = unknown


class ArchiveError(CorpusError):
    """The archive cannot be opened, read or written; the message says why and what to do."""


class Overtaken(ArchiveError):
    """Somebody else decided on the pair since it was looked at; nothing was kept."""


class ArchiveUnreachable(ArchiveError):
    """The archive's database server cannot be reached, or was lost on the way; trying again may help."""


class RecordDamaged(ArchiveError):
    """What the archive keeps of one record cannot be read; everything else can.

    Attributes:
        id: the record's.
    """

    def __init__(self, id: str, reason: str) -> None:
        super().__init__(
            f"档案里的 {id or '一条记录'} 读不出来（{reason}）：已损坏，或由更新的程序写成。请升级程序，或从备份恢复。"
        )
        self.id = id


class UnitsError(CorpusError):
    """The authority file of units is not valid; the message names the file, the entry and the fix."""


def system_reason(error: OSError) -> str:
    """Return in Chinese why the system refused; its own words for what hardly anybody meets.

    >>> system_reason(FileNotFoundError(errno.ENOENT, "No such file or directory"))
    '没有这个文件或目录'
    """
    return _SYSTEM.get(error.errno or 0, error.strerror or str(error))
