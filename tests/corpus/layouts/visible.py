"""What is visible in a file, found without the readers: the independent side of the account of every character.

HTML      a walk over lxml's tree that knows what a browser never shows
DOCX      a walk over the parts of the package: body, notes, headers, footers, text boxes, formulas, list numbers
tables    every cell
text      every line
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from lxml import etree, html

__all__ = ["visible_text"]

_NEVER = {"script", "style", "head", "template", "noscript", "object", "option", "iframe", "svg"}
_CONTROLS = {"hidden", "button", "submit", "reset", "image", "checkbox", "radio", "file", "password"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")


def visible_text(content: bytes, format: str) -> str:
    """Return everything that a person sees in the file, in its order; spacing means nothing.

    >>> visible_text("<p>甲</p><p hidden>乙</p><input value=丙>".encode(), "html").split()
    ['甲', '丙']
    """
    return "\n".join(_WALKS[format](content))


def _decoded(content: bytes) -> str:
    for charset in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(charset)
        except UnicodeDecodeError:
            continue
    # A lone byte 80 is the euro sign, as Windows writes it in GBK.
    return content.decode("gb18030", "surrogateescape").replace("\udc80", "€")


def _html(content: bytes) -> Iterator[str]:
    yield from _element(html.document_fromstring(_decoded(content)))


def _element(node: Any) -> Iterator[str]:
    if isinstance(node.tag, str) and node.get("srcdoc"):
        yield from _element(html.document_fromstring(node.get("srcdoc")))
    elif isinstance(node.tag, str) and _is_shown(node):
        if node.tag == "input" and node.get("type", "text").lower() not in _CONTROLS:
            yield node.get("value") or ""
        yield node.text or ""
        if node.tag == "select":
            yield from ("".join(each.itertext()) for each in _chosen(node))
        for child in node:
            yield from _element(child)
    yield node.tail or ""


def _is_shown(node: Any) -> bool:
    return node.tag not in _NEVER and node.get("hidden") is None and not _HIDDEN.search(node.get("style", ""))


def _chosen(select: Any) -> list[Any]:
    options = list(select.iter("option"))
    return [each for each in options if each.get("selected") is not None] or options[:1]


def _docx(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        formats = _list_formats(package.read("word/numbering.xml")) if "word/numbering.xml" in names else {}
        for name in filter(_PARTS.fullmatch, names):
            yield from _paragraphs(etree.fromstring(package.read(name)), formats)


def _list_formats(numbering: bytes) -> dict[str, str]:
    """The level text of each list's first level, for those that count in Chinese."""
    tree: Any = etree.fromstring(numbering)
    abstract = {}
    for each in tree.iter(f"{_W}abstractNum"):
        level = next(each.iter(f"{_W}lvl"), None)
        kind = None if level is None else level.find(f"{_W}numFmt")
        if level is not None and kind is not None and kind.get(f"{_W}val", "").startswith("chinese"):
            abstract[each.get(f"{_W}abstractNumId")] = level.find(f"{_W}lvlText").get(f"{_W}val")
    return {
        each.get(f"{_W}numId"): abstract[held]
        for each in tree.iter(f"{_W}num")
        if (held := each.find(f"{_W}abstractNumId").get(f"{_W}val")) in abstract
    }


def _paragraphs(tree: Any, formats: dict[str, str]) -> Iterator[str]:
    counts: dict[str, int] = {}
    for node in tree.iter():
        if any(above.tag == f"{_MC}Fallback" for above in node.iterancestors()):
            continue
        if node.tag == f"{_W}numId" and (number := node.get(f"{_W}val")) in formats:
            counts[number] = counts.get(number, 0) + 1
            yield formats[number].replace("%1", "零一二三四五六七八九十"[counts[number]])
        if node.tag in (f"{_W}t", f"{_M}t") and not _is_hidden_run(node):
            yield node.text or ""


def _is_hidden_run(text: Any) -> bool:
    run = text.getparent()
    return run.find(f"{_W}rPr/{_W}vanish") is not None or any(
        above.tag in (f"{_W}del", f"{_W}moveFrom") for above in text.iterancestors()
    )


def _xlsx(content: bytes) -> Iterator[str]:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield from (str(cell) for cell in row if cell is not None)


def _csv(content: bytes) -> Iterator[str]:
    text = _decoded(content)
    first = text.splitlines()[0]
    separator = max(",;\t|", key=first.count)
    for row in csv.reader(io.StringIO(text, newline=None), delimiter=separator):
        yield from row


def _json(content: bytes) -> Iterator[str]:
    text = _decoded(content)
    try:
        yield from _values(json.loads(text))
    except json.JSONDecodeError:
        for line in filter(str.strip, text.splitlines()):
            yield from _values(json.loads(line))


def _values(value: Any) -> Iterator[str]:
    """Every value with its keys; keys are labels, a value that is markup is what a browser shows of it."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _values(each)
    elif isinstance(value, list):
        for each in value:
            yield from _values(each)
    elif isinstance(value, str):
        markup = "<" in value or "&" in value
        yield " ".join(_element(html.fragment_fromstring(value, create_parent="div"))) if markup else value
    elif value is not None:
        yield str(value)


_WALKS = {
    "csv": _csv,
    "docx": _docx,
    "html": _html,
    "json": _json,
    "jsonl": _json,
    "txt": lambda content: iter([_decoded(content)]),
    "xls": _html,
    "xlsx": _xlsx,
}
