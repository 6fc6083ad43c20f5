"""Decisions on pairs of records: taken, taken back, listed. Entries are only ever added.

decide, undo ──▶ one row each ──▶ standing(history of the pair) ──▶ current, of_record, listed
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import and_, func, or_, select

from corpus.archive.schema import Numbering, decisions, records, storable
from corpus.decisions import Decision, Pair, Ruling, overtaken, standing
from corpus.errors import ArchiveError, Overtaken

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sqlalchemy import Connection, Select
    from sqlalchemy.engine import Row

    from corpus.archive.database import Database

__all__ = ["DecisionStore", "add_entry"]

T = TypeVar("T")

#: Rows fetched, and pairs asked for, at a time: far below any database's limit of variables in a statement.
PAGE = 200


class DecisionStore:
    """The decisions of one archive. Safe to share between threads; several processes may write."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def decide(
        self, pair: Pair, ruling: Ruling, *, who: str, main: str = "", note: str = "", seen: str | None = None
    ) -> Decision:
        """Keep a ruling on a pair and return its entry; the same ruling by the same person twice is one entry.

        Args:
            main: one of the pair where the ruling ``names_one``; without meaning for others.
            seen: ``id`` of the standing entry that ``who`` had before the eyes, ``""`` for none; None: not checked.

        Raises:
            Overtaken: somebody else decided, or took a decision back, since ``seen``.
            ArchiveError: a record is unknown, or no main case is named.
        """
        main = main if ruling.names_one else ""
        if ruling.names_one and main not in pair:
            raise ArchiveError(f"{ruling.value}要指定两件中的哪一件是主案。请选定主案后再保存。")
        with self._database.writing() as connection:
            numbering = Numbering(connection)
            _known(connection, pair)
            history = _history(connection, [pair]).get(pair, [])
            if overtaken(history, seen, who):
                raise Overtaken("您填写的时候，别人先作了决定。请看过以后再保存。")
            before = standing(history)
            entry = Decision(pair, ruling, main, storable(note.strip()), storable(who), _next_moment(history))
            if before and _says(before) == _says(entry):
                return before
            _insert(connection, numbering, entry)
        return entry

    def decide_all(self, mains: Mapping[Pair, str], ruling: Ruling, *, who: str, note: str = "") -> list[Decision]:
        """Keep one ruling on many pairs, all or none, and return the entries; what is decided already stays as it is.

        Args:
            mains: the pairs, each with the one of it that the ruling names.

        Raises:
            ArchiveError: as ``decide``.
        """
        if ruling.names_one and any(main not in pair for pair, main in mains.items()):
            raise ArchiveError(f"{ruling.value}要指定两件中的哪一件是主案。请选定主案后再保存。")
        made: list[Decision] = []
        with self._database.writing() as connection:
            numbering = Numbering(connection)
            histories = _history(connection, list(mains))
            for pair, main in mains.items():
                history = histories.get(pair, [])
                before = standing(history)
                if before and (before.ruling is not Ruling.PENDING or ruling is Ruling.PENDING):
                    continue
                _known(connection, pair)
                named, moment = main if ruling.names_one else "", _next_moment(history)
                made.append(Decision(pair, ruling, named, storable(note.strip()), storable(who), moment))
                _insert(connection, numbering, made[-1])
        return made

    def undo(self, entry_id: str, *, who: str, note: str = "") -> Decision:
        """Take the standing decision of a pair back and return the entry that says so.

        What was decided before it stands again.

        Raises:
            ArchiveError: there is no such entry, or it no longer stands: somebody was faster.
        """
        with self._database.writing() as connection:
            numbering = Numbering(connection)
            row = connection.execute(select(decisions).where(decisions.c.id == entry_id)).one_or_none()
            if row is None:
                raise ArchiveError("没有这一条决定。请刷新页面，核对后再操作。")
            pair = Pair(row.first, row.second)
            history = _history(connection, [pair])[pair]
            now = standing(history)
            if now is None or now.id != entry_id:
                raise ArchiveError("这一条决定已经不是现在的决定，可能刚被别人改动。请刷新页面，核对后再操作。")
            entry = Decision(
                pair, None, note=storable(note.strip()), who=storable(who), made=_next_moment(history), undoes=entry_id
            )
            _insert(connection, numbering, entry)
        return entry

    def history(self, pair: Pair) -> tuple[Decision, ...]:
        """Return every entry of a pair, oldest first."""
        with self._database.reading() as connection:
            return tuple(_history(connection, [pair]).get(pair, ()))

    def current(self, pairs: Iterable[Pair]) -> dict[Pair, Decision]:
        """Return the standing decision of each pair that has one."""
        with self._database.reading() as connection:
            found = _history(connection, list(dict.fromkeys(pairs)))
        return {pair: now for pair, history in found.items() if (now := standing(history))}

    def of_records(self, ids: Collection[str]) -> dict[Pair, Decision]:
        """Return the standing decision of each pair that one of these records is in, oldest first."""
        found: dict[Pair, list[Decision]] = {}
        with self._database.reading() as connection:
            for chunk in _chunks(ids):
                touched = or_(decisions.c.first.in_(chunk), decisions.c.second.in_(chunk))
                found.update(_gathered(connection, select(decisions).where(touched)))
        current = [now for history in found.values() if (now := standing(history))]
        return {each.pair: each for each in sorted(current, key=lambda each: each.made)}

    def listed(
        self,
        *,
        ruling: Ruling | None = None,
        who: str = "",
        since: str = "",
        until: str = "",
        limit: int = 50,
        offset: int = 0,
    ) -> tuple[Decision, ...]:
        """Return standing decisions, newest first.

        Args:
            since, until: ISO 8601 in UTC, both included; a beginning such as ``2026-11`` will do.
        """
        query = _standing_rows().order_by(decisions.c.made.desc(), decisions.c.pk.desc()).limit(limit).offset(offset)
        with self._database.reading() as connection:
            rows = connection.execute(query.where(*_chosen(ruling, who, since, until)))
            return tuple(_decision(row) for row in rows)

    def count(self, *, ruling: Ruling | None = None, who: str = "", since: str = "", until: str = "") -> int:
        """Return how many standing decisions ``listed`` goes through."""
        rows = _standing_rows().where(*_chosen(ruling, who, since, until)).subquery()
        with self._database.reading() as connection:
            return int(connection.scalar(select(func.count()).select_from(rows)) or 0)

    def all(self) -> Iterator[Decision]:
        """Yield every entry ever made, in an order in which ``tian import`` can take them in again."""
        last = 0
        while True:
            query = select(decisions).where(decisions.c.pk > last).order_by(decisions.c.pk).limit(PAGE)
            with self._database.reading() as connection:
                rows = connection.execute(query).all()
            yield from (_decision(row) for row in rows)
            if len(rows) < PAGE:
                return
            last = rows[-1].pk


def add_entry(connection: Connection, numbering: Numbering, entry: Decision) -> None:
    """Keep an entry made elsewhere, as it is; one that the archive has already is passed over.

    Raises:
        ArchiveError: a record, or the entry that is taken back, is unknown here.
    """
    if connection.scalar(select(decisions.c.pk).where(decisions.c.id == entry.id)) is None:
        _known(connection, entry.pair)
        if entry.undoes:
            _undoable(connection, entry)
        _insert(connection, numbering, entry)


def _undoable(connection: Connection, entry: Decision) -> None:
    row = connection.execute(select(decisions).where(decisions.c.id == entry.undoes)).one_or_none()
    if row is None or Pair(row.first, row.second) != entry.pair or row.made >= entry.made:
        raise ArchiveError("撤销的那一条决定不在档案里。请先导入它，再导入这一条。")


def _insert(connection: Connection, numbering: Numbering, entry: Decision) -> None:
    connection.execute(
        decisions.insert().values(
            pk=numbering.next(decisions),
            id=entry.id,
            first=entry.pair.first,
            second=entry.pair.second,
            ruling=entry.ruling.value if entry.ruling else "",
            main=entry.main,
            note=entry.note,
            who=entry.who,
            made=entry.made,
            undoes=entry.undoes,
        )
    )


def _known(connection: Connection, pair: Pair) -> None:
    there = set(connection.scalars(select(records.c.id).where(records.c.id.in_([pair.first, pair.second]))))
    for id in (pair.first, pair.second):
        if id not in there:
            raise ArchiveError(f"档案库里没有编号 {id}。请核对编号，或先导入这件提案。")


def _next_moment(history: list[Decision]) -> str:
    """Now; but always later than what is already there, whatever the clock does."""
    now = datetime.now(UTC)
    if history:
        now = max(now, datetime.fromisoformat(history[-1].made) + timedelta(microseconds=1))
    return now.isoformat(timespec="microseconds")


def _chunks(values: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(values)
    while chunk := list(islice(waiting, PAGE)):
        yield chunk


def _says(entry: Decision) -> tuple[object, ...]:
    return (entry.ruling, entry.main, entry.note, entry.who)


def _history(connection: Connection, pairs: list[Pair]) -> dict[Pair, list[Decision]]:
    found: dict[Pair, list[Decision]] = {}
    for chunk in _chunks(pairs):
        wanted = or_(*(and_(decisions.c.first == each.first, decisions.c.second == each.second) for each in chunk))
        found.update(_gathered(connection, select(decisions).where(wanted)))
    return found


def _gathered(connection: Connection, query: Select[Any]) -> dict[Pair, list[Decision]]:
    found: dict[Pair, list[Decision]] = {}
    for row in connection.execute(query.order_by(decisions.c.made, decisions.c.pk)):
        entry = _decision(row)
        found.setdefault(entry.pair, []).append(entry)
    return found


def _standing_rows() -> Select[Any]:
    """The same rule as ``standing``, in SQL: the latest ruling of each pair that nothing takes back."""
    undoing = decisions.alias("undoing")
    later, undoing_later = decisions.alias("later"), decisions.alias("undoing_later")
    undone = select(undoing.c.pk).where(undoing.c.undoes == decisions.c.id)
    later_undone = select(undoing_later.c.pk).where(undoing_later.c.undoes == later.c.id)
    overruled = select(later.c.pk).where(
        later.c.first == decisions.c.first,
        later.c.second == decisions.c.second,
        later.c.ruling != "",
        or_(later.c.made > decisions.c.made, and_(later.c.made == decisions.c.made, later.c.pk > decisions.c.pk)),
        ~later_undone.exists(),
    )
    return select(decisions).where(decisions.c.ruling != "", ~undone.exists(), ~overruled.exists())


def _chosen(ruling: Ruling | None, who: str, since: str, until: str) -> list[Any]:
    conditions = [decisions.c.ruling == ruling.value] if ruling else []
    conditions += [decisions.c.who == who] if who else []
    conditions += [decisions.c.made >= since] if since else []
    # Compared with the beginning of a time only, so that a day or a month includes all of itself.
    conditions += [func.substr(decisions.c.made, 1, len(until)) <= until] if until else []
    return conditions


def _decision(row: Row[Any]) -> Decision:
    ruling = Ruling(row.ruling) if row.ruling else None
    return Decision(Pair(row.first, row.second), ruling, row.main, row.note, row.who, row.made, row.undoes)
