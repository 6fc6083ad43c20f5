"""One writing transaction as an importer sees it: files with their bytes, records and rejects.

    Writer.intake(file) ── add(record) … ──▶ known already, word for word ──▶ unchanged
                 ──▶ same bytes, same place as before ──▶ revised, by a new profile or reader
                 ──▶ identity unknown, file unknown ──▶ added
                 ──▶ anything else: held until the whole file is known ──▶ revised, or added

A record is never put in another's place on doubtful evidence: it is added instead.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter, defaultdict
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from corpus.archive.amending import HIDDEN, hide_file, lift, remaining, tombstones_of, withheld
from corpus.archive.decisions import add_entry
from corpus.archive.record_lookup import (
    CHUNK,
    KnownRecord,
    Newcomer,
    bearing,
    by_pk,
    last_seen_in,
    of_cases,
    readings,
    renamed,
    same_identity,
)
from corpus.archive.recording import FileReading, Recorder
from corpus.archive.rows import FileKey, IntakeCounts, Refusal, checksum, pack
from corpus.archive.schema import Numbering, files, hidden_key, imports, path_key, path_keys, rejects, sources, storable
from corpus.identity import Evidence, case_digests, evidence, identity, weight_of_identity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Set

    from sqlalchemy import Connection

    from corpus.decisions import Decision
    from corpus.model import Proposal

__all__ = ["Intake", "Writer"]


class Intake:
    """Takes one file's records in, within one transaction. Use once: ``add`` each, then ``finish``."""

    def __init__(self, recorder: Recorder, *, known_file: bool, again: bool, keep: Callable[[bool], None]) -> None:
        """Args:
        again: whether what was deleted is let in again.
        keep: called last, told whether the file has records that were deleted, to keep its bytes accordingly.
        """
        self._again, self._keep = again, keep
        self._withheld: list[tuple[str, int]] = []
        self._recorder = recorder
        self._connection = recorder.connection
        self._file_pk = recorder.file_pk
        self._known_file = known_file
        self._waiting: list[Newcomer] = []
        self._held: dict[str, list[Newcomer]] = defaultdict(list)
        self._claimed: set[int] = set()
        self._ordinals: Counter[str] = Counter()
        self._first_checksum: dict[str, str] = {}
        self._mixed: set[str] = set()
        self._outcomes: Counter[str] = Counter()

    def add(self, record: Proposal) -> None:
        """Take one record in; records of a file come in the file's order.

        Raises:
            ReadError: the record cannot be kept exactly as it is; it is left out.
        """
        body = pack(record)
        mark, content = identity(record), checksum(record)
        self._ordinals[mark] += 1
        if self._first_checksum.setdefault(mark, content) != content:
            self._mixed.add(mark)
        self._waiting.append(Newcomer(record, body, mark, content, self._ordinals[mark]))
        if len(self._waiting) >= CHUNK:
            self._settle_waiting()

    def finish(self) -> IntakeCounts:
        """Settle what was held back and return what became of all."""
        self._settle_waiting()
        if self._known_file:
            self._settle_in_place()
        leftover = self._settle_held()
        if self._known_file and leftover:
            leftover = self._settle_renamed(leftover)
        for start in range(0, len(leftover), CHUNK):
            chunk = leftover[start : start + CHUNK]
            groups = self._groups(chunk)
            self._add_new([(newcomer, groups[newcomer.identity]) for newcomer in chunk])
        self._recorder.flush()
        self._keep(bool(self._withheld))
        added, revised, unchanged = (self._outcomes[name] for name in ("added", "revised", "unchanged"))
        stones = tombstones_of(self._connection, {pk for _, pk in self._withheld})
        return IntakeCounts(added, revised, unchanged, tuple((place, stones[pk]) for place, pk in self._withheld))

    def _settle_waiting(self) -> None:
        waiting, self._waiting = self._admitted(self._waiting), []
        groups = self._groups(waiting)
        new: list[tuple[Newcomer, list[KnownRecord]]] = []
        for newcomer in waiting:
            group = groups[newcomer.identity]
            free = [record for record in self._eligible(newcomer, group) if record.pk not in self._claimed]
            said = [record for record in free if record.says(newcomer.checksum)]
            own = [record for record in said if record.says(newcomer.checksum, self._file_pk)]
            if own or (said and not self._known_file):
                self._claim(newcomer, (own or said)[0])
            elif free or self._known_file:
                self._held[newcomer.identity].append(newcomer)
            else:
                new.append((newcomer, group))
        self._add_new(new)

    def _settle_in_place(self) -> None:
        """Take up what the very same bytes gave at the same place when they were last read in another way."""
        by_place = self._recorder.records_by_place()
        held = [newcomer for newcomers in self._held.values() for newcomer in newcomers]
        placed = {by_place[_place(newcomer)]: newcomer for newcomer in held if _place(newcomer) in by_place}
        for known in by_pk(self._connection, [pk for pk in placed if pk not in self._claimed]):
            newcomer = placed[known.pk]
            self._claim(newcomer, known)
            self._held[newcomer.identity].remove(newcomer)

    def _settle_held(self) -> list[Newcomer]:
        leftover: list[Newcomer] = []
        marks = list(self._held)
        for start in range(0, len(marks), CHUNK):
            chunk = [newcomer for mark in marks[start : start + CHUNK] for newcomer in self._held[mark]]
            groups = self._groups(chunk)
            for mark in marks[start : start + CHUNK]:
                if not self._held[mark]:
                    continue
                group = self._eligible(self._held[mark][0], groups[mark])
                free = {record.pk for record in group} - self._claimed
                matches = list(
                    same_identity(self._held[mark], group, file_pk=self._file_pk, free=free, mixed=mark in self._mixed)
                )
                for newcomer, known in matches:
                    self._claim(newcomer, known)
                matched = {newcomer.ordinal for newcomer, _ in matches}
                leftover += [newcomer for newcomer in self._held[mark] if newcomer.ordinal not in matched]
        return leftover

    def _settle_renamed(self, newcomers: list[Newcomer]) -> list[Newcomer]:
        self._recorder.flush()
        before = last_seen_in(self._connection, self._file_pk, without=self._claimed)
        matched: set[tuple[str, int]] = set()
        for newcomer, known in renamed(newcomers, before):
            self._claim(newcomer, known)
            matched.add((newcomer.identity, newcomer.ordinal))
        return [newcomer for newcomer in newcomers if (newcomer.identity, newcomer.ordinal) not in matched]

    def _groups(self, newcomers: list[Newcomer]) -> defaultdict[str, list[KnownRecord]]:
        self._recorder.flush()
        found = bearing(self._connection, (newcomer.identity for newcomer in newcomers))
        return defaultdict(list, found)

    def _admitted(self, newcomers: list[Newcomer]) -> list[Newcomer]:
        """Those that nobody deleted; the others are told, or let in again."""
        met = withheld(self._connection, [each.record for each in newcomers])
        if self._again:
            for tombstone_pk in set(met) - {0}:
                lift(self._connection, tombstone_pk)
            return newcomers
        self._withheld += [(_place(each), pk) for each, pk in zip(newcomers, met, strict=True) if pk]
        return [each for each, pk in zip(newcomers, met, strict=True) if not pk]

    def _eligible(self, newcomer: Newcomer, group: list[KnownRecord]) -> list[KnownRecord]:
        """Those of the records of one identity that may be this one: a title alone shows nothing of other files."""
        if weight_of_identity(newcomer.record):
            return group
        return [record for record in group if record.is_read_from(self._file_pk, self._recorder.sha256)]

    def _claim(self, newcomer: Newcomer, known: KnownRecord, shown: Evidence | None = None) -> None:
        self._claimed.add(known.pk)
        same_bytes = any(one.sha256 == self._recorder.sha256 for one in known.sightings.values())
        why = shown or (Evidence.BYTES if same_bytes else weight_of_identity(newcomer.record))
        revised = self._recorder.sight(known, newcomer, why.value if why else "")
        self._outcomes["revised" if revised else "unchanged"] += 1

    def _of_same_case(self, newcomer: Newcomer, known: Iterable[KnownRecord]) -> tuple[KnownRecord, Evidence] | None:
        """The one record of the same kind, session and number that something shows to be this one."""
        free = [each for each in known if each.pk not in self._claimed and self._file_pk not in each.sightings]
        bodies = readings(self._connection, [each.payload_pk for each in free])
        shown = [(each, found) for each in free if (found := evidence(bodies[each.payload_pk], newcomer.record))]
        return shown[0] if len(shown) == 1 else None

    def _join_by_case(
        self, newcomers: list[tuple[Newcomer, list[KnownRecord]]]
    ) -> list[tuple[Newcomer, list[KnownRecord]]]:
        """Take up what the archive has under another title; return the others."""
        self._recorder.flush()
        digests = {newcomer.mark: case_digests(newcomer.record) for newcomer, _ in newcomers}
        found = of_cases(self._connection, (each for several in digests.values() for each in several))
        known = {each.pk: each for each in by_pk(self._connection, list({pk for pks in found.values() for pk in pks}))}
        others = []
        for newcomer, group in newcomers:
            pks = dict.fromkeys(pk for digest in digests[newcomer.mark] for pk in found.get(digest, ()))
            match = self._of_same_case(newcomer, [known[pk] for pk in pks])
            if match:
                self._claim(newcomer, *match)
            else:
                others.append((newcomer, group))
        return others

    def _add_new(self, newcomers: list[tuple[Newcomer, list[KnownRecord]]]) -> None:
        newcomers = self._join_by_case(newcomers)
        self._recorder.expect([newcomer for newcomer, _ in newcomers])
        for newcomer, group in newcomers:
            taken = [record.occurrence for record in group if record.identity == newcomer.identity]
            known = self._recorder.add(newcomer, occurrence=max(taken, default=0) + 1)
            group.append(known)
            self._claimed.add(known.pk)
            self._outcomes["added"] += 1


def _place(newcomer: Newcomer) -> str:
    return storable(newcomer.record.source.place) if newcomer.record.source else ""


#: Characters of a reject's excerpt that are kept; the whole file is kept anyway.
EXCERPT = 500


class Writer:
    """What may be done inside ``Archive.writing()``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._numbering = Numbering(connection)
        self._now = datetime.now(UTC).isoformat(timespec="seconds")

    def begin_import(self) -> int:
        """Note that an import starts; return its number."""
        pk = self._numbering.next(imports)
        self._connection.execute(imports.insert().values(pk=pk, started=self._now, counts="{}"))
        return pk

    def finish_import(self, import_pk: int, counts: Mapping[str, int]) -> None:
        """Note that an import came to its end, and with what."""
        done = update(imports).where(imports.c.pk == import_pk)
        self._connection.execute(done.values(finished=self._now, counts=json.dumps(dict(counts))))

    def intake(self, file: FileKey, content: bytes, import_pk: int, *, again: bool = False) -> Intake:
        """Return what takes a file's records in and keeps its bytes; with ``again``, also those that were deleted."""
        file_pk, known = self._keep_file(file, import_pk, again=again)
        reading = FileReading(file_pk, file.sha256, import_pk, self._now)
        recorder = Recorder(self._connection, self._numbering, reading)
        keep = partial(self._keep_source, file, content, file_pk)
        return Intake(recorder, known_file=known, again=again, keep=keep)

    def keep_decision(self, entry: Decision) -> None:
        """Keep a decision made elsewhere, once; raise ArchiveError where its records are not in this archive."""
        add_entry(self._connection, self._numbering, entry)

    def keep_rejects(self, file: FileKey, refusals: Iterable[Refusal], import_pk: int) -> None:
        """Keep what could not be read of a file; whatever else stood against it is settled."""
        rows = self._connection.execute(
            select(rejects.c.digest, rejects.c.resolved).where(rejects.c.path.in_(path_keys(file.path)))
        )
        standing = {row.digest: row.resolved is None for row in rows}
        repeats: Counter[Refusal] = Counter()
        for refusal in refusals:
            repeats[refusal] += 1
            digest = _reject_digest(file, refusal, repeats[refusal])
            if digest in standing:
                del standing[digest]
                again = update(rejects).where(rejects.c.digest == digest)
                self._connection.execute(again.values(seen=self._now, resolved=None))
            else:
                self._connection.execute(rejects.insert().values(self._reject_row(file, refusal, digest, import_pk)))
        self._resolve([digest for digest, stands in standing.items() if stands])

    def settle_vanished(self, roots: Iterable[str], found: Set[str]) -> None:
        """Settle what stands against files under the roots that are no longer there.

        Args:
            roots: absolute paths that were walked; ``found``: paths of every file met there.
        """
        standing = select(rejects.c.digest, rejects.c.path).where(rejects.c.resolved.is_(None))
        kept = {key for path in found for key in path_keys(path)}
        folders = tuple(storable(root).rstrip("/") + "/" for root in roots)
        rows = self._connection.execute(standing).all()
        self._resolve([row.digest for row in rows if row.path.startswith(folders) and row.path not in kept])

    def flush(self) -> None:
        """Write what is still in memory; the transaction's owner calls it last."""
        self._numbering.store()

    def _resolve(self, digests: list[str]) -> None:
        for digest in digests:
            self._connection.execute(update(rejects).where(rejects.c.digest == digest).values(resolved=self._now))

    def _keep_source(self, file: FileKey, content: bytes, file_pk: int, redacted: bool) -> None:
        """Keep the bytes; of a file with deleted records only what it says of the others, and no name that tells."""
        kept = remaining(self._connection, file.sha256) if redacted else content
        values = {
            "name": storable(file.name) if kept or not redacted else HIDDEN,
            "size": len(content),
            "content": zlib.compress(kept, level=3),
            "redacted": self._now if redacted else "",
        }
        there = self._connection.execute(
            select(sources.c.redacted).where(sources.c.sha256 == file.sha256)
        ).one_or_none()
        if there is None:
            row = {"sha256": file.sha256, "imported": self._now, **values}
            self._connection.execute(sources.insert().values(row))
        elif there.redacted or redacted:
            self._connection.execute(update(sources).where(sources.c.sha256 == file.sha256).values(values))
        if redacted and not kept:
            hide_file(self._connection, file_pk, path_key(file.path))

    def _is_hidden(self, file: FileKey) -> bool:
        """Whether the file's name may not be told, because it told what was deleted."""
        hidden = select(files.c.pk).where(files.c.path == hidden_key(file.path))
        return self._connection.scalar(hidden) is not None

    def _keep_file(self, file: FileKey, import_pk: int, *, again: bool) -> tuple[int, bool]:
        values = {
            "name": storable(file.name),
            "sha256": file.sha256,
            "reading": file.reading,
            "imported": self._now,
            "import_pk": import_pk,
        }
        known = self._connection.scalar(select(files.c.pk).where(files.c.path.in_(path_keys(file.path))))
        if known is not None:
            if self._is_hidden(file) and not again:
                del values["name"]
            else:
                values["path"] = path_key(file.path)
            self._connection.execute(update(files).where(files.c.pk == known).values(values))
            return known, True
        pk = self._numbering.next(files)
        self._connection.execute(files.insert().values(pk=pk, path=path_key(file.path), **values))
        return pk, False

    def _reject_row(self, file: FileKey, refusal: Refusal, digest: str, import_pk: int) -> dict[str, object]:
        hidden = self._is_hidden(file)
        return {
            "pk": self._numbering.next(rejects),
            "digest": digest,
            "path": hidden_key(file.path) if hidden else path_key(file.path),
            "name": HIDDEN if hidden else storable(file.name),
            "sha256": file.sha256,
            "place": storable(refusal.place),
            "reason": storable(refusal.reason),
            "excerpt": "" if hidden else storable(refusal.excerpt[:EXCERPT]),
            "seen": self._now,
            "import_pk": import_pk,
        }


def _reject_digest(file: FileKey, refusal: Refusal, repeat: int) -> str:
    parts = [path_key(file.path), file.sha256, refusal.place, refusal.reason, repeat]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
