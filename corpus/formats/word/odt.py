"""ODT: text, tables, notes and headers as a word processor shows them, deletions and hidden text left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from corpus.errors import ReadError
from corpus.formats.limits import Budget
from corpus.formats.model import Block, Cell, Document, Dropped, Paragraph, Part, Table
from corpus.formats.packages import Package
from corpus.formats.word.odt_styles import STYLE, TABLE, TEXT, OdtStyles

__all__ = ["decode_odt"]

_MANIFEST = "META-INF/manifest.xml"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
_NO_TEXT = frozenset({f"{TEXT}tracked-changes", f"{TEXT}sequence-decls", f"{TEXT}ruby-text", f"{_OFFICE}forms",
                      f"{TEXT}note-citation", f"{TEXT}variable-decls", f"{TEXT}user-field-decls", f"{_OFFICE}scripts",
                      f"{TEXT}bookmark-start", f"{TEXT}bookmark-end"})  # fmt: skip
_ANNOTATION = f"{_OFFICE}annotation"
_HIDDEN = (f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph")
_FLOATING = (f"{_DRAW}text-box", f"{_DRAW}custom-shape", f"{_DRAW}rect", f"{_DRAW}ellipse")
#: A repeated empty cell or row may be declared a million times; what is repeated here is text of a form.
_MOST_REPEATED = 100


def decode_odt(content: bytes, budget: Budget) -> Document:
    """Return the document; raise ReadError where the package or its text is damaged or encrypted."""
    package = Package(content, budget)
    if b"encryption-data" in (package.read(_MANIFEST) if _MANIFEST in package.names else b""):
        raise ReadError("文件加了打开密码，请去掉密码、另存后再导入")
    root, common = package.xml("content.xml"), package.optional("styles.xml")
    reader = _Reader(OdtStyles(root, common), budget)
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    for deletion in root.iter(f"{TEXT}deletion"):
        reader.drop("修订中删除的文字", deletion, _PARAGRAPHS)
    blocks = list(reader.blocks(body)) if body is not None else []
    margins = list(reader.margins(common)) if common is not None else []
    return Document((*blocks, *reader.notes, *margins), dropped=tuple(reader.dropped))


@dataclass(slots=True)
class _Reader:
    _styles: OdtStyles
    _budget: Budget
    notes: list[Block] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    _boxes: list[Block] = field(default_factory=list)

    def drop(self, why: str, element: etree._Element, tags: tuple[str, ...]) -> None:
        """Account for the text of an element's paragraphs."""
        text = "\n".join("".join(map(str, each.itertext())) for each in element.iter(*tags))
        if text:
            self.dropped.append(Dropped(why, text))

    def blocks(self, element: etree._Element, depth: int = 0) -> Iterator[Block]:
        """Yield paragraphs and tables below an element in reading order."""
        for child in element:
            tag = str(child.tag)
            if tag in _PARAGRAPHS:
                yield from self._paragraph(child, depth)
            elif tag == f"{TABLE}table":
                yield self._table(child, depth + 1)
            elif tag == f"{TEXT}list":
                yield from self._list(child, depth, 0, "")
            elif tag not in _NO_TEXT and not self._is_hidden(child):
                yield from self.blocks(child, depth)

    def _list(self, listed: etree._Element, depth: int, level: int, around: str) -> Iterator[Block]:
        """A list: the first paragraph of an item carries its number, further ones and deeper lists follow."""
        name = listed.get(f"{TEXT}style-name") or around
        self._styles.begin_list(name, listed, level)
        for item in listed.iterchildren(f"{TEXT}list-item", f"{TEXT}list-header"):
            numbered = item.tag == f"{TEXT}list-item"
            for child in item:
                if child.tag in _PARAGRAPHS:
                    yield from self._paragraph(child, depth, level if numbered else -1, name)
                    numbered = False
                elif child.tag == f"{TEXT}list":
                    yield from self._list(child, depth, level + 1, name)
                elif child.tag == f"{TABLE}table":
                    yield self._table(child, depth + 1)

    def _is_hidden(self, element: etree._Element) -> bool:
        if element.get(f"{TEXT}display") in ("none", "condition") and element.tag == f"{TEXT}section":
            self.drop("隐藏文字", element, _PARAGRAPHS)
            return True
        return False

    def _paragraph(self, element: etree._Element, depth: int, level: int = -1, listed: str = "") -> Iterator[Block]:
        style = element.get(f"{TEXT}style-name", "")
        if self._styles.hidden(style):
            self.drop("隐藏文字", element, (str(element.tag),))
            return
        text = self._text(element, depth)
        self._budget.take(len(text))
        heading = int(element.get(f"{TEXT}outline-level", "1")[:1] or 1) if element.tag == f"{TEXT}h" else 0
        number = self._styles.number(style, heading, level, listed) if text.strip() else ""
        boxes, self._boxes = self._boxes, []
        yield Paragraph(f"{number}{text}", heading=min(heading, 9), emphasised=self._styles.bold(style))
        yield from boxes

    def _text(self, element: etree._Element, depth: int) -> str:
        parts: list[str] = []
        walker = etree.iterwalk(element, events=("start", "end"))
        for event, each in walker:
            if event == "end":
                parts.append((each.tail or "") if each is not element else "")
                continue
            if each is not element and self._set_apart(each, str(each.tag), depth):
                walker.skip_subtree()
            else:
                parts.append(_sign(each) + (each.text or ""))
        return "".join(parts).replace("\n", " ").replace("\x0b", "\n")

    def _set_apart(self, element: etree._Element, tag: str, depth: int) -> bool:
        """Whether an element's text does not stand in its paragraph; takes it where it belongs."""
        if tag == f"{TEXT}note":
            part = Part.ENDNOTE if element.get(f"{TEXT}note-class") == "endnote" else Part.FOOTNOTE
            body = element.find(f"{TEXT}note-body")
            self.notes += [_in(block, part) for block in self.blocks(body, depth)] if body is not None else []
        elif tag in _FLOATING:
            self._boxes += [_in(block, Part.TEXT_BOX) for block in self.blocks(element, depth)]
        elif tag == _ANNOTATION:
            self.drop("批注", element, _PARAGRAPHS)
        elif tag in _HIDDEN or (tag == f"{TEXT}span" and self._styles.hidden(element.get(f"{TEXT}style-name", ""))):
            self.drop("隐藏文字", element, (tag,))
        else:
            return tag in _NO_TEXT
        return True

    def _table(self, element: etree._Element, depth: int) -> Table:
        self._budget.check_nesting(depth)
        rows: list[tuple[Cell, ...]] = []
        below: dict[int, tuple[int, Cell]] = {}
        for row in _rows(element):
            cells: list[Cell] = []
            for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                for _ in range(_count(cell, "number-columns-repeated")):
                    cells.append(self._cell(cell, cells, below, depth))
            self._budget.check_time()
            rows += [tuple(cells)] * _count(row, "number-rows-repeated")
        return Table(tuple(rows))

    def _cell(self, cell: etree._Element, row: list[Cell], below: dict[int, tuple[int, Cell]], depth: int) -> Cell:
        """One cell; a covered one shows what the merged cell to its left or above it shows."""
        column = len(row)
        if cell.tag == f"{TABLE}covered-table-cell":
            left, cover = below.get(column, (0, Cell()))
            below[column] = left - 1, cover
            return replace(cover, repeats=True) if left > 0 else Cell()
        found = Cell(tuple(self.blocks(cell, depth)))
        down = _count(cell, "number-rows-spanned")
        for offset in range(_count(cell, "number-columns-spanned")):
            # The first column is covered in the rows below only, the others in this row too.
            below[column + offset] = down if offset else down - 1, found
        return found

    def margins(self, common: etree._Element) -> Iterator[Block]:
        """Yield headers and footers of the page styles, each text once."""
        told: set[str] = set()
        for name, part in (("header", Part.HEADER), ("footer", Part.FOOTER)):
            for margin in common.iter(f"{STYLE}{name}", f"{STYLE}{name}-left", f"{STYLE}{name}-first"):
                for block in self.blocks(margin):
                    text = block.text if isinstance(block, Paragraph) else ""
                    if text.strip(" 0123456789-—第共页/") and text not in told:
                        told.add(text)
                        yield Paragraph(text, part=part)


def _in(block: Block, part: Part) -> Block:
    return replace(block, part=part) if isinstance(block, Paragraph) else block


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in (f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            yield from _rows(child)


def _count(element: etree._Element, name: str) -> int:
    written = element.get(f"{TABLE}{name}", "1")
    return max(min(int(written), _MOST_REPEATED), 1) if written.isdecimal() and len(written) < 9 else 1


def _sign(element: etree._Element) -> str:
    """Spaces, tabs and line breaks are elements; a line break stays apart from the file's own line ends."""
    if element.tag == f"{TEXT}s":
        written = element.get(f"{TEXT}c", "1")
        return " " * (min(int(written), 1000) if written.isdecimal() and len(written) < 9 else 1)
    return {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\x0b"}.get(str(element.tag), "")
