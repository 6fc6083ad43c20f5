"""The replies of one record: reply labels in the source's order, grouped into as many replies as there are."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.model import Outcome, Reply
from corpus.profiles import Profile
from corpus.readers.pairs import Pairs
from corpus.units import UnitAuthority
from corpus.values import PartialDate, find_dates, fold, parse_date

__all__ = ["Draft", "collect_drafts", "finish"]

#: Fields that show a reply was given; a document number or an office alone may be those of any document.
_SUBSTANCE = ("text", "title", "replied", "outcome")
#: A reply is signed and dated in its last line.
_SIGNATURE = 60


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
    for position, folded, value in pairs:
        section, _, key = profile.field_of(folded).partition(".")
        if section != "reply":
            continue
        rule = profile.reply[key]
        if not drafts or folded in drafts[-1].labels:
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
    return drafts


def finish(draft: Draft, pairs: Pairs, profile: Profile, units: UnitAuthority) -> Reply:
    """Return the reply; its date comes from its label, else from the signature at its end."""
    values = draft.values
    replied = parse_date(values.get("replied", ""))
    unread = {key for key in ("replied", "published") if values.get(key) and not parse_date(values[key])}
    for position, folded, _ in pairs:
        if position in draft.positions and profile.field_of(folded).removeprefix("reply.") not in unread:
            pairs.take(position)
    text = values.get("text", "")
    return Reply(
        text=text,
        title=values.get("title", "").strip(),
        units=tuple(dict.fromkeys(units.canonical(name) for name in units.split(values.get("units", "")))),
        replied=replied or _signed(text),
        published=parse_date(values.get("published", "")),
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


def _signed(text: str) -> PartialDate | None:
    dates = find_dates(text.rstrip()[-_SIGNATURE:])
    return dates[-1] if dates else None
