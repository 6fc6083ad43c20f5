"""SQLite: FTS5 over pairs of characters cut beforehand, records beside it, facets by GROUP BY over the matches."""

from __future__ import annotations

import os
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.answers.cutting import cut, passage, terms
from benchmarks.answers.engines.base import SHOWN, SNIPPETS, Answer, Built, Hit
from benchmarks.answers.processes import size_of
from benchmarks.answers.questions import Question
from benchmarks.answers.records import Records
from indexer import FACETS, TEXT_FIELDS, FacetFilter

__all__ = ["SqliteFts5"]

_NAMES = [field.name for field in TEXT_FIELDS]
_NUMBERS = {facet.name: number for number, facet in enumerate(FACETS)}
_STORED = ("title", *SNIPPETS)
_WEIGHTS = ", ".join(str(field.weight) for field in TEXT_FIELDS)
_SCHEMA = f"""
CREATE TABLE records (number INTEGER PRIMARY KEY, id TEXT UNIQUE, {", ".join(f"{name} TEXT" for name in _STORED)});
CREATE TABLE "values" (number INTEGER PRIMARY KEY, facet INTEGER, text TEXT, UNIQUE (facet, text));
CREATE TABLE facets (facet INTEGER, record INTEGER, value INTEGER, PRIMARY KEY (facet, record, value)) WITHOUT ROWID;
"""
_FTS = f"CREATE VIRTUAL TABLE texts USING fts5({', '.join(_NAMES)}, content='', tokenize='unicode61')"
_INSERT = f"INSERT INTO texts(rowid, {', '.join(_NAMES)}) VALUES ({', '.join('?' * (len(_NAMES) + 1))})"


class SqliteFts5:
    """One writer, one file; FTS5's own trigrams cannot find words of two characters, so pairs are cut here."""

    label = "SQLite FTS5"
    how = "预先切成双字（FTS5 自带的 trigram 查不了两个字的词）；bm25，分面 `GROUP BY`，摘录在 Python 里按位置取"
    used = "一个进程"

    def missing(self) -> str:
        """It comes with Python."""
        return ""

    def build(self, directory: Path, records: Records, workers: int) -> Built:
        """Write the records and their facets, then the texts."""
        started = time.perf_counter()
        connection = _connect(directory)
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        for number, row in enumerate(records.rows()):
            _insert(connection, number, row)
        connection.commit()
        loaded = time.perf_counter()
        connection.execute(_FTS)
        for number, row in enumerate(records.rows()):
            connection.execute(_INSERT, (number, *(cut(row[name]) for name in _NAMES)))
        connection.execute("INSERT INTO texts(texts) VALUES ('optimize')")
        connection.commit()
        connection.close()
        return Built(loaded - started, time.perf_counter() - loaded, size_of(directory))

    def open(self, directory: Path) -> _Open:
        """Open the file, mapped into memory."""
        return _Open(_connect(directory))


def _connect(directory: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(directory / "records.sqlite")
    connection.executescript(
        "PRAGMA mmap_size=17179869184; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
        "CREATE TEMP TABLE matches (number INTEGER PRIMARY KEY, rank REAL);"
    )
    return connection


def _insert(connection: sqlite3.Connection, number: int, row: dict[str, Any]) -> None:
    marks = ", ".join("?" * (len(_STORED) + 2))
    stored = (number, row["_key"], *(row[name] for name in _STORED))
    connection.execute(f"INSERT INTO records VALUES ({marks})", stored)
    for facet, facet_number in _NUMBERS.items():
        for value in row[facet]:
            connection.execute('INSERT OR IGNORE INTO "values"(facet, text) VALUES (?, ?)', (facet_number, value))
            connection.execute(
                'INSERT OR IGNORE INTO facets SELECT facet, ?, number FROM "values" WHERE facet = ? AND text = ?',
                (number, facet_number, value),
            )


@dataclass
class _Open:
    connection: sqlite3.Connection

    def answer(self, question: Question, values: int) -> Answer:
        ask = self.connection.execute
        ask("DELETE FROM temp.matches")
        ask(
            f"INSERT INTO temp.matches SELECT rowid, bm25(texts, {_WEIGHTS}) FROM texts WHERE texts MATCH ?",
            (expression(question),),
        )
        where, given = _conditions(question.filters)
        total = ask(f"SELECT count(*) FROM temp.matches m WHERE {where}", given).fetchone()[0]
        best = ask(
            f"SELECT id, {', '.join(_STORED)} FROM (SELECT number, rank FROM temp.matches m WHERE {where}"
            f" ORDER BY rank LIMIT {SHOWN}) JOIN records USING (number) ORDER BY rank",
            given,
        ).fetchall()
        hits = (
            Hit(id, title, tuple(filter(None, (passage(text, question.words) for text in texts))))
            for id, title, *texts in best
        )
        return Answer(total, tuple(hits), {facet: self._count(question, facet, values) for facet in _NUMBERS})

    def _count(self, question: Question, facet: str, values: int) -> dict[str, int]:
        where, given = _conditions(question.without(facet).filters)
        statement = (
            "SELECT v.text, n FROM (SELECT c.value, count(*) AS n FROM temp.matches m"
            f" JOIN facets c ON c.facet = ? AND c.record = m.number WHERE {where} GROUP BY c.value"
            ' ORDER BY n DESC LIMIT ?) JOIN "values" v ON v.number = value'
        )
        return dict(self.connection.execute(statement, [_NUMBERS[facet], *given, values]).fetchall())

    def processes(self) -> tuple[int, ...]:
        return (os.getpid(),)

    def close(self) -> None:
        self.connection.close()


def expression(question: Question) -> str:
    """Return a question as an FTS5 expression; a single character is the beginning of pairs.

    >>> expression(Question("two", ("停车", "老旧小区")))
    '"停车" AND "老旧 旧小 小区"'
    >>> expression(Question("letter", ("停",)))
    '"停" *'
    """
    words = (f'"{" ".join(terms(word))}"' if len(word) > 1 else f'"{word}" *' for word in question.words)
    return (" OR " if question.any_word else " AND ").join(words)


def _conditions(filters: tuple[FacetFilter, ...]) -> tuple[str, list[Any]]:
    clauses, given = ["1"], list[Any]()
    for each in filters:
        marks = ", ".join("?" * len(each.values))
        clauses.append(
            "EXISTS (SELECT 1 FROM facets f WHERE f.facet = ? AND f.record = m.number AND f.value IN"
            f' (SELECT number FROM "values" WHERE facet = ? AND text IN ({marks})))'
        )
        given += [_NUMBERS[each.facet], _NUMBERS[each.facet], *each.values]
    return " AND ".join(clauses), given
