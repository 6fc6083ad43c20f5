"""The replies of one record: reply labels in the source's order, grouped into as many replies as there are."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.model import Outcome, Reply
from corpus.profiles import Profile
from corpus.readers.letters import signature
from corpus.readers.pairs import Pairs, is_empty_word
from corpus.values import fold, read_date
from corpus.values.units import UnitAuthority

__all__ = ["Draft", "collect_drafts", "finish"]

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
