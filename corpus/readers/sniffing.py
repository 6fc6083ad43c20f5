"""Which reader a file needs: by what its bytes show, by its name only where they show nothing.

``READERS`` is the table of readers of text: a new one is a module and a line of it (docs/extending.md). Other formats
are decoded first (``corpus.formats``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.errors import ReadError
from corpus.formats import format_of
from corpus.model import Proposal
from corpus.profiles import Profile
from corpus.readers import delimited, html, json_records, plain, text_table
from corpus.readers.items import Decided, Labelled, Reject
from corpus.readers.text.charset import charset_of
from corpus.readers.text.limits import MAX_FILE, megabytes

__all__ = ["READERS", "TextReader", "sniff"]

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
    return next(reader.name for reader in READERS if reader.recognises(name, text))


def _is_markup(_name: str, text: str) -> bool:
    if not _MARKUP.match(text):
        return False
    if re.search(r"<!ENTITY", text, re.IGNORECASE):
        raise ReadError("文件带有实体定义（DTD），可能是 XML 炸弹，没有读取")
    if not _HTML.search(text):
        raise ReadError("是 XML，但不是网页，请转换成网页、JSON 或表格后再导入")
    return True


def _is_json(_name: str, text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


def _is_json_lines(name: str, text: str) -> bool:
    """Whether any of the first lines is an object by itself and another follows, or the name says so."""
    if not _is_json(name, text):
        return False
    lines = [line for line in text.splitlines() if line.strip()]
    named = name.endswith((".jsonl", ".ndjson"))
    return named or (len(lines) > 1 and any(map(_is_object, lines[:_FIRST_LINES])))


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _is_delimited(name: str, text: str) -> bool:
    """Whether the first lines have the same delimiter equally often, at least twice, or the name says so."""
    lines = [line for line in text.splitlines()[:_FIRST_LINES] if line.strip()]
    return name.endswith((".csv", ".tsv")) or (
        len(lines) > 1
        and any(lines[0].count(mark) > 1 and lines[0].count(mark) == lines[1].count(mark) for mark in ",\t")
    )


@dataclass(frozen=True, slots=True)
class TextReader:
    """One way of reading text.

    Attributes:
        name: in each record's source, and in what ``sniff`` returns.
        recognises: whether a file is of this kind, by its name (lower case) and the beginning of its text; raises
            ReadError where it is, and must not be read.
        read: the records and rejects of a file's bytes.
    """

    name: str
    recognises: Callable[[str, str], bool]
    read: Callable[[bytes, Profile], Iterator[Decided | Labelled | Proposal | Reject]]


#: Every reader of text; the first that recognises a file reads it.
READERS: tuple[TextReader, ...] = (
    TextReader("jsonl", _is_json_lines, json_records.read_lines_of_json),
    TextReader("json", _is_json, json_records.read),
    TextReader("html", _is_markup, html.read),
    TextReader("text-table", lambda _, text: text_table.looks_like(text), text_table.read),
    TextReader("csv", _is_delimited, delimited.read),
    TextReader("html", lambda name, _: name.endswith((".html", ".htm", ".xhtml")), html.read),
    TextReader("text", lambda _name, _text: True, plain.read),
)
