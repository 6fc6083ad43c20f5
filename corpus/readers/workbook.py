"""Workbooks: every sheet with a header the profile knows; the header may stand below a title row, or be two rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.formats import Sheet, Workbook
from corpus.profiles import Profile
from corpus.readers import columns
from corpus.readers.items import Labelled, Reject

__all__ = ["read"]

#: Rows in which the header is looked for: a title, a note and blank rows may stand above it.
_HEADER_ROWS = 20


def read(book: Workbook, profile: Profile) -> Iterator[Labelled | Reject]:
    """Yield a record for every row under a header; a sheet that looks like a table but has none is rejected.

    A sheet that its author hid is not read; where it has a header it is rejected, so that nobody misses it.
    """
    found = False
    for sheet in book.sheets:
        place = f"工作表 {sheet.name}"
        if sheet.fault:
            found = True
            yield Reject.of(place, sheet.fault)
        if sheet.hidden:
            if any(columns.is_header(row, profile) for row in sheet.rows[:_HEADER_ROWS]):
                found = True
                yield Reject.of(place, "这张工作表是隐藏的，没有读入；需要时请取消隐藏、保存后再导入")
            continue
        for each in _sheet(place, sheet, profile):
            found = True
            yield each
        if sheet.unvalued:
            shown = "、".join(sheet.unvalued)
            reason = f"公式没有保存结果（{shown} 等处），这些格按空读入；请用 Excel 或 WPS 打开、保存后再导入"
            yield Reject.of(place, reason)
    if not found:
        yield Reject.of("", "工作簿是空的，没有找到带表头的数据")


def _sheet(place: str, sheet: Sheet, profile: Profile) -> Iterator[Labelled | Reject]:
    header: Sequence[str] = ()
    widest: Sequence[str] = ()
    began = 0
    for number, cells in enumerate(sheet.rows, 1):
        here = f"{place} 第 {number} 行"
        if header and number == began + 1 and (whole := _two_rows(header, cells, profile)):
            header = whole
        elif header:
            labelled = columns.record(here, header, cells)
            if labelled:
                yield labelled
        elif number > _HEADER_ROWS:
            break
        elif columns.is_header(cells, profile):
            header, began = cells, number
            missing = columns.missing_columns(here, header, profile)
            if missing:
                yield missing
        elif _distinct(cells) > _distinct(widest):
            widest = cells
    if not header and _distinct(widest) > 1:
        yield columns.header_reject(place, widest)


def _distinct(cells: Sequence[str]) -> int:
    """How many different values a row has: a title over all columns is one."""
    return len({cell for cell in cells if cell})


def _two_rows(header: Sequence[str], below: Sequence[str], profile: Profile) -> tuple[str, ...]:
    """The columns' names where the header goes on in the row below it, empty where that row is a record.

    It goes on where a name that is merged over several columns stands above different names, or where names are
    merged over both rows; then nothing else stands below than names.
    """
    pairs = list(zip(header, below, strict=False))
    merged = any(above and above == lower for above, lower in pairs)
    wide = any(header.count(above) > 1 and lower and lower != above for above, lower in pairs if above)
    parted = [_name(above, lower, profile) for above, lower in pairs if lower and lower != above]
    if not (merged or wide) or not parted or not all(map(profile.knows, parted)):
        return ()
    return tuple(_name(above, lower, profile) if lower and lower != above else above for above, lower in pairs)


def _name(above: str, below: str, profile: Profile) -> str:
    """主办 below 承办单位 is 主办单位 where the profile knows it by that name only."""
    return next((name for name in (below, f"{below}单位", f"{above}{below}") if profile.knows(name)), below)
