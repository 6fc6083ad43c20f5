"""Which reader a file needs: by what its bytes show, by its name only where they show nothing."""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO

from corpus.errors import ReadError
from corpus.readers import text_table
from corpus.readers.charset import charset_of
from corpus.readers.limits import MAX_FILE, megabytes

__all__ = ["sniff"]

_HEAD = 64 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY = {b"%PDF-": "PDF", b"\x89PNG": "图片", b"\xff\xd8\xff": "图片", b"GIF8": "图片", b"Rar!": "压缩包",
           b"7z\xbc\xaf": "压缩包", b"\x1f\x8b": "压缩包"}  # fmt: skip
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|table|meta|article|section|p|h[1-6]|dl|ul|span|center)\b", re.I
)
_MARKUP = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<", re.S)
_FIRST_LINES = 5
#: More than one control character in this many, and the bytes are no text; a few are a damaged text.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_CONTROL_SHARE = 20


def sniff(name: str, content: bytes) -> str:
    """Return the name of the reader for this file; raise ReadError where no reader can read it.

    >>> sniff("a.txt", "提案人: | 张三 |".encode()), sniff("a", b'[{"title": "x"}]')
    ('text-table', 'json')
    """
    if not re.search(rb"\S", content):
        raise ReadError("文件是空的，请检查下载或导出是否完成")
    if len(content) > MAX_FILE:
        raise ReadError(f"文件有 {megabytes(len(content))}，超过上限 {megabytes(MAX_FILE)}，请拆开后再导入")
    return _packed(content) or _textual(name.lower(), content)


def _packed(content: bytes) -> str:
    if content.startswith(b"PK"):
        return _office(content)
    if content.startswith(_OLE):
        raise ReadError("这是旧版 Office 文件（.xls 或 .doc），请另存为 .xlsx 或 .docx 后再导入")
    for magic, what in _BINARY.items():
        if content.startswith(magic):
            raise ReadError(f"这是{what}，不能直接读，请先转换成网页、文本或表格")
    return ""


def _office(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReadError("压缩结构损坏，文件可能没有下载完整，请重新下载（XLSX、DOCX 都是压缩格式）") from error
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise ReadError("是压缩包，里面没有 Word 或 Excel 内容，请先解压再导入")


def _textual(name: str, content: bytes) -> str:
    head = content[:_HEAD]
    charset = charset_of(head)
    text = head.decode(charset, "replace").lstrip("\ufeff")
    if len(_CONTROL.findall(text)) > max(len(text) // _CONTROL_SHARE, _CONTROL_SHARE):
        raise ReadError("不是文本，也不是认识的格式，请导入网页、文本表格、CSV、XLSX、JSON 或 DOCX")
    start = text.lstrip()
    if start[:1] in ("{", "["):
        return _json(name, text)
    if _MARKUP.match(text):
        return _markup(text)
    if text_table.looks_like(text):
        return "text-table"
    if name.endswith((".csv", ".tsv")) or _delimited(text):
        return "csv"
    return "html" if name.endswith((".html", ".htm", ".xhtml")) else "text"


def _markup(text: str) -> str:
    if re.search(r"<!ENTITY", text, re.IGNORECASE):
        raise ReadError("文件带有实体定义（DTD），可能是 XML 炸弹，没有读取")
    if not _HTML.search(text):
        raise ReadError("是 XML，但不是网页，请转换成网页、JSON 或表格后再导入")
    return "html"


def _json(name: str, text: str) -> str:
    """JSON lines when any of the first lines is an object by itself and another follows."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and (name.endswith((".jsonl", ".ndjson")) or any(map(_is_object, lines[:_FIRST_LINES]))):
        return "jsonl"
    return "jsonl" if name.endswith((".jsonl", ".ndjson")) else "json"


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _delimited(text: str) -> bool:
    """Whether the first lines have the same delimiter equally often, at least twice."""
    lines = [line for line in text.splitlines()[:_FIRST_LINES] if line.strip()]
    return len(lines) > 1 and any(
        lines[0].count(mark) > 1 and lines[0].count(mark) == lines[1].count(mark) for mark in ",\t"
    )
