"""Rows under a header become labelled records; what CSV and workbooks share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.profiles import Profile
from corpus.readers.html import shown_text
from corpus.readers.items import Labelled, Reject

__all__ = ["Loose", "excerpt_of", "header_reject", "is_header", "missing_columns", "record", "two_rows"]

#: A row is a header when at least this many cells are labels the profile knows.
_KNOWN_LABELS = 2
#: What begins a row that sums up the ones above it.
_SUMS = frozenset(
    [
        "合计",
        "总计",
        "小计",
        "共计",
        "合計",
        "總計",
        "小計",
        "備註",
        "备注",
        "说明",
        "制表",
        "制表人",
        "填表人",
        "审核人",
    ]
)


class Loose:
    """Lines of a table that are no record (its title, a sum, a note); they go with the record before or after."""

    def __init__(self) -> None:
        self.title = ""
        self._waiting: list[str] = []
        self._last: Labelled | None = None

    def add(self, cells: Sequence[str], *, title: bool = False) -> None:
        """Keep a row; a title's words hold for every record below it."""
        shown = list(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))
        self._waiting += shown
        if title:
            self.title = " ".join(filter(None, (self.title, *shown)))

    def passed(self, labelled: Labelled) -> Iterator[Labelled]:
        """Take a record and yield the one before it, so that what follows can still go with that."""
        last, self._last = self._last, replace(labelled, header=self.title)
        if last is None:
            self._last = replace(self._last, visible=(*self._waiting, *self._last.visible))
            self._waiting = []
        else:
            yield self._with_waiting(last)

    def rest(self) -> Iterator[Labelled | Reject]:
        """Yield the last record with all that is left, or a reject of it where there was none."""
        if self._last is not None:
            yield self._with_waiting(self._last)
            self._last = None
        elif self._waiting:
            yield Reject.of("", "这里只有说明文字，没有带表头的数据", "\n".join(self._waiting))
        self._waiting = []

    def _with_waiting(self, labelled: Labelled) -> Labelled:
        waiting, self._waiting = self._waiting, []
        return replace(labelled, visible=(*labelled.visible, *waiting))


def is_header(cells: Sequence[str], profile: Profile) -> bool:
    """Whether a row is the header: two known labels, or for a source's own profile any."""
    known = sum(profile.knows(cell) for cell in cells if cell.strip())
    return known >= (1 if profile.explicit else _KNOWN_LABELS)


def header_reject(place: str, cells: Sequence[str], text: str = "") -> Reject:
    """Return the reject for a table whose header is not understood; it shows what the header, and the table, holds."""
    shown = "、".join(cell for cell in cells if cell.strip())
    reason = "没有认出表头，请写一份来源说明（docs/profiles.md）说明各列的含义，用 --profile 指定"
    return Reject.of(place, reason, text or shown)


def missing_columns(place: str, header: Sequence[str], profile: Profile) -> Reject | None:
    """Return a reject naming the columns that the source's own profile expects and the header lacks."""
    if not profile.explicit:
        return None
    present = {profile.field_of(cell) for cell in header}
    rules = {**profile.fields, **{f"reply.{key}": rule for key, rule in profile.reply.items()}}
    rules |= {f"units.{role}": rule for role, rule in profile.roles.items()}
    shared = {label for key, rule in rules.items() if key in present for label in rule.labels}
    lacking = [rule.written[0] for key, rule in rules.items() if key not in present and not shared & set(rule.labels)]
    if not lacking:
        return None
    reason = f"缺少来源说明所说的列：{'、'.join(lacking)}；其余各列照常读入，请核对表头或来源说明"
    return Reject.of(place, reason, "、".join(header))


def record(place: str, header: Sequence[str], cells: Sequence[str]) -> Labelled | None:
    """Return one row as a record, None when it holds none: every cell is empty, or it sums up the rows above."""
    filled = [cell for cell in cells if cell.strip()]
    if not filled or (filled[0].strip(" ：:") in _SUMS and len(filled) < 4):
        return None
    # A row may be shorter than its header; that a column is empty may matter.
    whole = (*map(shown_text, cells), *("" for _ in header[len(cells) :]))
    visible = tuple(cell for cell in whole if cell.strip())
    return Labelled(place, tuple(zip(header, whole, strict=False)), visible=visible)


def two_rows(header: Sequence[str], below: Sequence[str], profile: Profile) -> tuple[str, ...]:
    """Return the columns' names where the header goes on in the row below it, empty where that row is a record.

    It goes on where a name stands above several columns, by merged cells or with blanks beside it, or where names are
    merged over both rows; then nothing else stands below than names.
    """
    wide = _widened(header, below)
    pairs = list(zip(wide, below, strict=False))
    merged = any(above and above == lower for above, lower in pairs)
    several = any(wide.count(above) > 1 and lower and lower != above for above, lower in pairs if above)
    parted = [_name(above, lower, profile) for above, lower in pairs if lower and lower != above]
    if not (merged or several) or not parted or not all(map(profile.knows, parted)):
        return ()
    return tuple(_name(above, lower, profile) if lower and lower != above else above for above, lower in pairs)


def _widened(header: Sequence[str], below: Sequence[str]) -> list[str]:
    """The upper names, each also above the blanks to its right that have a name below them."""
    wide: list[str] = []
    for column, name in enumerate(header):
        blank = not name.strip() and column < len(below) and below[column].strip() and wide
        wide.append(wide[-1] if blank else name)
    return wide


def _name(above: str, below: str, profile: Profile) -> str:
    """主办 below 承办单位 is 主办单位; 日期 below 答复 is 答复日期."""
    return next((name for name in (f"{above}{below}", f"{below}单位", below) if profile.knows(name)), below)


def excerpt_of(cells: Sequence[str]) -> str:
    """Return a row for a reject's excerpt."""
    return " | ".join(cells)
