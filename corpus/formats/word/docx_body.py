"""The text of a DOCX part: paragraphs and tables as Word shows them, deletions and hidden text left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from corpus.formats.limits import Budget
from corpus.formats.model import Block, Cell, Dropped, Paragraph, Part, Table
from corpus.formats.word.numbering import Numbering
from corpus.formats.word.styles import Style, Styles, W, is_on, of_properties, value_of

__all__ = ["Body"]

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_VML = "{urn:schemas-microsoft-com:vml}"
_P, _TBL, _TR, _TC, _RUN = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}r"
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-"}
_DELETED = {f"{W}del": "修订中删除的文字", f"{W}moveFrom": "修订中移走的文字"}
#: Not text: properties, field codes, the fallback of a drawing whose first choice is read.
_NO_TEXT = {f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}delInstrText", f"{W}tblPr", f"{W}sectPr", f"{_MC}Fallback",
            f"{W}fldData"}  # fmt: skip
#: Ticks and boxes of the fonts Wingdings and Wingdings 2, by their last byte.
_SYMBOLS = {"52": "☑", "54": "☒", "FE": "☑", "FD": "☒", "FC": "✓", "FB": "✗", "A8": "□", "A3": "□", "6F": "□"}
_WIDEST = 100


@dataclass(slots=True)
class _Text:
    """One paragraph while it is read: its text, what floats beside it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)
    bold: bool | None = None


class Body:
    """Reads parts of one document; numbers go on from part to part.

    Attributes:
        dropped: what was left out so far.
        references: identifiers of the notes referred to so far, by ``footnote`` and ``endnote``.
    """

    def __init__(self, styles: Styles, numbering: Numbering, budget: Budget) -> None:
        self._styles = styles
        self._numbering = numbering
        self._budget = budget
        self._carried = ""
        self.dropped: list[Dropped] = []
        self.references: dict[str, list[str]] = defaultdict(list)

    def blocks(self, element: etree._Element, depth: int = 0) -> Iterator[Block]:
        """Yield paragraphs and tables below an element in reading order."""
        for child in _flow(element, (_P, _TBL, *_DELETED)):
            if child.tag == _P:
                yield from self._paragraph(child, depth)
            elif child.tag == _TBL:
                yield self._table(child, depth + 1)
            else:
                self._drop(child, _DELETED[str(child.tag)])

    def _drop(self, element: etree._Element, why: str) -> None:
        text = "".join(str(each.text or "") for each in element.iter(f"{W}t", f"{W}delText"))
        if text:
            self.dropped.append(Dropped(why, text))

    def _paragraph(self, element: etree._Element, depth: int) -> Iterator[Block]:
        properties = element.find(f"{W}pPr")
        marks = properties.find(f"{W}rPr") if properties is not None else None
        named = value_of(properties, "pStyle") or self._styles.default
        style = of_properties(properties, None).over(self._styles.style(named))
        text = self._read(element, style, depth)
        written = "".join(text.parts)
        self._budget.take(len(written))
        if marks is not None and (marks.find(f"{W}del") is not None or marks.find(f"{W}moveFrom") is not None):
            # The end of this paragraph was deleted: the next one goes on in it.
            self._carried += written
            yield from text.boxes
            return
        number = self._numbering.next(style.number, style.level or 0) if style.number and written.strip() else ""
        whole, self._carried = f"{number}{self._carried}{written}", ""
        heading = style.outline + 1 if style.outline is not None and style.outline < 9 else 0
        yield Paragraph(whole, heading=heading, emphasised=bool(text.bold))
        yield from text.boxes

    def _read(self, element: etree._Element, style: Style, depth: int) -> _Text:
        text = _Text()
        walker = etree.iterwalk(element, events=("start", "end"))
        for event, each in walker:
            tag = str(each.tag)
            if event == "end":
                text.parts += ["/"] if tag == f"{_M}num" else []
            elif tag in _NO_TEXT or self._skips(each, tag, style, text):
                walker.skip_subtree()
            elif tag == f"{W}txbxContent":
                boxed = self.blocks(each, depth)
                text.boxes += [replace(b, part=Part.TEXT_BOX) if isinstance(b, Paragraph) else b for b in boxed]
                walker.skip_subtree()
            else:
                text.parts.append(self._shown(each, tag, text))
        return text

    def _skips(self, element: etree._Element, tag: str, style: Style, text: _Text) -> bool:
        """Whether an element is not shown; accounts for what it holds."""
        if tag in _DELETED:
            self._drop(element, _DELETED[tag])
            return True
        if tag == f"{W}rt":
            self._drop(element, "注音")
            return True
        if tag != _RUN:
            return False
        properties = element.find(f"{W}rPr")
        named = self._styles.style(value_of(properties, "rStyle") or "")
        run = of_properties(None, properties).over(named).over(style)
        if text.bold is None and element.find(f"{W}t") is not None:
            text.bold = run.bold
        if run.hidden:
            self._drop(element, "隐藏文字")
        return bool(run.hidden)

    def _shown(self, element: etree._Element, tag: str, text: _Text) -> str:
        if tag in (f"{W}t", f"{_M}t"):
            return element.text or ""
        if tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            name = tag.removeprefix(W).removesuffix("Reference")
            self.references[name].append(element.get(f"{W}id", ""))
        elif tag == f"{_VML}textpath" and element.get("string"):
            text.boxes.append(Paragraph(str(element.get("string")), part=Part.TEXT_BOX))
        elif tag == f"{W}sym":
            return _SYMBOLS.get(element.get(f"{W}char", "")[-2:].upper(), "")
        return _BREAKS.get(tag, "")

    def _table(self, element: etree._Element, depth: int) -> Table:
        self._budget.check_nesting(depth)
        rows: list[tuple[Cell, ...]] = []
        for row in _flow(element, (_TR, *_DELETED)):
            properties = row.find(f"{W}trPr")
            if row.tag != _TR or (properties is not None and properties.find(f"{W}del") is not None):
                self._drop(row, "修订中删除的文字")
                continue
            if is_on(properties, "hidden") or (row.find(f"{W}tc") is None and not list(_flow(row, (_TC,)))):
                self._drop(row, "隐藏文字")
                continue
            rows.append(tuple(self._row(row, properties, rows[-1] if rows else (), depth)))
        return Table(tuple(rows))

    def _row(
        self, row: etree._Element, properties: etree._Element | None, above: tuple[Cell, ...], depth: int
    ) -> Iterator[Cell]:
        before = _span(value_of(properties, "gridBefore"), 0)
        yield from (Cell() for _ in range(before))
        position = before
        for element in _flow(row, (_TC,)):
            cell_properties = element.find(f"{W}tcPr")
            merged = cell_properties.find(f"{W}vMerge") if cell_properties is not None else None
            continues = merged is not None and merged.get(f"{W}val", "continue") == "continue"
            blocks = tuple(self.blocks(element, depth))
            span = _span(value_of(cell_properties, "gridSpan"), 1)
            if continues and position < len(above) and not any(Cell((block,)).text for block in blocks):
                yield from (Cell(above[position].blocks, repeats=True) for _ in range(span))
            else:
                yield Cell(blocks)
                yield from (Cell(blocks, repeats=True) for _ in range(span - 1))
            position += span


def _span(written: str | None, otherwise: int) -> int:
    return min(int(written), _WIDEST) if written is not None and written.isdecimal() and len(written) < 6 else otherwise


def _flow(element: etree._Element, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """The nearest descendants with these tags, through content controls, insertions and other wrappers."""
    walker = etree.iterwalk(element, events=("start",))
    for _, each in walker:
        if each is element:
            continue
        if each.tag in tags:
            walker.skip_subtree()
            yield each
        elif each.tag in _NO_TEXT:
            walker.skip_subtree()
