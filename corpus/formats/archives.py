"""ZIP: its members with the names that the packer meant; one that cannot be had costs only itself."""

from __future__ import annotations

import struct
import zipfile
import zlib

from corpus.errors import ReadError
from corpus.formats.limits import Budget, megabytes
from corpus.formats.model import Attachment, Document, Dropped
from corpus.formats.packages import DAMAGED_ZIP, open_zip

__all__ = ["decode_zip"]

_UTF8, _ENCRYPTED = 0x800, 0x1
_UNICODE_PATH = 0x7075
_SMALL = 1024 * 1024
_LITTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


def decode_zip(content: bytes, budget: Budget) -> Document:
    """Return the members in the archive's order; raise ReadError where its directory is damaged."""
    with open_zip(content) as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        if len(members) > budget.limits.members:
            raise ReadError(f"里面有 {len(members)} 个文件，超过上限 {budget.limits.members} 个，请分成几个压缩包")
        attachments: list[Attachment] = []
        dropped: list[Dropped] = []
        for info in members:
            name = _name(info)
            if _is_litter(name):
                dropped.append(Dropped("系统文件", name))
                continue
            attachments.append(_member(archive, info, name, budget))
    return Document(attachments=tuple(attachments), dropped=tuple(dropped))


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: Budget) -> Attachment:
    if info.flag_bits & _ENCRYPTED:
        return Attachment(name, fault="加了密码，没有读取，请解压后导入")
    if info.file_size > _SMALL and info.file_size > info.compress_size * budget.limits.ratio:
        times = info.file_size // max(info.compress_size, 1)
        return Attachment(
            name, fault=f"压缩比是 {times} 倍，超过上限 {budget.limits.ratio} 倍，可能是压缩炸弹，没有读取"
        )
    try:
        budget.unpack(info.file_size)
        budget.check_time()
        return Attachment(name, archive.read(info))
    except ReadError as error:
        return Attachment(name, fault=error.reason)
    except NotImplementedError:
        return Attachment(name, fault="用了少见的压缩方法，不能直接读，请解压后导入")
    except MemoryError:
        return Attachment(name, fault=f"有 {megabytes(info.file_size)}，内存不够，请解压后导入")
    except DAMAGED_ZIP:
        return Attachment(name, fault="在压缩包里已损坏，请重新下载压缩包")


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name: UTF-8 where the archive says so or the bytes are, else as Chinese Windows writes it."""
    unicode = _unicode_path(info)
    if unicode:
        return _tidied(unicode)
    if info.flag_bits & _UTF8:
        return _tidied(info.filename)
    raw = info.filename.encode("cp437", "replace")
    for charset in ("utf-8", "gb18030", "big5hkscs"):
        try:
            return _tidied(raw.decode(charset))
        except UnicodeDecodeError:
            continue
    return _tidied(info.filename)


def _tidied(name: str) -> str:
    """Forward slashes, no way up, no control characters."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "".join(character for character in "/".join(parts) if character.isprintable()) or "无名"


def _unicode_path(info: zipfile.ZipInfo) -> str:
    """The name that Info-ZIP's extra field gives, where it belongs to the written name (APPNOTE 4.6.9)."""
    extra, position = info.extra, 0
    while position + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, position)
        body = extra[position + 4 : position + 4 + size]
        if kind == _UNICODE_PATH and len(body) > 5:
            crc = zlib.crc32(info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437", "replace"))
            if crc == int.from_bytes(body[1:5], "little"):
                return body[5:].decode("utf-8", "replace")
        position += 4 + size
    return ""


def _is_litter(name: str) -> bool:
    parts = name.lower().split("/")
    return parts[-1] in _LITTER or parts[-1].startswith(("~$", "._")) or "__macosx" in parts
