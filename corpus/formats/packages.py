"""Office packages (ZIP with XML inside), opened and parsed without letting them explode.

A member never yields more than its declared size, so the declared sizes are what unpacking can cost. An entity
bomb needs a document type, which no office document has, so one is enough to refuse the file.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from lxml import etree

from corpus.errors import ReadError
from corpus.formats.limits import Budget, megabytes

__all__ = ["DAMAGED_ZIP", "Package", "check_expansion", "open_zip", "parse_xml"]

DAMAGED_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)
#: Members this small cannot hurt, however well they are packed.
_SMALL = 1024 * 1024
#: Where a document type would stand: before the first element.
#: In one byte a character, and in two.
_DOCTYPE = re.compile(
    b"|".join(rb"\0?".join(bytes([letter]) for letter in word) for word in (b"<!DOCTYPE", b"<!ENTITY")), re.I
)
_FIRST_ELEMENT = re.compile(rb"<\0?[A-Za-z_\x80-\xff]")
_PROLOGUE = 4096
#: Names of "Strict Open XML" (ISO/IEC 29500) and of what Office itself writes.
_STRICT = tuple(
    (f"http://purl.oclc.org/ooxml/{part}".encode(), f"http://schemas.openxmlformats.org/{own}/2006/{rest}".encode())
    for part, own, rest in (
        ("wordprocessingml/main", "wordprocessingml", "main"),
        ("officeDocument/math", "officeDocument", "math"),
        ("officeDocument/relationships", "officeDocument", "relationships"),
    )
)


class Package:
    """The members of one office document, by name."""

    def __init__(self, content: bytes, budget: Budget) -> None:
        """Open the package; raise ReadError where it is damaged or dangerous."""
        self._zip = open_zip(content)
        self._budget = budget
        check_expansion(self._zip, budget)
        self.names = frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes:
        """Return one member's bytes; raise ReadError where it is missing, damaged or too large."""
        try:
            info = self._zip.getinfo(name)
            self._budget.check_size(info.file_size, name)
            return self._zip.read(info)
        except KeyError as error:
            raise ReadError(f"里面缺少 {name}，文件不完整，请重新下载或另存") from error
        except DAMAGED_ZIP as error:
            raise ReadError(f"{name} 损坏或加了密码，请重新下载，或去掉密码后另存") from error

    def xml(self, name: str) -> etree._Element:
        """Return one member's root element, ISO names of elements as Office's own; raise ReadError for broken XML."""
        content = self.read(name)
        if b"http://purl.oclc.org/ooxml/" in content[:_PROLOGUE]:
            for strict, usual in _STRICT:
                content = content.replace(strict, usual)
        return parse_xml(content, name)

    def optional(self, name: str) -> etree._Element | None:
        """Return one member's root element, None where the package has no such member."""
        return self.xml(name) if name in self.names else None

    def beside(self, member: str, target: str) -> str:
        """Return the full name of what ``member`` refers to as ``target``."""
        parts = [] if target.startswith("/") else member.split("/")[:-1]
        for part in target.split("/"):
            if part == "..":
                del parts[-1:]
            elif part not in ("", "."):
                parts.append(part)
        return "/".join(parts)


def open_zip(content: bytes) -> zipfile.ZipFile:
    """Return the opened archive; raise ReadError where its directory is damaged."""
    try:
        return zipfile.ZipFile(BytesIO(content))
    except DAMAGED_ZIP as error:
        raise ReadError("压缩结构损坏，文件可能没有下载完整，请重新下载（XLSX、DOCX 都是压缩格式）") from error


def check_expansion(archive: zipfile.ZipFile, budget: Budget) -> None:
    """Raise ReadError when the archive would unpack to more than the limits allow."""
    limits, members = budget.limits, archive.infolist()
    total = sum(member.file_size for member in members)
    if total > limits.unpacked:
        size = f"解压后有 {megabytes(total)}，超过上限 {megabytes(limits.unpacked)}"
        raise ReadError(f"{size}，可能是压缩炸弹，没有读取")
    if len(members) > limits.members:
        raise ReadError(f"里面有 {len(members)} 个文件，超过上限 {limits.members} 个，请分成几个压缩包")
    for member in members:
        if member.file_size > _SMALL and member.file_size > member.compress_size * limits.ratio:
            times = member.file_size // max(member.compress_size, 1)
            limit = f"超过上限 {limits.ratio} 倍"
            raise ReadError(f"{member.filename} 的压缩比是 {times} 倍，{limit}，可能是压缩炸弹，没有读取")


def _prologue(content: bytes) -> int:
    """Where the first element begins: a document type can no longer follow."""
    found = _FIRST_ELEMENT.search(content)
    return found.start() if found else len(content)


def parse_xml(content: bytes, name: str) -> etree._Element:
    """Return the root element; no document type, no entity, no network; raise ReadError for broken XML."""
    if _DOCTYPE.search(content, 0, _prologue(content)):
        raise ReadError(f"{name} 带有文档类型声明（DTD），可能是 XML 炸弹，没有读取")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True,
                             remove_comments=True, remove_pis=True)  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"{name} 不是完整的 XML，文件可能损坏，请重新下载或另存") from error
    return root
