"""The hand-written material of the sample, read from the TOML files: city, units, people, topics, sentence frames;
what a year did not know yet (no 5G in 2017, no 疫情 before it) is left out of its fragments."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from sample_archive.phrases import ALTERNATIVES, Lexicon, lines

REFORM_YEAR = 2019
"""From this year on, units carry the names of the 2019 institutional reform."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A handling unit: ``former`` is its name before the reform, ``code`` opens its document numbers."""

    key: str
    name: str
    code: str
    work: str
    former: str = ""
    since: int = 0

    def name_in(self, year: int) -> str:
        """Return the unit's name in this year (卫计委 before 2019)."""
        return self.former if self.former and year < max(REFORM_YEAR, self.since) else self.name

    def short_in(self, year: int) -> str:
        """Return the name as used in running text: 市教育局, 市委宣传部.

        >>> Unit("教育", "江州市教育局", "江教", "教育").short_in(2020)
        '市教育局'
        """
        name = self.name_in(year).removeprefix("中共").removeprefix("国家税务总局")
        return "市" + name.removeprefix("江州市").removeprefix("人民政府") if name.startswith("江州市") else name


@dataclass(frozen=True, slots=True)
class District:
    """One district with its places, by slot letter."""

    name: str
    places: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a proposal can be about: words and fragments of one policy question.

    ``demand`` and ``measure`` lines have the form 标题：内容; a demand's heading can become a proposal's title.
    """

    key: str
    category: str
    units: tuple[str, ...]
    matter: tuple[str, ...]
    site: tuple[str, ...]
    people: tuple[str, ...]
    laws: tuple[str, ...]
    background: tuple[str, ...]
    problem: tuple[str, ...]
    demand: tuple[str, ...]
    measure: tuple[str, ...]
    plan: tuple[str, ...]
    since: int = 0
    until: int = 9999

    def __contains__(self, fragment: str) -> bool:
        """Whether a fragment, with or without an addition at its end, is one of the topic's."""
        return fragment.startswith((*self.background, *self.problem, *self.demand))

    def in_year(self, year: int) -> Topic:
        """Return the topic with what can be said of it in this year."""

        def known(fragments: tuple[str, ...]) -> tuple[str, ...]:
            return of_year(fragments, year, newer_words())

        return replace(
            self,
            background=known(self.background),
            problem=known(self.problem),
            demand=known(self.demand),
            measure=known(self.measure),
            plan=known(self.plan),
        )


@dataclass(frozen=True, slots=True)
class People:
    """Name parts and the groups that may propose."""

    surnames: str
    given_first: str
    given_last: str
    groups: tuple[str, ...]
    delegations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frames:
    """Sentence frames for every topic; ``replies`` those of the replies, ``boilerplate`` the shared formulas."""

    proposal: dict[str, tuple[str, ...]]
    reply: dict[str, tuple[str, ...]]
    boilerplate: dict[str, tuple[str, ...]]


_MATERIAL = files("sample_archive") / "material"

_PLACE_SLOTS = {
    "R": "roads",
    "C": "communities",
    "T": "towns",
    "V": "villages",
    "S": "schools",
    "H": "hospitals",
    "W": "rivers",
    "P": "greens",
    "M": "markets",
    "E": "estates",
    "K": "zones",
}


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((_MATERIAL / name).read_text("utf-8"))


@cache
def districts() -> tuple[District, ...]:
    """Return the nine districts of the invented city."""
    return tuple(
        District(each["name"], {slot: tuple(each[key]) for slot, key in _PLACE_SLOTS.items()})
        for each in _toml("city.toml")["district"]
    )


@cache
def elsewhere() -> tuple[str, ...]:
    """Return the invented cities that proposals compare with."""
    return tuple(_toml("city.toml")["elsewhere"])


@cache
def units() -> dict[str, Unit]:
    """Return the handling units by key."""
    return {each["key"]: Unit(**each) for each in _toml("units.toml")["unit"]}


@cache
def people() -> People:
    """Return name parts and proposing groups."""
    data = _toml("people.toml")
    return People(
        data["surnames"],
        data["given_first"],
        data["given_last"],
        tuple(data["groups"]),
        tuple(data["delegations"]),
    )


@cache
def lexicon() -> Lexicon:
    """Return the words that may stand for one another."""
    return Lexicon(_toml("lexicon.toml")["groups"])


@cache
def newer_words() -> dict[str, int]:
    """Return words for things that came up in the years of the sample, with their first year."""
    return dict(_toml("lexicon.toml")["since"])


@cache
def frames() -> Frames:
    """Return the sentence frames."""
    data = _toml("frames.toml")
    boilerplate, reply = data.pop("boilerplate"), data.pop("reply")

    def parts(table: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        return {key: lines(value) if isinstance(value, str) else tuple(value) for key, value in table.items()}

    proposal = parts(data)
    # A demand is 标题：内容, here and in the topics.
    proposal["demand"] = tuple(each.replace("。", "：", 1) for each in proposal["demand"])
    return Frames(proposal, parts(reply), parts(boilerplate))


@cache
def topics() -> tuple[Topic, ...]:
    """Return every topic, in the order of the files' names."""
    names = sorted(f"topics/{entry.name}" for entry in (_MATERIAL / "topics").iterdir())
    return tuple(_topic(each) for name in names for each in _toml(name)["topic"])


def _topic(data: dict[str, Any]) -> Topic:
    return Topic(
        key=data["key"],
        category=data["category"],
        units=tuple(data["units"].split()),
        matter=tuple(data["matter"].split("|")),
        site=tuple(data["site"].split("|")),
        people=tuple(data["people"].split("|")),
        laws=tuple(data["laws"].split("|")),
        background=lines(data["background"]),
        problem=lines(data["problem"]),
        demand=lines(data["demand"]),
        measure=lines(data["measure"]),
        plan=lines(data["plan"]),
        since=data.get("since", 0),
        until=data.get("until", 9999),
    )


def of_year(fragments: Sequence[str], year: int, since: Mapping[str, int]) -> tuple[str, ...]:
    """Return the fragments that can be said in this year, without the alternatives that cannot.

    >>> of_year(["开通[5G专网|光纤]", "5G基站", "宽带"], 2017, {"5G": 2019})
    ('开通[光纤]', '宽带')
    """
    unknown = [word for word, first in since.items() if first > year]
    return tuple(kept for each in fragments if (kept := _without(each, unknown)))


def _without(fragment: str, unknown: Sequence[str]) -> str:
    def alternatives(match: re.Match[str]) -> str:
        known = [each for each in match[1].split("|") if not any(word in each for word in unknown)]
        return f"[{'|'.join(known)}]" if known else match[0]

    kept = ALTERNATIVES.sub(alternatives, fragment)
    return "" if any(word in kept for word in unknown) else kept
