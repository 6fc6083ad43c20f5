"""Proposals as a workbook for Excel or WPS: one sheet of records, one that says what was searched and when."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from corpus import Proposal
from search_web.exports.columns import COLUMNS

__all__ = ["LONGEST_CELL", "workbook"]

#: Characters of a cell that the format allows; what is cut off says so.
LONGEST_CELL = 32_767
_CUT = "……（超出一格的字数，全文见网址）"
#: Control characters that XML cannot hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: Bytes of a finished file that are held in memory; a larger one lies on disk.
_IN_MEMORY = 1 << 20
_PIECE = 1 << 16
_ADDRESS_WIDTH = 40


def workbook(
    proposals: Iterable[Proposal], address: Callable[[str], str], notes: Sequence[tuple[str, str]]
) -> Iterator[bytes]:
    """Yield an XLSX file piece by piece, once it is finished; until then rows go to disk as they come.

    Every cell is text, so that none is taken for a formula and 0300 keeps its zero.

    Args:
        address: the web address of a proposal by its id.
        notes: label and text of every line of the sheet that says what this is.
    """
    book = Workbook(write_only=True)
    records = book.create_sheet("检索结果")
    records.freeze_panes = "A2"
    labels = [*(column.label for column in COLUMNS), "网址"]
    for place, width in enumerate([*(column.width for column in COLUMNS), _ADDRESS_WIDTH], 1):
        records.column_dimensions[get_column_letter(place)].width = width
    records.append([_heading(records, label) for label in labels])
    for proposal in proposals:
        texts = [*(column.text(proposal) for column in COLUMNS), address(proposal.id)]
        records.append([_text(records, text) for text in texts])
    about = book.create_sheet("说明")
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 12, 80
    for label, text in notes:
        about.append([_heading(about, label), _text(about, text)])
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        book.save(file)
        file.seek(0)
        yield from iter(lambda: file.read(_PIECE), b"")


def _text(sheet: WriteOnlyWorksheet, text: str) -> str | Cell:
    """A cell that is text: a plain string, unless the library would take it for a formula or an error."""
    plain = _UNWRITABLE.sub("", text)
    if len(plain) > LONGEST_CELL:
        plain = plain[: LONGEST_CELL - len(_CUT)] + _CUT
    return _cell(sheet, plain) if plain.startswith(("=", "#")) else plain


def _heading(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell = _cell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
