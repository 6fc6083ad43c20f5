"""Which record of the archive a record of a file is, where its identity alone does not say.

Two rules, both of which would rather keep a record twice than put one in another's place:

- ``same_identity``: the archive has the identity, with other contents.
- ``renamed``: the archive lacks the identity, but the same file had a record that this one is an edit of.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.identity import alike, case_key, folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.archive.known import KnownRecord
    from corpus.model import Proposal

__all__ = ["Newcomer", "renamed", "same_identity"]


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One record as a file has it now.

    Attributes:
        body: the record packed for the archive.
        ordinal: counts the file's records of the same identity, from 1.
    """

    record: Proposal
    body: bytes
    identity: str
    checksum: str
    ordinal: int


Match = tuple[Newcomer, "KnownRecord"]


def same_identity(
    newcomers: Sequence[Newcomer], group: Sequence[KnownRecord], *, file_pk: int, free: set[int], mixed: bool
) -> Iterator[Match]:
    """Yield which newcomers are new readings of which known records of the same identity.

    What some file gave word for word comes first. As for the rest, usually the n-th record of an identity in
    one file is the n-th in any other. Not so when some file lists the identity with different contents: then
    its number and title do not tell its records apart, and only the same file's own records are taken up
    again, in order, if none came or went.

    Args:
        group: all known records of the identity, in order of occurrence; ``free``: row numbers of those that
            no other record of this file has taken.
        mixed: whether the file itself lists the identity with different contents.
    """
    waiting: list[Newcomer] = []
    free = set(free)
    for newcomer in newcomers:
        said = next((known for known in group if known.pk in free and known.says(newcomer.checksum)), None)
        if said:
            free.remove(said.pk)
            yield newcomer, said
        else:
            waiting.append(newcomer)
    if not mixed and not _listed_with_different_contents(group):
        for newcomer in waiting:
            nth = group[newcomer.ordinal - 1] if newcomer.ordinal <= len(group) else None
            if nth and nth.pk in free:
                yield newcomer, nth
        return
    own = [known for known in group if known.pk in free and file_pk in known.sightings]
    if len(own) == len(waiting):
        yield from zip(waiting, own, strict=True)


def renamed(newcomers: Sequence[Newcomer], before: Sequence[tuple[KnownRecord, Proposal]]) -> Iterator[Match]:
    """Yield which newcomers are edits of records the same file had before, where there is only one choice.

    Args:
        before: the records that the file had and no longer has as they were, each as the file had it.
    """
    by_sign: dict[object, list[int]] = defaultdict(list)
    for place, (_, old) in enumerate(before):
        for sign in _signs(old):
            by_sign[sign].append(place)
    choices: list[tuple[Newcomer, set[int]]] = []
    for newcomer in newcomers:
        near = {place for sign in _signs(newcomer.record) for place in by_sign.get(sign, ())}
        choices.append((newcomer, {place for place in near if _is_edit(before[place][1], newcomer.record)}))
    claims: dict[int, int] = defaultdict(int)
    for _, places in choices:
        for place in places:
            claims[place] += 1
    for newcomer, places in choices:
        if len(places) == 1 and claims[next(iter(places))] == 1:
            yield newcomer, before[next(iter(places))][0]


def _listed_with_different_contents(group: Sequence[KnownRecord]) -> bool:
    contents: dict[int, set[str]] = defaultdict(set)
    for known in group:
        for file_pk, sighting in known.sightings.items():
            contents[file_pk].add(sighting.checksum)
    return any(len(said) > 1 for said in contents.values())


def _signs(record: Proposal) -> Iterator[tuple[str, object]]:
    """What an edit leaves alone, one or the other."""
    key = case_key(record)
    if key.numbered:
        yield "number", (key.session, key.number, key.number_written)
    yield "title", folded(record.title)
    if folded(record.text):
        yield "text", folded(record.text)


def _is_edit(old: Proposal, new: Proposal) -> bool:
    if _contradict(old, new):
        return False
    same_proposers = bool(old.proposers) and old.proposers == new.proposers
    return same_proposers or alike(old.title, new.title) or alike(old.text, new.text)


def _contradict(old: Proposal, new: Proposal) -> bool:
    was, now = case_key(old), case_key(new)
    told = (
        (was.body, now.body),
        (was.kind, now.kind),
        (was.session, now.session),
        (was.number_written or str(was.number or ""), now.number_written or str(now.number or "")),
        (old.submitted, new.submitted),
        (frozenset(old.proposers), frozenset(new.proposers)),
    )
    return any(here and there and here != there for here, there in told)
