"""Which reader a file needs: by what its bytes show, by its name only where they show nothing."""

from __future__ import annotations

import json
import re

from corpus.errors import ReadError
from corpus.formats import format_of
from corpus.readers import text_table
from corpus.readers.text.charset import charset_of
from corpus.readers.text.limits import MAX_FILE, megabytes

__all__ = ["sniff"]

_HEAD = 64 * 1024
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
    kind = format_of(content)
    return kind.value if kind else _textual(name.lower(), content)


def _textual(name: str, content: bytes) -> str:
    head = content[:_HEAD]
    charset = charset_of(head)
    text = head.decode(charset, "replace").lstrip("\ufeff")
    if len(_CONTROL.findall(text)) > max(len(text) // _CONTROL_SHARE, _CONTROL_SHARE):
        raise ReadError("不是文本，也不是认识的格式，请导入网页、文本、表格、Word、PDF、OFD 或 ZIP")
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
