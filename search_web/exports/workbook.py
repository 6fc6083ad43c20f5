"""Proposals as a workbook for Excel or WPS: one sheet of records, one that says what was searched and when."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from corpus import Proposal
from search_web.exports.tables import COLUMNS

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
#: Where the first sheet lies in the file.
_RECORDS = "xl/worksheets/sheet1.xml"
#: How hard the file is compressed: the default takes twice the time and saves a tenth of the size.
_FAST = 1


def workbook(
    proposals: Iterable[Proposal], address: Callable[[str], str], notes: Sequence[tuple[str, str]]
) -> Iterator[bytes]:
    """Yield an XLSX file piece by piece, once it is finished; until then it goes to disk as it comes.

    Every cell is text, so that none is taken for a formula and 0300 keeps its zero.

    Args:
        address: the web address of a proposal by its id.
        notes: label and text of every line of the sheet that says what this is.
    """
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        with ZipFile(_frame(notes)) as frame, ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_FAST) as whole:
            for name in frame.namelist():
                parts = _with_rows(frame.read(name), proposals, address) if name == _RECORDS else [frame.read(name)]
                with whole.open(name, "w", force_zip64=True) as entry:
                    for part in parts:
                        entry.write(part)
        file.seek(0)
        yield from iter(lambda: file.read(_PIECE), b"")


def _frame(notes: Sequence[tuple[str, str]]) -> BytesIO:
    """The workbook with everything but the records' rows."""
    book = Workbook(write_only=True)
    records = book.create_sheet("检索结果")
    records.freeze_panes = "A2"
    labels = [*(column.label for column in COLUMNS), "网址"]
    for place, width in enumerate([*(column.width for column in COLUMNS), _ADDRESS_WIDTH], 1):
        records.column_dimensions[get_column_letter(place)].width = width
    records.append([_heading(records, label) for label in labels])
    about = book.create_sheet("说明")
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 12, 80
    for label, text in notes:
        about.append([_heading(about, label), _cell(about, _shown(text))])
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _with_rows(sheet: bytes, proposals: Iterable[Proposal], address: Callable[[str], str]) -> Iterator[bytes]:
    """The records' sheet with their rows, as they come: the library would take most of a minute for 10,000 of them."""
    before, end, after = sheet.partition(b"</sheetData>")
    yield before
    letters = [get_column_letter(place) for place in range(1, len(COLUMNS) + 2)]
    for number, proposal in enumerate(proposals, 2):
        texts = [*(column.text(proposal) for column in COLUMNS), address(proposal.id)]
        cells = (
            f'<c r="{letter}{number}" t="inlineStr"><is><t xml:space="preserve">{_escaped(text)}</t></is></c>'
            for letter, text in zip(letters, texts, strict=True)
            if text
        )
        # Half a surrogate pair is no character: it is shown as one that is not known.
        yield f'<row r="{number}">{"".join(cells)}</row>'.encode("utf-8", "replace")
    yield end + after


def _escaped(text: str) -> str:
    return escape(_shown(text), {"\r": "&#13;"})


def _shown(text: str) -> str:
    """What of a text a cell can hold."""
    plain = _UNWRITABLE.sub("", text)
    return plain[: LONGEST_CELL - len(_CUT)] + _CUT if len(plain) > LONGEST_CELL else plain


def _heading(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell = _cell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
