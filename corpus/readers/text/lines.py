"""The physical lines of a text file, one at a time, so that one bad line costs one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.readers.items import Reject
from corpus.readers.text.charset import charset_of, decoded
from corpus.readers.text.limits import MAX_LINE, megabytes

__all__ = ["Line", "read_lines"]


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line without its end.

    Attributes:
        number: from 1.
        text: the line, ``""`` where it cannot be read.
        reject: what is wrong with it.
        oversized: whether it is too long to have been written by anyone, and so no part of a record.
    """

    number: int
    text: str = ""
    reject: Reject | None = None
    oversized: bool = False

    @property
    def place(self) -> str:
        """``第 12 行``."""
        return f"第 {self.number} 行"


def read_lines(content: bytes) -> Iterator[Line]:
    """Yield every line; one that is too long, holds NUL bytes or cannot be decoded carries a reject instead of text.

    >>> [line.text or line.reject.reason for line in read_lines("甲\\n乙\\x00\\n丙".encode())]
    ['甲', '含有 NUL 字节，文件可能损坏，请从来源重新导出', '丙']
    """
    charset = charset_of(content)
    if charset.startswith(("utf-16", "utf-32")):
        yield from _wide_lines(content, charset)
        return
    start, number = len(b"\xef\xbb\xbf") if charset == "utf-8-sig" else 0, 0
    # A file without a single line feed has its lines ended by carriage returns, as old Macs and some systems write.
    ending = b"\n" if b"\n" in content or b"\r" not in content else b"\r"
    while start < len(content):
        end = content.find(ending, start)
        end = len(content) if end < 0 else end
        number += 1
        yield _line(number, content, start, end, "utf-8" if charset == "utf-8-sig" else charset)
        start = end + 1


def _line(number: int, content: bytes, start: int, end: int, charset: str) -> Line:
    place = f"第 {number} 行"
    if end - start > MAX_LINE:
        reason = f"这一行有 {megabytes(end - start)}，超过上限 {megabytes(MAX_LINE)}，请检查导出是否缺了换行"
        return Line(number, reject=Reject.of(place, reason, content[start : start + 4000]), oversized=True)
    raw = content[start:end].removesuffix(b"\r")
    if b"\0" in raw:
        return Line(number, reject=Reject.of(place, "含有 NUL 字节，文件可能损坏，请从来源重新导出", raw))
    try:
        return Line(number, decoded(raw, charset))
    except UnicodeDecodeError:
        reason = f"有字节不能按 {charset} 解码，文件可能损坏或混用编码，请另存为 UTF-8 后重试"
        return Line(number, reject=Reject.of(place, reason, raw))


def _wide_lines(content: bytes, charset: str) -> Iterator[Line]:
    """UTF-16 and UTF-32 lines end in more than one byte, so the whole is turned into UTF-8 first."""
    try:
        text = content.decode(charset)
    except UnicodeDecodeError:
        reason = f"不能按 {charset} 解码，文件可能被截断，请另存为 UTF-8 后重试"
        yield Line(1, reject=Reject.of("", reason, content))
        return
    yield from read_lines(b"\xef\xbb\xbf" + text.encode("utf-8", "surrogatepass"))
