"""Replies and handling units of one record: reply labels in the source's order, grouped into as many replies as there
are; 甲局、乙局 with the label's role, or roles written inside the value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.model import Handling, Outcome, Reply, Role
from corpus.profiles import Profile
from corpus.readers.flow.letters import signature
from corpus.readers.record.pairs import Pairs, is_empty_word
from corpus.values import fold, read_date
from corpus.values.units import UnitAuthority

__all__ = ["Draft", "collect_drafts", "finish", "read_handlings"]


#: Fields that show a reply was given; a document number or an office alone may be those of any document.
_SUBSTANCE = ("text", "title", "replied", "outcome")


@dataclass(slots=True)
class Draft:
    """One reply being collected: values by reply field, the labels that gave them, their positions."""

    values: dict[str, str] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    positions: list[int] = field(default_factory=list)

    @property
    def substantial(self) -> bool:
        """Whether anything shows that there was a reply."""
        return any(self.values.get(key) for key in _SUBSTANCE)


def collect_drafts(pairs: Pairs, profile: Profile) -> list[Draft]:
    """Return the replies that the labels show; a label that comes back begins the next reply."""
    drafts: list[Draft] = []
    opened = _opened(pairs, profile)
    for position, folded, value in pairs:
        section, _, key = profile.field_of(folded).partition(".")
        if section != "reply":
            continue
        rule = profile.reply[key]
        if is_empty_word(value):
            pairs.take(position)
            continue
        begins = not drafts or folded in drafts[-1].labels or position in opened
        if begins or (key == "text" and drafts[-1].values.get("text") and rule.join is None):
            drafts.append(Draft())
        draft = drafts[-1]
        if key in draft.values:
            if rule.join is None:
                continue
            draft.values[key] += rule.join + rule.clean(value)
        else:
            draft.values[key] = rule.clean(value)
        draft.labels.add(folded)
        draft.positions.append(position)
    for draft in drafts:
        unit = next((opened[at] for at in draft.positions if at in opened), "")
        draft.values.setdefault("units", unit)
    return drafts


def _opened(pairs: Pairs, profile: Profile) -> dict[int, str]:
    """Where each unit's own reply begins, on pages with a block for each: 办理单位 甲局 …… 办理单位 乙局 ……."""
    every = list(pairs)
    units: dict[str, list[int]] = {}
    for at, (_, folded, _) in enumerate(every):
        if profile.field_of(folded).startswith("units."):
            units.setdefault(folded, []).append(at)
    found: dict[int, str] = {}
    for places in units.values():
        blocks = list(zip(places, [*places[1:], len(every)], strict=True)) if len(places) > 1 else []
        firsts = [_first_reply(every[begin:end], profile) for begin, end in blocks]
        if firsts and all(first is not None for first in firsts):
            found |= {
                first: every[begin][2] for first, (begin, _) in zip(firsts, blocks, strict=True) if first is not None
            }
    return found


def _first_reply(block: list[tuple[int, str, str]], profile: Profile) -> int | None:
    """The position of the first label in a block that belongs to a reply."""
    return next((at for at, folded, _ in block if profile.field_of(folded).startswith("reply.")), None)


def finish(draft: Draft, pairs: Pairs, profile: Profile, units: UnitAuthority) -> Reply:
    """Return the reply; its date comes from its label, else from the signature at its end."""
    values = draft.values
    replied = read_date(values.get("replied", ""))
    unread = {key for key in ("replied", "published") if values.get(key) and not read_date(values[key])}
    for position, folded, _ in pairs:
        if position in draft.positions and profile.field_of(folded).removeprefix("reply.") not in unread:
            pairs.take(position)
    text = values.get("text", "")
    signed = signature(text, units)
    named = units.split(values.get("units", "")) or signed.units
    return Reply(
        text=text,
        title=values.get("title", "").strip(),
        units=tuple(dict.fromkeys(units.canonical(name) for name in named)),
        replied=replied or signed.day,
        published=read_date(values.get("published", "")),
        document_number=values.get("document_number", "").strip(),
        outcome=outcome(values.get("outcome", ""), profile),
    )


def outcome(written: str, profile: Profile) -> Outcome | None:
    """Return the result in the source's own word and the class its profile gives it; None for no word."""
    word = written.strip()
    klass = profile.outcomes.get(fold(word))
    if not word:
        return None
    return Outcome(word, klass) if klass else Outcome(word)


_ROLES = {"主办": Role.LEAD, "协办": Role.SUPPORT, "会办": Role.SUPPORT, "分办": Role.SEPARATE,
          "承办": Role.SOLE, "独办": Role.SOLE, "汇办": Role.JOINT}  # fmt: skip
_ROLE = "|".join(_ROLES)
#: 主办单位：甲局；会办单位：乙局
_PREFIX = re.compile(rf"(?P<role>{_ROLE})(?:单位|部门|方)?\s*[:：]\s*")
#: 甲局（主办）
_SUFFIX = re.compile(rf"[（(]\s*(?P<role>{_ROLE})(?:单位|部门)?\s*[)）]$")


def read_handlings(text: str, role: Role, units: UnitAuthority) -> Iterator[Handling]:
    """Yield the handlings that a unit field names, in order; a role inside the value goes before the label's.

    >>> found = read_handlings("主办：市教育局；会办：市财政局", Role.SOLE, UnitAuthority.load())
    >>> [(each.unit, each.role.value) for each in found]
    [('市教育局', '主办'), ('市财政局', '协办')]
    """
    marks = list(_PREFIX.finditer(text))
    ends = [mark.start() for mark in marks] + [len(text)]
    yield from _units(text[: ends[0]], role, units)
    for mark, end in zip(marks, ends[1:], strict=True):
        yield from _units(text[mark.end() : end], _ROLES[mark["role"]], units)


def _units(text: str, role: Role, units: UnitAuthority) -> Iterator[Handling]:
    for written in units.split(text):
        suffix = _SUFFIX.search(written)
        name = written[: suffix.start()] if suffix else written
        yield Handling(units.canonical(name), _ROLES[suffix["role"]] if suffix else role, written)
