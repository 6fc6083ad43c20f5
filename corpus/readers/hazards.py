"""Office documents checked before anything unpacks or parses them: zip bombs and XML bombs.

A zip member never yields more than its declared size, so the declared sizes are what unpacking can cost. An
entity bomb needs a document type, which no office document has, so one is enough to refuse the file.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.parsers import expat

from corpus.errors import ReadError
from corpus.readers.limits import MAX_DOCUMENT, MAX_UNPACKED, MAX_UNPACKED_RATIO, megabytes

__all__ = ["open_package"]

#: Members this small cannot hurt, however well they are packed.
_SMALL = 1024 * 1024
_CHUNK = 64 * 1024


def open_package(content: bytes, *, tree: tuple[str, ...] = ()) -> zipfile.ZipFile:
    """Return the opened office document; raise ReadError where it is damaged or dangerous.

    ``tree`` names the members that will be parsed into a tree in memory, whose limit is lower.
    """
    try:
        package = zipfile.ZipFile(BytesIO(content))
        _check_sizes(package, tree)
        for member in package.infolist():
            if member.filename.lower().endswith((".xml", ".rels")):
                _check_document_type(package, member)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, RuntimeError) as error:
        raise ReadError("压缩结构损坏，文件可能没有下载完整或加了密码，请重新下载") from error
    return package


def _check_sizes(package: zipfile.ZipFile, tree: tuple[str, ...]) -> None:
    members = package.infolist()
    total = sum(member.file_size for member in members)
    if total > MAX_UNPACKED:
        raise ReadError(f"解压后有 {megabytes(total)}，超过上限 {megabytes(MAX_UNPACKED)}，可能是压缩炸弹，没有读取")
    for member in members:
        if member.file_size > _SMALL and member.file_size > member.compress_size * MAX_UNPACKED_RATIO:
            ratio = member.file_size // max(member.compress_size, 1)
            limit = f"超过上限 {MAX_UNPACKED_RATIO} 倍"
            raise ReadError(f"{member.filename} 的压缩比是 {ratio} 倍，{limit}，可能是压缩炸弹，没有读取")
        if member.filename in tree and member.file_size > MAX_DOCUMENT:
            size = f"有 {megabytes(member.file_size)}，超过上限 {megabytes(MAX_DOCUMENT)}"
            raise ReadError(f"{member.filename} {size}，请拆开后再导入")


class _RootReached(Exception):
    """The first element began: a document type can no longer follow."""


def _check_document_type(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Parse up to the first element only, where a document type would have to stand."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise ReadError(f"{member.filename} 带有文档类型声明（DTD），可能是 XML 炸弹，没有读取")

    def stop(*_: object) -> None:
        raise _RootReached

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        with package.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
    except _RootReached:
        return
    except expat.ExpatError as error:
        raise ReadError(f"{member.filename} 不是完整的 XML，文件可能损坏，请重新下载") from error
