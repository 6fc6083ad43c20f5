"""The same proposals for Datasette: one table with a column a facet, and a full-text index (FTS5) of cut words.

The words are cut by our own segmenter: the tokenizers that SQLite brings cannot cut Chinese.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.web.pages import MANY
from corpus import Proposal
from indexer import FACETS, Settings
from indexer.analysis.analyzer import Analyzer
from indexer.settings import open_archive

__all__ = ["DATABASE", "app", "make_database"]

DATABASE = "TIAN_BENCH_DATABASE"

_NAMES = [facet.name for facet in FACETS]
_TABLE = f"""
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
CREATE TABLE proposals (number INTEGER PRIMARY KEY, id TEXT, title TEXT, date TEXT, opening TEXT,
    {", ".join(f'"{name}" TEXT' for name in _NAMES)});
CREATE VIRTUAL TABLE proposals_fts USING fts5(words, content='');
"""
#: What a hit shows of its text, in characters.
_OPENING = 110


def make_database(home: Path) -> Path:
    """Return the database of a home's proposals; made where it is not there yet."""
    path = home / "datasette" / "proposals.db"
    if path.exists():
        return path
    path.parent.mkdir(exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    connection = sqlite3.connect(partial)
    connection.executescript(_TABLE)
    cut = Analyzer()
    marks = ", ".join("?" * (5 + len(_NAMES)))
    with open_archive(Settings(home)) as archive:
        for number, record in enumerate(archive.all(), 1):
            connection.execute(f"INSERT INTO proposals VALUES ({marks})", (number, *_row(record)))
            words = " ".join(word for text in _texts(record) for word in cut.words(text))
            connection.execute("INSERT INTO proposals_fts(rowid, words) VALUES (?, ?)", (number, words))
    connection.execute("INSERT INTO proposals_fts(proposals_fts) VALUES ('optimize')")
    connection.commit()
    connection.close()
    return partial.replace(path)


def app() -> Any:
    """Return Datasette over the database that the environment names: the application that the server loads."""
    from datasette.app import Datasette

    hidden = {"fts_table": "proposals_fts", "fts_pk": "number"}
    return Datasette(
        [],
        # Never changing: Datasette then counts the table's rows once.
        immutables=[os.environ[DATABASE]],
        metadata={"databases": {"proposals": {"tables": {"proposals": hidden}}}},
        settings={
            # By default it gives up after 0.2 and 1 second, and shows no facets then.
            "facet_time_limit_ms": 60_000,
            "sql_time_limit_ms": 60_000,
            # Work that our page does not do either.
            "suggest_facets": False,
            "max_returned_rows": 100,
        },
    ).app()


def _row(record: Proposal) -> Iterator[str | None]:
    yield from (record.id, record.title, str(record.date or ""), record.text[:_OPENING])
    for facet in FACETS:
        values = facet.values(record)
        yield json.dumps(values, ensure_ascii=False) if facet.name in MANY else next(iter(values), None)


def _texts(record: Proposal) -> Iterator[str]:
    yield from (record.title, record.text)
    for reply in record.replies:
        yield from (reply.title, reply.text)
