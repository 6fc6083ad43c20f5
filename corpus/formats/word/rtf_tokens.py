"""RTF as a stream of tokens (RTF 1.9.1): groups, control words, bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Token", "codec_of_charset", "codec_of_page", "tokens"]

_TOKEN = re.compile(
    rb"\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<group>[{}])|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+)",
    re.S,
)
#: Character sets of fonts (\fcharset) by the code page they mean.
_CHARSETS = {77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258,
             177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250}  # fmt: skip
_PAGES = {936: "gb18030", 54936: "gb18030", 950: "big5hkscs", 65001: "utf-8", 10000: "mac_roman", 1361: "johab"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token; exactly one of ``word``, ``group`` and ``raw`` is set.

    Attributes:
        word: name of a control word, or a control symbol's sign.
        number: its number, None for none.
        group: ``{`` or ``}``.
        raw: bytes of text; ``escaped`` where they were written ``\\'xx``.
    """

    word: str = ""
    number: int | None = None
    group: str = ""
    raw: bytes = b""
    escaped: bool = False


def tokens(content: bytes) -> Iterator[Token]:
    """Yield the tokens; what stands behind ``\\bin`` is skipped."""
    position = 0
    while match := _TOKEN.match(content, position):
        position = match.end()
        if match["hex"]:
            yield Token(raw=bytes([int(match["hex"], 16)]), escaped=True)
        elif match["word"]:
            word = match["word"].decode("ascii")
            number = int(match["number"]) if match["number"] else None
            if word == "bin":
                position += max(number or 0, 0)
            else:
                yield Token(word, number)
        elif match["symbol"]:
            yield Token(match["symbol"].decode("latin-1"))
        elif match["group"]:
            yield Token(group=match["group"].decode("ascii"))
        elif match["text"]:
            yield Token(raw=match["text"])


def codec_of_page(page: int) -> str:
    """Return Python's name of a code page, cp1252 for an unknown one."""
    name = _PAGES.get(page, f"cp{page}")
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name


def codec_of_charset(charset: int) -> str:
    """Return the codec of a font's character set, ``""`` where it is the document's.

    >>> codec_of_charset(134), codec_of_charset(0)
    ('gb18030', '')
    """
    return codec_of_page(_CHARSETS[charset]) if charset in _CHARSETS else ""
