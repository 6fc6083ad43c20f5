"""How much of a file is decoded, and why; beyond it the file is refused with a message that says so."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from corpus.errors import ReadError

__all__ = ["Budget", "Limits", "megabytes"]

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost.

    Attributes:
        document: bytes of a document, or of one XML part of it; a tree takes about ten times as much.
        unpacked: bytes that all members of a package unpack to, together.
        ratio: how many times its packed size a member may unpack to. Office XML packs to about a tenth, repetitive
            sheets to a fiftieth; deflate's worst case is 1032.
        members: files in an archive or letter.
        pages: pages of a PDF or OFD; the longest bound volume of a session's proposals has about 1,500.
        characters: of text in one document; the longest real proposals have 20,000.
        placed: characters of a PDF or OFD, each of which is held with its place.
        cells: positions of a workbook's grids, merged ranges expanded.
        nesting: tables within tables.
        containers: archives and letters within one another.
        seconds: of decoding, checked between pages, rows and members; recognising scans is counted in pages.
        scanned_pages: pages of one file whose text a machine recognises, at 5 to 11 seconds each.
    """

    document: int = 64 * _MB
    unpacked: int = 512 * _MB
    ratio: int = 200
    members: int = 5_000
    pages: int = 2_000
    characters: int = 20_000_000
    placed: int = 2_000_000
    cells: int = 20_000_000
    nesting: int = 20
    containers: int = 4
    seconds: float = 120.0
    scanned_pages: int = 200


@dataclass(slots=True)
class Budget:
    """What is left of the limits while one file is decoded."""

    limits: Limits
    depth: int = 0
    _characters: int = 0
    _placed: int = 0
    _unpacked: list[int] = field(default_factory=lambda: [0])
    _until: float = field(init=False)

    def __post_init__(self) -> None:
        self._until = time.monotonic() + self.limits.seconds

    def for_member(self) -> Budget:
        """Return the budget of a file inside this one: its own time and text, the same room to unpack into."""
        if self.depth + 1 > self.limits.containers:
            raise ReadError(f"压缩包和邮件套了超过 {self.limits.containers} 层，没有再往里读，请解开后导入")
        return Budget(self.limits, self.depth + 1, _unpacked=self._unpacked)

    def unpack(self, size: int) -> None:
        """Count bytes that a container unpacks to; raise ReadError when there is no room for them."""
        if self._unpacked[0] + size > self.limits.unpacked:
            limit = megabytes(self.limits.unpacked)
            raise ReadError(f"解压后一共超过上限 {limit}，可能是压缩炸弹，没有再往下读，请分成几个压缩包")
        self._unpacked[0] += size

    def check_time(self, place: str = "") -> None:
        """Raise ReadError when the time is used up."""
        if time.monotonic() > self._until:
            reason = f"读了 {self.limits.seconds:.0f} 秒还没有读完，已停止，请拆开文件或另存后再导入"
            raise ReadError(reason, place=place)

    def take(self, characters: int, place: str = "") -> None:
        """Count characters and look at the clock; raise ReadError when either is used up."""
        self._characters += characters
        if self._characters > self.limits.characters:
            raise ReadError(f"文字超过 {self.limits.characters // 10_000} 万字，请拆开后再导入", place=place)
        self.check_time(place)

    def place(self, characters: int, place: str = "") -> None:
        """Count characters with places; raise ReadError when there are too many to hold, or time is up."""
        self._placed += characters
        if self._placed > self.limits.placed:
            raise ReadError(f"各页文字一共超过 {self.limits.placed // 10_000} 万字，请拆开后再导入", place=place)
        self.check_time(place)

    def check_size(self, size: int, what: str) -> None:
        """Raise ReadError for a document too large to be held as a tree."""
        if size > self.limits.document:
            limit = megabytes(self.limits.document)
            raise ReadError(f"{what} 有 {megabytes(size)}，超过上限 {limit}，请拆开后再导入")

    def check_cells(self, cells: int) -> None:
        """Raise ReadError for a grid too large to be held."""
        if cells > self.limits.cells:
            limit = f"{self.limits.cells // 10_000} 万格"
            reason = f"表格占了 {cells // 10_000} 万格，超过上限 {limit}；可能有内容落在很远的行或列"
            raise ReadError(f"{reason}，请删去多余的行列、另存后再导入")

    def check_nesting(self, depth: int) -> None:
        """Raise ReadError for tables nested deeper than anyone writes."""
        if depth > self.limits.nesting:
            raise ReadError(f"表格嵌套超过 {self.limits.nesting} 层，文件可能损坏，请另存后再导入")


def megabytes(size: int) -> str:
    """Return a size for a message.

    >>> megabytes(64 * 1024 * 1024)
    '64 MB'
    """
    return f"{size / _MB:.0f} MB"
