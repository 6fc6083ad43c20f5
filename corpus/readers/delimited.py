"""CSV and TSV with a header: quoted cells of many lines, any delimiter and charset the file shows.

A quoted cell may span lines (RFC 4180). A stray quote must not swallow the rest of the file, so a record that
does not come out with as many cells as the header is tried again as a single line, and reading goes on after it.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence

from corpus.profiles import Profile
from corpus.readers import columns
from corpus.readers.items import Labelled, Reject
from corpus.readers.text.limits import MAX_DOCUMENT, MAX_RECORD_LINES
from corpus.readers.text.lines import Line, read_lines

__all__ = ["delimiter_of", "read"]

_DELIMITERS = ",\t;|"
_HEADER_LINES = 20

# The module's limit of 131,072 characters a cell is below long proposals with replies; it is a process-wide
# setting and can only be raised, the lines themselves are limited where they are read.
csv.field_size_limit(max(csv.field_size_limit(), MAX_DOCUMENT))


def read(content: bytes, profile: Profile) -> Iterator[Labelled | Reject]:
    """Yield a record for every row under the header, a reject for every row that does not fit it."""
    rows = _Rows(read_lines(content))
    header: list[str] | None = None
    loose = columns.Loose()
    seen: list[str] = []
    unread = 0
    for place, cells in rows.first():
        if isinstance(cells, Reject):
            unread += 1
            yield cells
        elif columns.is_header(cells, profile):
            header = cells
            missing = columns.missing_columns(place, header, profile)
            if missing:
                yield missing
            break
        else:
            seen = seen or cells
            loose.add(cells, title=True)
    if header is None:
        if seen or not unread:
            yield columns.header_reject("", seen)
        return
    yield from _records(rows, header, profile, loose)
    yield from loose.rest()


def delimiter_of(header: str) -> str:
    """Return the delimiter that a header line uses most; a comma when there is none.

    >>> delimiter_of("案由\\t提案人\\t承办单位")
    '\\t'
    """
    return max(_DELIMITERS, key=header.count)


def _records(rows: _Rows, header: Sequence[str], profile: Profile, loose: columns.Loose) -> Iterator[Labelled | Reject]:
    first = True
    for place, cells in rows.with_width(len(header)):
        if isinstance(cells, Reject):
            yield cells
            continue
        whole = columns.two_rows(header, cells, profile) if first else ()
        first = False
        if whole:
            header = whole
            continue
        labelled = columns.record(place, header, cells)
        if labelled:
            yield from loose.passed(labelled)
        else:
            loose.add(cells)


class _Rows:
    """Physical lines put together into records; lines can be pushed back."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._back: deque[Line] = deque()
        self._delimiter = ","

    def first(self) -> Iterator[tuple[str, list[str] | Reject]]:
        """Yield the first lines as rows, so that the caller can find the header among them."""
        for _ in range(_HEADER_LINES):
            line = self._next()
            if line is None:
                return
            if line.reject:
                yield line.place, line.reject
                continue
            if not line.text.strip():
                continue
            self._delimiter = delimiter_of(line.text)
            record, cells = self._gather(line)
            self._back.extendleft(reversed(record[1:] if cells is None else []))
            yield line.place, cells if cells is not None else self._cells(line.text)

    def with_width(self, width: int) -> Iterator[tuple[str, list[str] | Reject]]:
        """Yield every further record that has this many cells; a reject for every one that has not."""
        while (line := self._next()) is not None:
            if line.reject:
                yield line.place, line.reject
                continue
            if not line.text.strip():
                continue
            record, cells = self._gather(line)
            fitted = _fitted(cells, width) if len(record) == 1 or len(cells or []) >= width else None
            if fitted is None and len(record) > 1:
                # A stray quote joined lines that do not belong together: this line alone, then go on.
                self._back.extendleft(reversed(record[1:]))
                cells = self._cells(line.text)
                fitted = _fitted(cells, width)
            if fitted is None:
                reason = f"这一行有 {len(cells or [])} 列，表头有 {width} 列，请检查分隔符和引号"
                yield line.place, Reject.of(line.place, reason, line.text)
            else:
                yield line.place, fitted

    def _next(self) -> Line | None:
        return self._back.popleft() if self._back else next(self._lines, None)

    def _gather(self, first: Line) -> tuple[list[Line], list[str] | None]:
        """Lines from this one on until the quotes are even, and their cells; no cells when they never are."""
        record, odd = [first], first.text.count('"') % 2
        while odd and len(record) < MAX_RECORD_LINES:
            line = self._next()
            if line is None:
                break
            record.append(line)
            odd ^= line.text.count('"') % 2
        if odd or any(line.reject for line in record):
            return record, None
        return record, self._cells("\n".join(line.text for line in record))

    def _cells(self, text: str) -> list[str]:
        try:
            rows = list(csv.reader([text], delimiter=self._delimiter))
        except csv.Error:
            return []
        return rows[0] if rows else []


def _fitted(cells: list[str] | None, width: int) -> list[str] | None:
    """The cells as many as the header's: programs leave out empty ones at a row's end, or write some beyond it."""
    if not cells or any(cell.strip() for cell in cells[width:]) or (len(cells) == 1 < width - 1):
        return None
    return [*cells[:width], *[""] * (width - len(cells))]
