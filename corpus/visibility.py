"""Who may see what of a record, and what an import tells of how it decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from corpus.model import Proposal, Visibility
from corpus.values import is_about_reply

if TYPE_CHECKING:
    from corpus.readers import Item

__all__ = ["Restricted", "VisibilityReport", "visible_to"]

#: Different labels and values that are told one by one; of more, only how many records they are.
_MOST = 500
#: Characters of a value that are told.
_SHOWN = 40
_OTHERS = "（其余说法）"


def visible_to(proposal: Proposal, *, internal: bool) -> Proposal | None:
    """Return what of a proposal a reader may see, None for nothing; every door shows what this returns.

    The public sees nothing of an internal proposal, whatever its replies are, and of a public one nothing of an
    internal reply: the reply is left out, and so is what the source has besides on replies.

    Args:
        internal: whether the reader may see what is internal.

    >>> from corpus.model import Reply
    >>> answered = Proposal("关于停车", replies=(Reply("内情", visibility=Visibility.INTERNAL), Reply("已办")))
    >>> [reply.text for reply in visible_to(answered, internal=False).replies]
    ['已办']
    >>> visible_to(Proposal("机密", visibility=Visibility.INTERNAL), internal=False) is None
    True
    """
    if internal:
        return proposal
    if proposal.visibility is Visibility.INTERNAL:
        return None
    if all(reply.visibility is Visibility.PUBLIC for reply in proposal.replies):
        return proposal
    return replace(
        proposal,
        replies=tuple(reply for reply in proposal.replies if reply.visibility is Visibility.PUBLIC),
        extra=tuple((label, value) for label, value in proposal.extra if not is_about_reply(label)),
    )


@dataclass(frozen=True, slots=True)
class Restricted:
    """One label and value because of which records, or their replies, were taken as internal.

    Attributes:
        label: as the source has it; ``""`` for a remark in a text.
        count: how many records say so; ``example`` names one: file, place and title.
        reply: whether only the reply is internal.
    """

    label: str
    value: str
    count: int
    example: str
    reply: bool = False


@dataclass(frozen=True, slots=True)
class VisibilityReport:
    """How an import decided who may see its records.

    Attributes:
        restricted: what made records internal, most frequent first.
        stated: records whose source says that they are public.
        unstated: records of which the source says nothing, by what the profile takes such records for.
    """

    restricted: tuple[Restricted, ...] = ()
    stated: int = 0
    unstated: dict[Visibility, int] = field(default_factory=dict)

    @classmethod
    def of(cls, items: Iterable[Item]) -> VisibilityReport:
        """Return what the records of a file say; those that our own export wrote say it themselves."""
        found: dict[tuple[str, str, bool], Restricted] = {}
        stated, unstated = 0, Counter[Visibility]()
        for item in items:
            if item.record is None or item.statements is None:
                continue
            shut = {(each.label, each.value[:_SHOWN], each.reply) for each in item.statements if not each.public}
            for label, value, reply in sorted(shut):
                _count(found, Restricted(label, value, 1, _named(item.record), reply))
            if not shut and any(each.label for each in item.statements):
                stated += 1
            elif not shut:
                unstated[item.record.visibility] += 1
        return cls(tuple(found.values()), stated, dict(unstated))

    @classmethod
    def sum(cls, parts: Iterable[VisibilityReport]) -> VisibilityReport:
        """Return several files' reports as one."""
        found: dict[tuple[str, str, bool], Restricted] = {}
        stated, unstated = 0, Counter[Visibility]()
        for part in parts:
            stated += part.stated
            unstated.update(part.unstated)
            for each in part.restricted:
                _count(found, each)
        return cls(tuple(sorted(found.values(), key=lambda each: -each.count)), stated, dict(unstated))


def _count(found: dict[tuple[str, str, bool], Restricted], told: Restricted) -> None:
    key = (told.label, told.value, told.reply)
    if key not in found and len(found) >= _MOST:
        told = replace(told, label=_OTHERS, value="")
        key = (told.label, told.value, told.reply)
    known = found.get(key)
    found[key] = replace(known, count=known.count + told.count) if known else told


def _named(record: Proposal) -> str:
    source = record.source
    where = "，".join(part for part in ((source.name, source.place) if source else ()) if part)
    return f"{where}《{record.title[:_SHOWN]}》"
