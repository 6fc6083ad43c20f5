"""The calendar of the sample and the fields around a text: which body met when, what was filed under which number, how
its portal looked; who filed it, who handles it, when, and with what result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus import Handling, Kind, Outcome, OutcomeClass, PartialDate, Role, Session, UnitAuthority
from sample_archive.data import Topic, Unit, people, units
from sample_archive.phrases import Dice
from sample_archive.scene import person_name


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


_LETTERS = ("A类", "A类", "B类", "C类")
_WORDS = {
    "已解决": OutcomeClass.SOLVED,
    "正在解决": OutcomeClass.PLANNED,
    "列入计划": OutcomeClass.PLANNED,
    "留作参考": OutcomeClass.REFERENCE,
}
_LETTERS_SINCE = 2020


def proposers(filing: Filing) -> tuple[str, ...]:
    """Return a member, several members, or a party, sector, committee or delegation."""
    dice = Dice(f"提案人{filing.seed}")
    if filing.kind is Kind.PROPOSAL and dice.chance(0.17):
        return tuple(dice.shuffled(people().groups)[: 2 if dice.chance(0.1) else 1])
    if filing.kind is not Kind.PROPOSAL and dice.chance(0.05):
        return (dice.pick(people().delegations),)
    return tuple(person_name(dice) for _ in range(dice.pick((1, 1, 1, 1, 1, 1, 2, 3))))


def is_group(names: Sequence[str]) -> bool:
    """Return whether these proposers are groups, not people.

    >>> is_group(["民盟江州市委会"]), is_group(["程媛屏", "欧阳建昀"])
    (True, False)
    """
    return any(name in people().groups or name in people().delegations for name in names)


def cosigners(filing: Filing, dice: Dice) -> tuple[str, ...]:
    """Return those who signed too; bills need ten."""
    if filing.kind is Kind.BILL:
        return tuple(dict.fromkeys(person_name(dice) for _ in range(dice.between(10, 13))))
    share, most = (0.22, 5) if filing.kind is Kind.PROPOSAL else (0.45, 9)
    count = dice.between(1, most) if dice.chance(share) else 0
    return tuple(dict.fromkeys(person_name(dice) for _ in range(count)))


def handling_units(topic: Topic, year: int, dice: Dice) -> list[tuple[Unit, Role]]:
    """Return who handles the proposal in which role; two units of one former name are one unit."""
    named = {units()[key].name_in(year): units()[key] for key in reversed(topic.units)}
    first = units()[topic.units[0]]
    others = dice.shuffled([unit for unit in named.values() if unit.name_in(year) != first.name_in(year)])
    match dice.below(20):
        case 0 | 1 | 2 if others:
            return [(first, Role.SEPARATE), (others[0], Role.SEPARATE), *_with(others[1:2], Role.SUPPORT)]
        case 3 | 4 | 5 | 6:
            return [(first, Role.SOLE)]
        case 7 if others:
            return [(first, Role.LEAD), *_with(others[:3], Role.JOINT)]
        case _:
            return [(first, Role.LEAD), *_with(others[: dice.between(0, 3)], Role.SUPPORT)]


def _with(chosen: Sequence[Unit], role: Role) -> list[tuple[Unit, Role]]:
    return [(unit, role) for unit in chosen]


def handlings(chosen: Sequence[tuple[Unit, Role]], year: int) -> tuple[Handling, ...]:
    """Return the handlings by role, units under their canonical names and as written in this year."""
    authority = UnitAuthority.load()
    roles = list(Role)
    written = [(unit.name_in(year), role) for unit, role in sorted(chosen, key=lambda each: roles.index(each[1]))]
    return tuple(Handling(authority.canonical(name), role, name) for name, role in written)


def outcome(filing: Filing, dice: Dice) -> Outcome:
    """Return the result in the words of the body and the time: letters since 2020 at the 政协, words elsewhere."""
    if filing.kind is Kind.PROPOSAL and filing.meeting.year >= _LETTERS_SINCE:
        return Outcome(dice.pick(_LETTERS))
    word = dice.pick(tuple(_WORDS))
    return Outcome(word, _WORDS[word])


def submitted(filing: Filing, dice: Dice) -> PartialDate:
    """Return a day around the session, sometimes the month only."""
    month = dice.pick((1, 1, 2))
    if dice.chance(0.04):
        return PartialDate(filing.meeting.year, month)
    return PartialDate(filing.meeting.year, month, dice.between(5, 27))


def later(day: PartialDate, months: int, dice: Dice) -> PartialDate:
    """Return some day so many months later in the same year.

    >>> later(PartialDate(2020, 2, 3), 4, Dice("x")).month
    6
    """
    return PartialDate(day.year, min(day.month + months, 12), dice.between(1, 28))
