"""DOC and WPS: text, tables, notes and headers as Word shows them, deletions and hidden text left out."""

from __future__ import annotations

import itertools
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import olefile

from corpus.formats.limits import Budget
from corpus.formats.model import Block, Document, Dropped, Paragraph, Part
from corpus.formats.word.doc_lists import numbering_of
from corpus.formats.word.doc_pieces import Fib, Piece, Runs, pieces_of, properties_in
from corpus.formats.word.rows import RowEnd, TableBuilder

__all__ = ["decode_doc"]

_CLX, _CHARACTERS, _PARAGRAPHS, _LISTS, _USES = 0x1A2, 0xFA, 0x102, 0x2E2, 0x2EA
_DELETED, _VANISH = 0x0800, 0x083C
_IN_TABLE, _ROW_END, _DEPTH, _INNER_CELL, _INNER_ROW = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
_LEVEL, _LIST, _TABLE, _ELSEWHERE, _ELSEWHERE_OLD = 0x260A, 0x460B, 0xD608, 0x6646, 0x6645
_PARTS = {"main": Part.BODY, "footnotes": Part.FOOTNOTE, "headers": Part.HEADER, "endnotes": Part.ENDNOTE,
          "boxes": Part.TEXT_BOX}  # fmt: skip
_ENDS = re.compile(r"([\r\x07\x0c])")
#: Field codes stand between 13 and 14, their results between 14 and 15; the rest are anchors and pictures.
_FIELD = {"\x13", "\x14", "\x15"}
_WRITTEN = str.maketrans({"\x0b": "\n", "\x1e": "-", "\x1f": None, "\x0e": "\n", "\xa0": " ",
                          **{chr(code): None for code in (*range(7), 8, *range(0x10, 0x13), 0xFFFC)}})  # fmt: skip
_PAGE_NUMBER = re.compile(r"[\W_]*+第?\s*+\d*+\s*+页?[\W_]*+共?\s*+\d*+\s*+页?[\W_]*+")


def decode_doc(content: bytes, budget: Budget) -> Document:
    """Return the document; raise ReadError where it is damaged, encrypted or older than Word 97."""
    budget.check_size(len(content), "文件")
    with olefile.OleFileIO(BytesIO(content)) as ole:
        stream = ole.openstream("WordDocument").read()
        fib = Fib(stream)
        table = ole.openstream(fib.table).read() if ole.exists(fib.table) else b""
        data = ole.openstream("Data").read() if ole.exists("Data") else b""
    reader = _Reader(fib, stream, table, data, budget)
    blocks = [block for name, start, end in fib.parts() for block in reader.part(name, start, end)]
    return Document(tuple(blocks), dropped=tuple(reader.dropped))


@dataclass(slots=True)
class _Properties:
    """What a paragraph's property list says."""

    in_table: bool = False
    row_end: bool = False
    number: int = 0
    level: int = 0
    definition: bytes = b""


class _Reader:
    def __init__(self, fib: Fib, stream: bytes, table: bytes, data: bytes, budget: Budget) -> None:
        self._pieces = pieces_of(fib.place(_CLX, table), stream, budget.limits.characters)
        self._characters = Runs(fib.place(_CHARACTERS, table), stream, paragraphs=False)
        self._paragraphs = Runs(fib.place(_PARAGRAPHS, table), stream, paragraphs=True)
        self._numbering = numbering_of(
            table[fib.start(_LISTS) :] if fib.start(_LISTS) else b"", fib.place(_USES, table)
        )
        self._data = data
        self._budget = budget
        self.dropped: list[Dropped] = []

    def part(self, name: str, start: int, end: int) -> Iterator[Block]:
        """Yield the blocks of one sub-document; comments are dropped with their text."""
        part = _PARTS.get(name)
        if part is Part.BODY:
            yield from self._blocks(start, end)
            return
        told: set[str] = set()
        for text in (block.text for block in self._blocks(start, end) if isinstance(block, Paragraph)):
            if not text.strip() or text in told:
                continue
            told.add(text)
            if part is None:
                self.dropped.append(Dropped("批注" if name == "comments" else "图形中的文字", text))
            elif part is Part.HEADER and _PAGE_NUMBER.fullmatch(text):
                self.dropped.append(Dropped("页码", text))
            else:
                yield Paragraph(text, part=part)

    def _blocks(self, start: int, end: int) -> Iterator[Block]:
        tables = TableBuilder()
        for text, mark, properties in self._marked(start, end):
            self._budget.take(len(text))
            if mark == "\x07" and properties.row_end:
                tables.end_row(RowEnd.of(properties.definition))
                continue
            number = self._numbering.next(str(properties.number), properties.level) if properties.number else ""
            paragraph = Paragraph(f"{number}{text}" if text.strip() else text)
            if mark == "\x07":
                tables.end_cell(paragraph)
            elif properties.in_table:
                tables.add(paragraph)
            else:
                yield from tables.finished()
                yield paragraph
        yield from tables.finished()

    def _marked(self, start: int, end: int) -> Iterator[tuple[str, str, _Properties]]:
        """Paragraphs and cells: their visible text, the character that ends them, and their properties."""
        written: list[str] = []
        fields: list[bool] = []
        for text, offset, width, shown in self._spans(start, end):
            position = 0
            for part in _ENDS.split(text):
                at = offset + position * width
                position += len(part)
                if part in ("\r", "\x07", "\x0c"):
                    if shown:
                        yield _written(written), part, self._properties(at)
                        written = []
                    continue
                result = _without_codes(part, fields)
                if shown:
                    written.append(result)
                elif result.strip():
                    self.dropped.append(Dropped("隐藏文字" if shown is None else "修订中删除的文字", result))
        if any(written):
            yield _written(written), "\r", _Properties()

    def _spans(self, start: int, end: int) -> Iterator[tuple[str, int, int, bool | None]]:
        """Stretches of equal properties: text, first byte, width, shown (True), deleted (False) or hidden (None)."""
        for piece in self._pieces:
            first, last = max(start, piece.start), min(end, piece.start + len(piece.text))
            if first >= last:
                continue
            low, high = _byte(piece, first), _byte(piece, last)
            edges = [low, *self._characters.bounds(low, high), high]
            for begin, stop in itertools.pairwise(edges):
                text = piece.text[(begin - piece.offset) // piece.width : (stop - piece.offset) // piece.width]
                yield text, begin, piece.width, self._shown(begin)

    def _shown(self, offset: int) -> bool | None:
        shown: bool | None = True
        for code, operand in properties_in(self._characters.at(offset)):
            if code == _DELETED and operand[:1] == b"\x01":
                return False
            if code == _VANISH:
                shown = None if operand[:1] in (b"\x01", b"\x81") else True
        return shown

    def _properties(self, offset: int) -> _Properties:
        found = _Properties()
        self._read_properties(self._paragraphs.at(offset), found)
        return found

    def _read_properties(self, listed: bytes, found: _Properties) -> None:
        for code, operand in properties_in(listed):
            value = int.from_bytes(operand[:4], "little")
            if code == _IN_TABLE:
                found.in_table = bool(value)
            elif code == _ROW_END:
                found.row_end = bool(value)
            elif code == _LEVEL:
                found.level = value
            elif code == _LIST:
                found.number = value if value < 0xF801 else 0
            elif code == _TABLE:
                found.definition = operand
            elif code in (_ELSEWHERE, _ELSEWHERE_OLD) and value + 2 <= len(self._data):
                # Lists too long for their page lie in another stream; one never refers to a third.
                (size,) = struct.unpack_from("<H", self._data, value)
                inner = self._data[value + 2 : value + 2 + size]
                if not any(code in (_ELSEWHERE, _ELSEWHERE_OLD) for code, _ in properties_in(inner)):
                    self._read_properties(inner, found)


def _written(parts: list[str]) -> str:
    """Text without marks, halves of characters put together."""
    text = "".join(parts).translate(_WRITTEN)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _byte(piece: Piece, character: int) -> int:
    return piece.offset + (character - piece.start) * piece.width


def _without_codes(text: str, fields: list[bool]) -> str:
    """Text without field codes; ``fields`` holds for every open field whether its result has begun."""
    if not fields and _FIELD.isdisjoint(text):
        return text
    kept: list[str] = []
    for character in text:
        if character == "\x13":
            fields.append(False)
        elif character == "\x14" and fields:
            fields[-1] = True
        elif character == "\x15" and fields:
            fields.pop()
        elif all(fields) and character not in _FIELD:
            kept.append(character)
    return "".join(kept)
