"""The text of a DOC by its piece table, and the properties that lie over it ([MS-DOC] 2.4, 2.5, 2.9).

A piece is a stretch of the stream, one byte a character (cp1252) or two (UTF-16). Properties lie over byte
positions, in pages of 512 bytes.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.errors import ReadError

__all__ = ["Fib", "Piece", "Runs", "pieces_of", "properties_in"]

_DAMAGED = "DOC 的文字结构损坏，请重新下载，或用 WPS、Word 另存为 DOCX 后再导入"
_MAGIC, _MAGIC_95 = 0xA5EC, 0xA5DC
_ENCRYPTED, _WHICH_TABLE = 0x0100, 0x0200
_PAGE = 512
_COMPRESSED = 0x40000000
#: Sub-documents in the order in which their text follows the main text, and where the FIB counts their characters.
_COUNTS = {"main": 0x4C, "footnotes": 0x50, "headers": 0x54, "macros": 0x58, "comments": 0x5C, "endnotes": 0x60,
           "boxes": 0x64, "header boxes": 0x68}  # fmt: skip


class Fib:
    """The file information block: where everything is."""

    def __init__(self, stream: bytes) -> None:
        """Read the block; raise ReadError for what is no Word 97 to 2003 document, or encrypted."""
        self._stream = stream
        if len(stream) < 0x200:
            raise ReadError(_DAMAGED)
        magic = self._short(0)
        if magic == _MAGIC_95:
            raise ReadError("是 Word 95 或更早的文件，不能直接读，请用 WPS 或 Word 另存为 DOCX 后再导入")
        if magic != _MAGIC:
            raise ReadError(_DAMAGED)
        flags = self._short(0x0A)
        if flags & _ENCRYPTED:
            raise ReadError("文件加了打开密码，请在 Word 或 WPS 中去掉密码、另存后再导入")
        self.table = "1Table" if flags & _WHICH_TABLE else "0Table"

    def _short(self, offset: int) -> int:
        return int(struct.unpack_from("<H", self._stream, offset)[0])

    def place(self, offset: int, table: bytes) -> bytes:
        """Return what a pair of position and length in the block refers to."""
        if offset + 8 > len(self._stream):
            return b""
        start, length = struct.unpack_from("<II", self._stream, offset)
        return table[start : start + length]

    def start(self, offset: int) -> int:
        """Return the position alone."""
        return int(struct.unpack_from("<I", self._stream, offset)[0]) if offset + 4 <= len(self._stream) else 0

    def parts(self) -> Iterator[tuple[str, int, int]]:
        """Yield each sub-document: its name, first character and the one after its last."""
        start = 0
        for name, offset in _COUNTS.items():
            count = int(struct.unpack_from("<I", self._stream, offset)[0])
            yield name, start, start + count
            start += count


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of text: its first character in the document, its first byte in the stream, bytes a character."""

    start: int
    offset: int
    width: int
    text: str


def pieces_of(clx: bytes, stream: bytes, most: int) -> list[Piece]:
    """Return the pieces in the document's order, ``most`` characters at most; raise ReadError for a damaged table."""
    position = 0
    while position + 3 <= len(clx) and clx[position] == 1:
        position += 3 + int(struct.unpack_from("<H", clx, position + 1)[0])
    if position + 5 > len(clx) or clx[position] != 2:
        raise ReadError(_DAMAGED)
    table = clx[position + 5 : position + 5 + int(struct.unpack_from("<I", clx, position + 1)[0])]
    count = (len(table) - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", table)
    if any(end < start for start, end in pairwise(starts)) or starts[-1] > most:
        raise ReadError(_DAMAGED)
    pieces: list[Piece] = []
    for index, (start, end) in enumerate(pairwise(starts)):
        (place,) = struct.unpack_from("<I", table, (count + 1) * 4 + index * 8 + 2)
        width = 1 if place & _COMPRESSED else 2
        offset = (place & ~_COMPRESSED) // (2 if width == 1 else 1)
        raw = stream[offset : offset + (end - start) * width]
        if len(raw) < (end - start) * width:
            raise ReadError("DOC 的文字不完整，文件可能没有下载完，请重新下载")
        pieces.append(Piece(start, offset, width, _western(raw) if width == 1 else _units(raw)))
    return pieces


def _western(raw: bytes) -> str:
    """One byte a character: cp1252, its five gaps as control characters."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in raw)


def _units(raw: bytes) -> str:
    """Two bytes a character; characters beyond the first plane stay two halves, because positions count halves."""
    return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))


class Runs:
    """Property lists over byte positions of the stream: of characters, or of paragraphs."""

    def __init__(self, bins: bytes, stream: bytes, *, paragraphs: bool) -> None:
        found: dict[int, tuple[int, bytes]] = {}
        count = max((len(bins) - 4) // 8, 0)
        for (number,) in struct.iter_unpack("<I", bins[(count + 1) * 4 : (count + 1) * 4 + count * 4]):
            page = stream[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
            if len(page) == _PAGE:
                found.update(_page_of(page, paragraphs=paragraphs))
        self._starts = sorted(found)
        self._found = [found[start] for start in self._starts]

    def at(self, offset: int) -> bytes:
        """Return the property list that covers a byte position, empty for none."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or self._found[index][0] <= offset:
            return b""
        return self._found[index][1]

    def bounds(self, start: int, end: int) -> list[int]:
        """Return the byte positions strictly between two at which the properties change."""
        low, high = bisect_right(self._starts, start), bisect_right(self._starts, end - 1)
        edges = set(self._starts[low:high]) | {self._found[index][0] for index in range(max(low - 1, 0), high)}
        return sorted(edge for edge in edges if start < edge < end)


def _page_of(page: bytes, *, paragraphs: bool) -> Iterator[tuple[int, tuple[int, bytes]]]:
    """First byte, byte after the last, and property list of each run of one page."""
    count, width = page[511], 13 if paragraphs else 1
    if (count + 1) * 4 + count * width > 511:
        return
    edges = struct.unpack_from(f"<{count + 1}I", page)
    for index, (start, end) in enumerate(pairwise(edges)):
        place = page[(count + 1) * 4 + index * width] * 2
        if not place:
            yield start, (end, b"")
        elif not paragraphs:
            yield start, (end, page[place + 1 : place + 1 + page[place]])
        else:
            # The length counts words; 0 says that it stands in the next byte. Two bytes of style come first.
            size, begin = (page[place] * 2 - 1, place + 1) if page[place] else (page[place + 1] * 2, place + 2)
            yield start, (end, page[begin + 2 : begin + size])


_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TABLE_DEFINITION = 0xD608
_TABS = 0xC615


def properties_in(listed: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the operations of a property list: code and operand ([MS-DOC] 2.2.5)."""
    position = 0
    while position + 2 <= len(listed):
        (code,) = struct.unpack_from("<H", listed, position)
        position += 2
        size = _SIZES.get(code >> 13)
        if size is None:
            size = _variable(code, listed, position)
            position += 2 if code == _TABLE_DEFINITION else 1
        yield code, listed[position : position + size]
        position += size


def _variable(code: int, listed: bytes, position: int) -> int:
    if position >= len(listed):
        return 0
    if code == _TABLE_DEFINITION:
        return max(int.from_bytes(listed[position : position + 2], "little") - 1, 0)
    if code == _TABS and listed[position] == 255:
        return len(listed)
    return listed[position]
