"""Which format bytes are in, by what they show; a file's name is never asked."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from io import BytesIO

import olefile

from corpus.errors import ReadError
from corpus.formats.packages import DAMAGED_ZIP, open_zip

__all__ = ["Format", "format_of"]


class Format(StrEnum):
    """The formats there is a decoder for; the value names the reader in a record's source."""

    DOC = "doc"
    DOCX = "docx"
    IMAGE = "image"
    MAIL = "mail"
    ODT = "odt"
    OFD = "ofd"
    PDF = "pdf"
    RTF = "rtf"
    WORKBOOK = "xlsx"
    ZIP = "zip"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
_UNREAD = {
    b"Rar!\x1a\x07": "是 RAR 压缩包，不能直接读，请解压后导入里面的文件，或改存为 ZIP",
    b"7z\xbc\xaf\x27\x1c": "是 7z 压缩包，不能直接读，请解压后导入里面的文件，或改存为 ZIP",
    b"\x1f\x8b": "是 gzip 压缩文件，不能直接读，请解压后导入里面的文件",
    b"BZh": "是 bzip2 压缩文件，不能直接读，请解压后导入里面的文件",
    b"\xfd7zXZ\0": "是 xz 压缩文件，不能直接读，请解压后导入里面的文件",
    b"MSCF": "是 CAB 压缩包，不能直接读，请解压后导入里面的文件",
    b"GIF8": "是 GIF 图片，不能直接读，请转成 PNG 或 PDF 后再导入",
    b"RIFF": "是音频、视频或 WebP 图片，不能直接读；如果是图片，请转成 PNG 后再导入",
    b"\x78\x9f\x3e\x22": "是 Outlook 的 winmail.dat，不能直接读，请让发件人改用普通附件重发",
}
#: What tells office packages apart: a member each of them must have.
_MEMBERS = {
    "word/document.xml": Format.DOCX,
    "xl/workbook.xml": Format.WORKBOOK,
    "xl/workbook.bin": Format.WORKBOOK,
    "OFD.xml": Format.OFD,
}
_ODF = {"text": Format.ODT, "spreadsheet": Format.WORKBOOK}
_SLIDES = "是幻灯片，不能直接读，请把文字另存为 Word 或文本后再导入"
#: Mail begins with header fields; MIME-Version, Received or From among the first tell it from labelled text.
_HEADER_FIELD = re.compile(rb"(?:From \S.*|[A-Za-z][A-Za-z0-9-]{1,40}[ \t]*:.*)\r?\n(?:[ \t]+\S.*\r?\n)*")
_MAIL = re.compile(rb"^(?:MIME-Version|Received|Message-ID|Return-Path|Content-Type|From|Subject):", re.I | re.M)
_MAIL_HEAD = 16 * 1024


def format_of(content: bytes) -> Format | None:
    """Return the format of these bytes, None for text of any kind (pages, tables, JSON); raise ReadError.

    The error names a format that is known and cannot be read, and says what to do.

    >>> format_of(b"%PDF-1.7 ..."), format_of("案由：停车难".encode())
    (<Format.PDF: 'pdf'>, None)
    """
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"%PDF-") or (b"%PDF-" in content[:1024] and b"\0" in content[:4096]):
        return Format.PDF
    for magic, reason in _UNREAD.items():
        if content.startswith(magic):
            raise ReadError(reason)
    if content.startswith(_IMAGES):
        return Format.IMAGE
    if content.startswith(_OLE):
        return _compound(content)
    if content.startswith(b"PK"):
        return _zipped(content)
    if start.startswith(b"{\\rtf"):
        return Format.RTF
    return Format.MAIL if _is_mail(start, content[:_MAIL_HEAD]) else None


def _compound(content: bytes) -> Format:
    try:
        with olefile.OleFileIO(BytesIO(content)) as ole:
            names = {"/".join(entry).lower() for entry in ole.listdir(streams=True, storages=True)}
    except (OSError, ValueError, IndexError, TypeError, AttributeError, RecursionError, MemoryError) as error:
        raise ReadError("旧版 Office 文件（DOC、XLS、WPS）的结构损坏，请重新下载，或用 WPS、Word 另存") from error
    if "worddocument" in names:
        return Format.DOC
    if names & {"workbook", "book"}:
        return Format.WORKBOOK
    if "encryptedpackage" in names:
        raise ReadError("文件加了打开密码，请在 Word 或 Excel 中去掉密码、另存后再导入")
    if "powerpoint document" in names:
        raise ReadError(_SLIDES)
    if "__properties_version1.0" in names:
        raise ReadError("是 Outlook 邮件（.msg），不能直接读，请在 Outlook 中另存为 .eml，或另存附件")
    raise ReadError("是旧版 Office 的文件，但不是文档也不是表格，请用 WPS 或 Word 另存为 DOCX 后再导入")


def _zipped(content: bytes) -> Format:
    with open_zip(content) as archive:
        names = set(archive.namelist())
        kind = _open_document(archive) if "mimetype" in names else ""
    for member, found in _MEMBERS.items():
        if member in names:
            return found
    if kind in _ODF:
        return _ODF[kind]
    if "ppt/presentation.xml" in names or kind == "presentation":
        raise ReadError(_SLIDES)
    if kind:
        raise ReadError(f"是 OpenDocument 文件（{kind}），不是文档也不是表格，请另存为 DOCX 后再导入")
    return Format.ZIP


def _open_document(archive: zipfile.ZipFile) -> str:
    """The last part of an OpenDocument type (``text``); ``""`` for any other package."""
    try:
        with archive.open("mimetype") as stream:
            written = stream.read(100).decode("ascii", "replace").strip()
    except DAMAGED_ZIP:
        return ""
    kind = written.removeprefix("application/vnd.oasis.opendocument.")
    return "" if kind == written else kind.removesuffix("-template")


def _is_mail(start: bytes, head: bytes) -> bool:
    fields = _HEADER_FIELD.match(start)
    if not fields:
        return False
    top = re.split(rb"\r?\n\r?\n", head.lstrip(b"\xef\xbb\xbf \t\r\n"), maxsplit=1)[0]
    return len({name.lower() for name in _MAIL.findall(top)}) > 1
