"""Which record of the archive a record of a file is.

``bearing``, ``last_seen_in``: what the archive knows. Two rules choose among it where the identity alone does not
say, and both would rather keep a record twice than put one in another's place:

- ``same_identity``: the archive has the identity, with other contents.
- ``renamed``: the archive lacks the identity, but the same file had a record that this one is an edit of.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select, union

from corpus.archive.rows import unpack
from corpus.archive.schema import cases, payloads, records, sightings
from corpus.identity import alike, case_key, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from sqlalchemy import Connection
    from sqlalchemy.sql.elements import ColumnElement

    from corpus.model import Proposal

__all__ = [
    "KnownRecord",
    "Newcomer",
    "Sighting",
    "bearing",
    "by_pk",
    "chunks",
    "last_seen_in",
    "of_cases",
    "readings",
    "renamed",
    "same_identity",
    "taken_ids",
]


#: Values in one IN (…) list; every database takes this many.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one file says of a record: ``sequence`` orders what was said first and last."""

    identity: str
    checksum: str
    payload_pk: int
    sequence: int
    sha256: str
    place: str
    evidence: str = ""


@dataclass(slots=True)
class KnownRecord:
    """One record of the archive while a file is matched against it; ``sightings`` by file number."""

    pk: int
    id: str
    identity: str
    occurrence: int
    revision: int
    checksum: str
    payload_pk: int
    sightings: dict[int, Sighting] = field(default_factory=dict)

    def is_read_from(self, file_pk: int, sha256: str) -> bool:
        """Whether this file, or a copy of it with the same bytes, has the record."""
        return any(seen_in == file_pk or one.sha256 == sha256 for seen_in, one in self.sightings.items())

    def says(self, checksum: str, file_pk: int | None = None) -> bool:
        """Whether some file, or this one, says exactly this of the record."""
        return any(
            sighting.checksum == checksum for seen_in, sighting in self.sightings.items() if file_pk in (None, seen_in)
        )


def bearing(connection: Connection, identities: Iterable[str]) -> dict[str, list[KnownRecord]]:
    """Return, by identity, the records that bear or once bore it, in order of occurrence."""
    wanted = list(dict.fromkeys(identities))
    found: dict[str, dict[int, KnownRecord]] = defaultdict(dict)
    for chunk in chunks(wanted):
        # A union, because PostgreSQL uses no index for an "or" of a column and a subquery.
        bears = select(records.c.pk).where(records.c.identity.in_(chunk))
        bore = select(sightings.c.record_pk).where(sightings.c.identity.in_(chunk))
        known = _load(connection, records.c.pk.in_(union(bears, bore)))
        asked = set(chunk)
        for record in known:
            borne = {record.identity} | {sighting.identity for sighting in record.sightings.values()}
            for identity in borne & asked:
                found[identity][record.pk] = record
    return {
        identity: sorted(group.values(), key=lambda record: (record.identity != identity, record.occurrence, record.pk))
        for identity, group in found.items()
    }


def last_seen_in(connection: Connection, file_pk: int, *, without: set[int]) -> list[tuple[KnownRecord, Proposal]]:
    """Return the records that a file had when it was last read, each as that file had it."""
    seen = select(sightings.c.record_pk).where(sightings.c.file_pk == file_pk)
    pks = [pk for pk in connection.scalars(seen) if pk not in without]
    known = by_pk(connection, pks)
    bodies = readings(connection, [record.sightings[file_pk].payload_pk for record in known])
    return [(record, bodies[record.sightings[file_pk].payload_pk]) for record in known]


def of_cases(connection: Connection, digests: Iterable[str]) -> dict[str, list[int]]:
    """Return, by digest of kind, session and number, the row numbers of the records filed under it."""
    found: dict[str, list[int]] = defaultdict(list)
    for chunk in chunks(list(dict.fromkeys(digests))):
        for row in connection.execute(select(cases).where(cases.c.digest.in_(chunk))):
            found[row.digest].append(row.record_pk)
    return found


def by_pk(connection: Connection, pks: Sequence[int]) -> list[KnownRecord]:
    """Return the records with these row numbers, in no particular order."""
    return [record for chunk in chunks(pks) for record in _load(connection, records.c.pk.in_(chunk))]


def readings(connection: Connection, payload_pks: Sequence[int]) -> dict[int, Proposal]:
    """Return records as they were read, by payload number."""
    found: dict[int, Proposal] = {}
    for chunk in chunks(payload_pks):
        for row in connection.execute(select(payloads).where(payloads.c.pk.in_(chunk))):
            found[row.pk] = unpack(row.body)
    return found


def taken_ids(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Return those of the ids that records already have."""
    return {
        id for chunk in chunks(ids) for id in connection.scalars(select(records.c.id).where(records.c.id.in_(chunk)))
    }


def _load(connection: Connection, which: ColumnElement[bool]) -> list[KnownRecord]:
    columns = [records.c[name] for name in KnownRecord.__slots__ if name != "sightings"]
    found = {row.pk: KnownRecord(*row) for row in connection.execute(select(*columns).where(which))}
    for chunk in chunks(list(found)):
        for row in connection.execute(select(sightings).where(sightings.c.record_pk.in_(chunk))):
            values = row._mapping
            found[row.record_pk].sightings[row.file_pk] = Sighting(*(values[name] for name in Sighting.__slots__))
    return list(found.values())


def chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """Yield the values in parts that any database takes in one statement."""
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


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

    @property
    def mark(self) -> tuple[str, int]:
        """What tells it from the file's other records."""
        return self.identity, self.ordinal


Match = tuple[Newcomer, "KnownRecord"]


def same_identity(
    newcomers: Sequence[Newcomer], group: Sequence[KnownRecord], *, file_pk: int, free: set[int], mixed: bool
) -> Iterator[Match]:
    """Yield which newcomers are new readings of which known records of the same identity.

    What some file gave word for word comes first, then the same file's own records, in order, if none came or
    went. As for the rest, usually the n-th record of an identity in one file is the n-th in any other. Not so when
    some file lists the identity with different contents: then its number and title do not tell its records apart.

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
    own = [known for known in group if known.pk in free and file_pk in known.sightings]
    if own and len(own) == len(waiting):
        yield from zip(waiting, own, strict=True)
        return
    if not mixed and not _listed_with_different_contents(group):
        for newcomer in waiting:
            nth = group[newcomer.ordinal - 1] if newcomer.ordinal <= len(group) else None
            if nth and nth.pk in free:
                yield newcomer, nth


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
