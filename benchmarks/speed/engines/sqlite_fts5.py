"""SQLite FTS5: contentless, fed ready-cut tokens; facets by GROUP BY over the matches of one pass."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from whoosh import query as trees

from benchmarks.speed.engines.base import Answer, Prepared
from benchmarks.speed.questions import Question
from benchmarks.speed.tokens import TokenRecord, read_frames, unpack
from indexer.engines.base import FacetFilter
from indexer.fields import FACETS
from indexer.index.documents import INDEX_FIELDS

__all__ = ["SqliteFts5"]

_COLUMNS = (*INDEX_FIELDS.positional, *INDEX_FIELDS.frequency)
_NUMBERS = {facet.name: number for number, facet in enumerate(FACETS)}
#: Stands between two parts of a field, so that no phrase spans them; the token never occurs.
_GAP = " \x1f "
#: Every character but white space belongs to a token, and no token is changed.
_TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
_SCHEMA = f"""
CREATE VIRTUAL TABLE texts USING fts5({", ".join(_COLUMNS)}, content='', tokenize="{_TOKENIZER}");
CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT UNIQUE, version TEXT, date INTEGER);
CREATE TABLE "values" (number INTEGER PRIMARY KEY, text TEXT UNIQUE);
CREATE TABLE facets (facet INTEGER, document INTEGER, value INTEGER, PRIMARY KEY (facet, document, value))
    WITHOUT ROWID;
"""
_INSERT = f"INSERT INTO texts(rowid, {', '.join(_COLUMNS)}) VALUES ({', '.join('?' * (len(_COLUMNS) + 1))})"
_DELETE = (
    f"INSERT INTO texts(texts, rowid, {', '.join(_COLUMNS)}) VALUES ('delete', {', '.join('?' * (len(_COLUMNS) + 1))})"
)
_BATCH = 500


class SqliteFts5:
    """SQLite writes with one core, whatever there is."""

    def build(self, directory: Path, tokens: Path, workers: int) -> None:  # one writer only
        """Index a token file in one transaction and merge the full-text index into one segment."""
        connection = _connect(directory)
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        for number, frame in enumerate(read_frames(tokens)):
            _insert(connection, number, unpack(frame))
        connection.execute("INSERT INTO texts(texts) VALUES ('optimize')")
        connection.commit()
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;")
        connection.close()

    def open(self, directory: Path) -> SqliteIndex:
        """Open a built index, with the file mapped into memory."""
        return SqliteIndex(_connect(directory))


def _connect(directory: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(directory / "index.sqlite")
    connection.executescript(
        "PRAGMA mmap_size=17179869184; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
        "CREATE TEMP TABLE matches (number INTEGER PRIMARY KEY, rank REAL);"
    )
    return connection


def _insert(connection: sqlite3.Connection, number: int, record: TokenRecord) -> None:
    connection.execute(_INSERT, (number, *_texts(record)))
    connection.execute("INSERT INTO documents VALUES (?, ?, ?, ?)", (number, record.id, record.version, record.date))
    pairs = [(_NUMBERS[facet], value) for facet, values in record.facets.items() for value in values]
    connection.executemany('INSERT OR IGNORE INTO "values"(text) VALUES (?)', [(value,) for _, value in pairs])
    connection.executemany(
        'INSERT OR IGNORE INTO facets SELECT ?, ?, number FROM "values" WHERE text = ?',
        [(facet, number, value) for facet, value in pairs],
    )


def _texts(record: TokenRecord) -> Iterator[str]:
    for name in _COLUMNS:
        yield _GAP.join(record.texts.get(name, ()))


@dataclass
class SqliteIndex:
    """An open database."""

    connection: sqlite3.Connection
    _label: dict[int, str] = field(default_factory=dict)

    def prepare(self, question: Question, facets: tuple[str, ...]) -> Prepared:
        """Return the question as statements: matches into a temporary table, then counts over it."""
        match = expression(question.tree())
        # Every match is kept without its filters, since a facet is counted without its own choice.
        counting = [(facet, *_count(facet, question.filters)) for facet in facets]
        where, values = _conditions(question.filters)
        return Prepared(lambda: self._run(match, where, values, counting), _answer)

    def _run(self, match: str, where: str, values: list[Any], counting: list[tuple[str, str, list[Any]]]) -> Any:
        ask = self.connection.execute
        ask("DELETE FROM temp.matches")
        ask("INSERT INTO temp.matches SELECT rowid, rank FROM texts WHERE texts MATCH ?", (match,))
        total = ask(f"SELECT count(*) FROM temp.matches m WHERE {where}", values).fetchone()[0]
        best = ask(
            f"SELECT id FROM (SELECT number FROM temp.matches m WHERE {where} ORDER BY rank LIMIT 10) JOIN documents"
            " USING (number)",
            values,
        ).fetchall()
        return total, best, [(facet, ask(statement, given).fetchall()) for facet, statement, given in counting]

    def update(self, old: TokenRecord, new: TokenRecord) -> None:
        """Replace a document; a contentless table wants the old text to take it out."""
        number = self.connection.execute("SELECT number FROM documents WHERE id = ?", (old.id,)).fetchone()[0]
        self.connection.execute(_DELETE, (number, *_texts(old)))
        self.connection.execute("DELETE FROM documents WHERE number = ?", (number,))
        pairs = [(facet, number) for facet in _NUMBERS.values()]
        self.connection.executemany("DELETE FROM facets WHERE facet = ? AND document = ?", pairs)
        _insert(self.connection, number, new)
        self.connection.commit()

    def close(self) -> None:
        """Release the database."""
        self.connection.close()


def _conditions(filters: tuple[FacetFilter, ...]) -> tuple[str, list[Any]]:
    clauses, values = ["1"], list[Any]()
    for each in filters:
        marks = ", ".join("?" * len(each.values))
        clauses.append(
            "EXISTS (SELECT 1 FROM facets f WHERE f.facet = ? AND f.document = m.number AND f.value IN"
            f' (SELECT number FROM "values" WHERE text IN ({marks})))'
        )
        values += [_NUMBERS[each.facet], *each.values]
    return " AND ".join(clauses), values


def _count(facet: str, filters: tuple[FacetFilter, ...]) -> tuple[str, list[Any]]:
    where, values = _conditions(tuple(each for each in filters if each.facet != facet))
    statement = (
        "SELECT v.text, n FROM (SELECT c.value, count(*) AS n FROM temp.matches m"
        " JOIN facets c ON c.facet = ? AND c.document = m.number"
        f' WHERE {where} GROUP BY c.value) JOIN "values" v ON v.number = value'
    )
    return statement, [_NUMBERS[facet], *values]


def _answer(raw: Any) -> Answer:
    total, best, counted = raw
    return Answer(total, tuple(id for (id,) in best), {facet: dict(rows) for facet, rows in counted})


def expression(tree: trees.Query) -> str:
    """Return a Whoosh query tree as an FTS5 expression; what only scores falls away, FTS5 cannot say it.

    >>> from whoosh.query import And, Prefix, Term
    >>> expression(And([Term("content_words", "停车"), Prefix("content_words", "收")]))
    '({content_words} : "停车" AND {content_words} : "收" *)'
    """
    if isinstance(tree, trees.ConstantScoreQuery):
        return expression(tree.child)
    if isinstance(tree, trees.AndMaybe):
        return expression(tree.a)
    if isinstance(tree, trees.And | trees.Or):
        word = " AND " if isinstance(tree, trees.And) else " OR "
        return "(" + word.join(map(expression, tree.subqueries)) + ")"
    if isinstance(tree, trees.Phrase):
        return f"{{{tree.fieldname}}} : {_quoted(' '.join(tree.words))}"
    if isinstance(tree, trees.Prefix):
        return f"{{{tree.fieldname}}} : {_quoted(tree.text)} *"
    if isinstance(tree, trees.Term):
        return f"{{{tree.fieldname}}} : {_quoted(tree.text)}"
    raise TypeError(f"SQLite：没有翻译 {type(tree).__name__}")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
