"""The fields around a proposal's text: who filed it, who handles it, when, and with what result."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Handling, Kind, Outcome, OutcomeClass, Role
from corpus.sample.data import Topic, Unit, people, units
from corpus.sample.filings import Filing
from corpus.sample.phrases import Dice
from corpus.sample.scene import person_name
from corpus.units import UnitAuthority
from corpus.values import PartialDate

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
