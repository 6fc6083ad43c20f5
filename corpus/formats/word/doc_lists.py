"""The lists that a DOC defines ([MS-DOC] 2.9.150, 2.9.131): how automatic numbers look."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from corpus.formats.word.numbering import Level, ListDefinition, Numbered, Numbering

__all__ = ["numbering_of"]

_LISTS, _OVERRIDES = 0x2E2, 0x2EA
#: Number formats by their code ([MS-OSHARED] 2.2.1.3), as ``ordinal`` calls them.
_STYLES = {0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
           11: "japaneseCounting", 14: "decimalFullWidth", 18: "decimalEnclosedCircle", 22: "decimalZero", 23: "bullet",
           26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese",
           30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting",
           34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand", 36: "taiwaneseDigital",
           37: "chineseCounting", 38: "chineseLegalSimplified", 39: "chineseCountingThousand", 255: "none"}  # fmt: skip
_MOST = 10_000


def numbering_of(lists: bytes, overrides: bytes) -> Numbering:
    """Return the numbering: ``lists`` from the list table to its levels' end, ``overrides`` the table of uses.

    A paragraph names a use by its position, from 1.
    """
    definitions = dict(_definitions(lists))
    found: dict[str, Numbered] = {}
    count = min(_unsigned(overrides, 0), _MOST)
    for index in range(count):
        (identifier,) = struct.unpack_from("<I", overrides.ljust(4 + count * 16, b"\0"), 4 + index * 16)
        if identifier in definitions:
            found[str(index + 1)] = Numbered(definitions[identifier])
    return Numbering(found)


def _definitions(lists: bytes) -> Iterator[tuple[int, ListDefinition]]:
    if len(lists) < 2:
        return
    (count,) = struct.unpack_from("<H", lists)
    position = 2 + count * 28
    for index in range(count):
        head = lists[2 + index * 28 :][:28]
        if len(head) < 28:
            return
        levels: dict[int, Level] = {}
        for level in range(1 if head[26] & 1 else 9):
            if position + 30 > len(lists):
                break
            levels[level], position = _level(lists, position)
        yield _unsigned(head, 0), ListDefinition(levels)


def _level(lists: bytes, position: int) -> tuple[Level, int]:
    """One level, and where the next begins."""
    start, style = _unsigned(lists, position), lists[position + 4]
    text_at = position + 28 + lists[position + 24] + lists[position + 25]
    (length,) = struct.unpack_from("<H", lists.ljust(text_at + 2, b"\0"), text_at)
    raw = lists[text_at + 2 : text_at + 2 + length * 2].decode("utf-16-le", "replace")
    # Characters below 9 stand for the number of that level.
    text = "".join(f"%{ord(character) + 1}" if ord(character) < 9 else character for character in raw)
    return Level(start if start < _MOST else 1, _STYLES.get(style, "decimal"), text), text_at + 2 + length * 2


def _unsigned(raw: bytes, offset: int) -> int:
    return int.from_bytes(raw[offset : offset + 4], "little")
