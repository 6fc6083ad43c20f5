"""The calendar of the sample: which body met when, what was filed under which number, and how its portal looked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.model import Kind
from corpus.sample.phrases import Dice
from corpus.values import Session


class Layout(StrEnum):
    """The shape in which a session's records were published."""

    TABLE_PAGE = "表格网页"
    TEXT_TABLE = "文本表"
    REPLY_TABLE = "答复文本表"
    DL_PAGE = "定义列表网页"
    PARAGRAPH_PAGE = "段落网页"
    BIG5_PAGE = "繁体网页"
    CSV = "摘要表"
    JSON_LINES = "JSON 行"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of one body: the folder, session and year of its records."""

    body: str
    folder: str
    session: Session
    year: int
    layout: Layout
    charset: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Filing:
    """One place in the sample to be filled with a proposal."""

    meeting: Meeting
    kind: Kind
    number: int
    layout: Layout

    @property
    def seed(self) -> str:
        """What the dice of this record are seeded with."""
        return f"{self.kind}{self.meeting.session.code}-{self.number}"


_CPPCC = (
    (13, 1, 2017, Layout.TABLE_PAGE, "gb18030"),
    (13, 2, 2018, Layout.TABLE_PAGE, "gb18030"),
    (13, 3, 2019, Layout.REPLY_TABLE, "utf-8"),
    (13, 4, 2020, Layout.TEXT_TABLE, "utf-8"),
    (13, 5, 2021, Layout.DL_PAGE, "utf-8"),
    (14, 1, 2022, Layout.DL_PAGE, "utf-8"),
    (14, 2, 2023, Layout.PARAGRAPH_PAGE, "utf-8"),
    (14, 3, 2024, Layout.PARAGRAPH_PAGE, "utf-8"),
    (14, 4, 2025, Layout.TABLE_PAGE, "utf-8"),
)
_CONGRESS = (
    (15, 1, 2017, Layout.CSV, "utf-8"),
    (15, 2, 2018, Layout.TABLE_PAGE, "utf-8"),
    (15, 3, 2019, Layout.TEXT_TABLE, "utf-8"),
    (15, 4, 2020, Layout.TEXT_TABLE, "utf-8"),
    (15, 5, 2021, Layout.DL_PAGE, "utf-8"),
    (16, 1, 2022, Layout.PARAGRAPH_PAGE, "utf-8"),
    (16, 2, 2023, Layout.DL_PAGE, "utf-8"),
    (16, 3, 2024, Layout.JSON_LINES, "utf-8"),
    (16, 4, 2025, Layout.PARAGRAPH_PAGE, "utf-8"),
)
_PROPOSALS_A_MEETING, _SUGGESTIONS_A_MEETING, _BILLS_A_MEETING = 82, 62, 3
_BIG5_SHARE = 0.07
"""Share of proposals since 2021 that members from Hong Kong and Macao filed in Traditional characters."""


def meetings() -> tuple[Meeting, ...]:
    """Return the eighteen meetings, by year."""
    rows = [("江州市政协", "zhengxie", row) for row in _CPPCC] + [("江州市人大", "renda", row) for row in _CONGRESS]
    held = [
        Meeting(body, f"{folder}/{term}-{meeting}", Session(term, meeting), year, layout, charset)
        for body, folder, (term, meeting, year, layout, charset) in rows
    ]
    return tuple(sorted(held, key=lambda each: (each.year, each.folder)))


def filings() -> tuple[Filing, ...]:
    """Return every filing of every meeting, in the order of filing."""
    return tuple(filing for meeting in meetings() for filing in _of(meeting))


def _of(meeting: Meeting) -> Iterator[Filing]:
    dice = Dice(f"案号{meeting.folder}")
    if meeting.body == "江州市政协":
        for number in _numbers(dice, _PROPOSALS_A_MEETING):
            big5 = meeting.year >= 2021 and dice.chance(_BIG5_SHARE)
            yield Filing(meeting, Kind.PROPOSAL, number, Layout.BIG5_PAGE if big5 else meeting.layout)
        return
    for number in _numbers(dice, _SUGGESTIONS_A_MEETING):
        yield Filing(meeting, Kind.SUGGESTION, number, meeting.layout)
    if meeting.layout is not Layout.CSV:
        for number in range(1, _BILLS_A_MEETING + 1):
            yield Filing(meeting, Kind.BILL, number, meeting.layout)


def _numbers(dice: Dice, count: int) -> Iterator[int]:
    """Rising numbers with gaps: not every proposal of a meeting was published."""
    number = 0
    for _ in range(count):
        number += dice.pick((1, 1, 2, 3, 5))
        yield number
