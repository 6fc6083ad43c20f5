"""Proposals as CSV (RFC 4180), in UTF-8 with the mark that Excel needs to see that it is."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator

from corpus import Proposal
from search_web.exports.columns import COLUMNS, guarded

__all__ = ["csv_lines"]


def csv_lines(proposals: Iterable[Proposal], address: Callable[[str], str]) -> Iterator[bytes]:
    """Yield a CSV file row by row: headings, then a row a proposal; no cell is taken for a formula.

    Args:
        address: the web address of a proposal by its id.
    """
    lines = _Lines()
    yield codecs.BOM_UTF8 + lines.line([*(column.label for column in COLUMNS), "网址"])
    for proposal in proposals:
        cells = [guarded(column.text(proposal)) for column in COLUMNS]
        yield lines.line([*cells, address(proposal.id)])


class _Lines:
    """Turns rows into lines, one at a time: what is written is given back, and nothing kept."""

    def __init__(self) -> None:
        self._buffer = io.StringIO(newline="")
        self._writer = csv.writer(self._buffer)

    def line(self, cells: list[str]) -> bytes:
        """Return one row as the bytes of its line."""
        self._writer.writerow(cells)
        text = self._buffer.getvalue()
        self._buffer.seek(0)
        self._buffer.truncate()
        return text.encode("utf-8")
