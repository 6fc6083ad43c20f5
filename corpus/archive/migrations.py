"""The archive's format, one numbered step after another.

    1  tables    2  decisions    3  payloads without defaults    4  evidence, cases    5  amendments

A step is a function of a connection; it runs once, inside the transaction that also raises the version. A new step
goes to the end of ``MIGRATIONS``. Steps that shipped are never changed, and use nothing that may change: neither the
tables in ``schema`` nor the model, but SQL and values written out here. What they come to is compared with ``schema``
by the tests, on every database.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, bindparam, column, func, inspect, select, table, text, update

from corpus.archive.schema import meta
from corpus.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection

__all__ = ["MIGRATIONS", "exists", "is_current", "migrate"]

#: Rows changed at a time.
PAGE = 500

_FIRST_TABLES = """
CREATE TABLE imports (pk BIGINT NOT NULL PRIMARY KEY, started VARCHAR(32) NOT NULL, finished VARCHAR(32),
    counts TEXT NOT NULL);
CREATE TABLE sources (sha256 VARCHAR(64) NOT NULL PRIMARY KEY, name TEXT NOT NULL, size BIGINT NOT NULL,
    content {BYTES} NOT NULL, imported VARCHAR(32) NOT NULL);
CREATE TABLE files (pk BIGINT NOT NULL PRIMARY KEY, path TEXT NOT NULL, name TEXT NOT NULL,
    sha256 VARCHAR(64) NOT NULL, reading VARCHAR(64) NOT NULL, imported VARCHAR(32) NOT NULL,
    import_pk BIGINT NOT NULL,
    UNIQUE (path));
CREATE TABLE payloads (pk BIGINT NOT NULL PRIMARY KEY, body {BYTES} NOT NULL);
CREATE TABLE records (pk BIGINT NOT NULL PRIMARY KEY, id VARCHAR(200) NOT NULL, identity VARCHAR(64) NOT NULL,
    occurrence INTEGER NOT NULL, revision INTEGER NOT NULL, checksum VARCHAR(64) NOT NULL, payload_pk BIGINT NOT NULL,
    updated BIGINT NOT NULL, kind VARCHAR(20) NOT NULL, session VARCHAR(80) NOT NULL, year INTEGER NOT NULL,
    replies INTEGER NOT NULL, UNIQUE (identity, occurrence),
    UNIQUE (id));
CREATE INDEX ix_records_updated ON records (updated);
CREATE TABLE sightings (record_pk BIGINT NOT NULL, file_pk BIGINT NOT NULL, identity VARCHAR(64) NOT NULL,
    checksum VARCHAR(64) NOT NULL, payload_pk BIGINT NOT NULL, sequence BIGINT NOT NULL, sha256 VARCHAR(64) NOT NULL,
    place TEXT NOT NULL, PRIMARY KEY (record_pk, file_pk));
CREATE INDEX ix_sightings_identity ON sightings (identity);
CREATE INDEX sightings_of_file ON sightings (file_pk);
CREATE TABLE revisions (record_pk BIGINT NOT NULL, revision INTEGER NOT NULL, payload_pk BIGINT NOT NULL,
    checksum VARCHAR(64) NOT NULL, file_pk BIGINT NOT NULL, sha256 VARCHAR(64) NOT NULL, place TEXT NOT NULL,
    imported VARCHAR(32) NOT NULL, import_pk BIGINT NOT NULL, PRIMARY KEY (record_pk, revision));
CREATE TABLE rejects (pk BIGINT NOT NULL PRIMARY KEY, digest VARCHAR(64) NOT NULL, path TEXT NOT NULL,
    name TEXT NOT NULL, sha256 VARCHAR(64) NOT NULL, place TEXT NOT NULL, reason TEXT NOT NULL, excerpt TEXT NOT NULL,
    seen VARCHAR(32) NOT NULL, resolved VARCHAR(32), import_pk BIGINT NOT NULL,
    UNIQUE (digest));
CREATE INDEX rejects_of_path ON rejects (path)
"""

_DECISIONS = """
CREATE TABLE decisions (pk BIGINT NOT NULL PRIMARY KEY, id VARCHAR(64) NOT NULL, first VARCHAR(200) NOT NULL,
    second VARCHAR(200) NOT NULL, ruling VARCHAR(20) NOT NULL, main VARCHAR(200) NOT NULL, note TEXT NOT NULL,
    who VARCHAR(200) NOT NULL, made VARCHAR(32) NOT NULL, undoes VARCHAR(64) NOT NULL,
    UNIQUE (id));
CREATE INDEX decisions_of_pair ON decisions (first, second);
CREATE INDEX decisions_of_second ON decisions (second);
CREATE INDEX decisions_made ON decisions (made);
CREATE INDEX decisions_undoing ON decisions (undoes)
"""

_EVIDENCE = """
ALTER TABLE sightings ADD COLUMN evidence VARCHAR(40) NOT NULL DEFAULT '';
CREATE TABLE cases (record_pk BIGINT NOT NULL, digest VARCHAR(64) NOT NULL, PRIMARY KEY (record_pk, digest));
CREATE INDEX cases_of_digest ON cases (digest)
"""

_AMENDMENTS = """
ALTER TABLE sources ADD COLUMN redacted VARCHAR(32) NOT NULL DEFAULT '';
ALTER TABLE revisions ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE TABLE corrections (pk BIGINT NOT NULL PRIMARY KEY, record_pk BIGINT NOT NULL, field VARCHAR(40) NOT NULL,
    value TEXT NOT NULL, replaced TEXT NOT NULL, who VARCHAR(200) NOT NULL, made VARCHAR(32) NOT NULL,
    reason TEXT NOT NULL);
CREATE INDEX corrections_of_record ON corrections (record_pk);
CREATE TABLE tombstones (pk BIGINT NOT NULL PRIMARY KEY, id VARCHAR(200) NOT NULL, sequence BIGINT NOT NULL,
    who VARCHAR(200) NOT NULL, made VARCHAR(32) NOT NULL, reason TEXT NOT NULL, lifted VARCHAR(32) NOT NULL);
CREATE INDEX tombstones_of_id ON tombstones (id);
CREATE TABLE tombstone_marks (tombstone_pk BIGINT NOT NULL, mark VARCHAR(64) NOT NULL,
    PRIMARY KEY (tombstone_pk, mark));
CREATE INDEX tombstone_marks_of_mark ON tombstone_marks (mark)
"""

_META = "CREATE TABLE meta (key VARCHAR(40) NOT NULL PRIMARY KEY, value TEXT NOT NULL)"

# What 0.1.0 wrote for a field that says nothing; ``format`` and ``id`` were the same in every payload.
_SAYS_NOTHING: Mapping[str, Mapping[str, Any]] = {
    "proposal": {
        **dict.fromkeys(("text", "subject", "number_written", "body", "category", "merged_into", "id"), ""),
        **dict.fromkeys(("session", "number", "outcome", "submitted", "filed", "published", "source"), None),
        "kind": "提案",
        "coverage": "全文",
        "visibility": "公开",
        "format": "tian-proposal/1",
        **{name: [] for name in ("proposers", "cosigners", "handlings", "replies", "extra")},
    },
    "replies": {
        **dict.fromkeys(("title", "document_number"), ""),
        **dict.fromkeys(("replied", "published", "outcome"), None),
        "units": [],
    },
    "handlings": {"written": ""},
    "outcome": {"class": "其他"},
    "source": {"place": "", "url": ""},
}


def _first_tables(connection: Connection, _progress: Callable[[int, int], None]) -> None:
    _run(connection, _FIRST_TABLES)


def _decisions(connection: Connection, _progress: Callable[[int, int], None]) -> None:
    _run(connection, _DECISIONS)


def _payloads_without_defaults(connection: Connection, progress: Callable[[int, int], None]) -> None:
    """Leave what says nothing out of every payload, and let each checksum be that of what is left."""
    payloads = table("payloads", column("pk"), column("body", LargeBinary))
    total = connection.scalar(select(func.count()).select_from(payloads)) or 0
    checksums: dict[int, str] = {}
    change = update(payloads).where(payloads.c.pk == bindparam("of_pk")).values(body=bindparam("new_body"))
    page = select(payloads.c.pk, payloads.c.body).order_by(payloads.c.pk).limit(PAGE)
    while rows := connection.execute(page.where(payloads.c.pk > max(checksums, default=-1))).all():
        changed = []
        for row in rows:
            said = _saying(json.loads(zlib.decompress(row.body).decode("utf-8", "surrogatepass")), "proposal")
            changed.append({"of_pk": row.pk, "new_body": zlib.compress(_written(said), level=3)})
            said.pop("source", None)
            checksums[row.pk] = hashlib.sha256(_written(said)).hexdigest()
        connection.execute(change, changed)
        progress(len(checksums), total)
    _correct_checksums(connection, "records", ("pk",), checksums)
    _correct_checksums(connection, "sightings", ("record_pk", "file_pk"), checksums)
    _correct_checksums(connection, "revisions", ("record_pk", "revision"), checksums)


def _evidence_and_cases(connection: Connection, _progress: Callable[[int, int], None]) -> None:
    """Let records be found by kind, session and number; why older readings were taken for one is not known."""
    _run(connection, _EVIDENCE)
    add = text("INSERT INTO cases (record_pk, digest) VALUES (:record_pk, :digest)")
    page = text(
        "SELECT records.pk, payloads.body FROM records JOIN payloads ON payloads.pk = records.payload_pk "
        f"WHERE records.pk > :after ORDER BY records.pk LIMIT {PAGE}"
    )
    after = -1
    while rows := connection.execute(page, {"after": after}).all():
        after = rows[-1].pk
        found = []
        for row in rows:
            said = json.loads(zlib.decompress(row.body).decode("utf-8", "surrogatepass"))
            if said.get("session") and said.get("number") is not None:
                case = json.dumps(
                    [said.get("kind", "提案"), said["session"], said["number"]],
                    ensure_ascii=False,
                    separators=(",", ":"),
                )
                digest = hashlib.sha256(case.encode("utf-8", "surrogatepass")).hexdigest()
                found.append({"record_pk": row.pk, "digest": digest})
        if found:
            connection.execute(add, found)


def _amendments(connection: Connection, _progress: Callable[[int, int], None]) -> None:
    _run(connection, _AMENDMENTS)


def _correct_checksums(connection: Connection, name: str, keys: Sequence[str], checksums: Mapping[int, str]) -> None:
    rows = connection.execute(text(f"SELECT {', '.join(keys)}, payload_pk FROM {name}")).all()
    where = " AND ".join(f"{key} = :{key}" for key in keys)
    change = text(f"UPDATE {name} SET checksum = :checksum WHERE {where}")
    for start in range(0, len(rows), PAGE):
        chunk = rows[start : start + PAGE]
        connection.execute(change, [{**row._asdict(), "checksum": checksums[row.payload_pk]} for row in chunk])


def _saying(value: dict[str, Any], kind: str) -> dict[str, Any]:
    nothing = _SAYS_NOTHING[kind]
    kept = {key: each for key, each in value.items() if key not in nothing or each != nothing[key]}
    for key, each in kept.items():
        if isinstance(each, dict):
            kept[key] = _saying(each, key)
        elif key in ("replies", "handlings"):
            kept[key] = [_saying(one, key) for one in each]
    return kept


def _written(value: object) -> bytes:
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return written.encode("utf-8", "surrogatepass")


def _run(connection: Connection, script: str) -> None:
    for statement in script.format(BYTES=_BYTES[connection.dialect.name]).split(";"):
        connection.execute(text(statement))


_BYTES = {"sqlite": "BLOB", "postgresql": "BYTEA"}

MIGRATIONS: Sequence[Callable[[Connection, Callable[[int, int], None]], None]] = (
    _first_tables,
    _decisions,
    _payloads_without_defaults,
    _evidence_and_cases,
    _amendments,
)


def exists(connection: Connection) -> bool:
    """Whether there is an archive at all: in a database without any table there is none."""
    return bool(inspect(connection).get_table_names())


def is_current(connection: Connection) -> bool:
    """Whether the archive has exactly this program's format.

    Raises:
        ArchiveError: it is newer than this program, or the database belongs to something else.
    """
    return _version(connection) == len(MIGRATIONS)


def migrate(connection: Connection, progress: Callable[[int, int], None] | None = None) -> None:
    """Bring the archive to this program's format, inside the caller's transaction.

    Args:
        progress: called with payloads done and payloads in all, where those are rewritten.

    Raises:
        ArchiveError: as in ``is_current``.
    """
    version = _version(connection)
    if version == 0:
        _run(connection, _META)
        first = [{"key": "schema_version", "value": "0"}, {"key": "sequence", "value": "0"}]
        connection.execute(meta.insert(), first)
    for step in MIGRATIONS[version:]:
        step(connection, progress or _unheard)
    versioned = update(meta).where(meta.c.key == "schema_version")
    connection.execute(versioned.values(value=str(len(MIGRATIONS))))


def _unheard(_done: int, _total: int) -> None:
    """Nobody asked how far it is."""


def _version(connection: Connection) -> int:
    tables = inspect(connection).get_table_names()
    if not tables:
        return 0
    if meta.name not in tables:
        raise ArchiveError("这个数据库里有别的程序的数据，不是提案档案库。请换一个文件名或数据库。")
    found = connection.scalar(select(meta.c.value).where(meta.c.key == "schema_version"))
    if found is None or not found.isdecimal():
        raise ArchiveError("档案库里没有格式版本号，不是提案档案库，或已损坏。请换一个文件，或从备份恢复。")
    if int(found) > len(MIGRATIONS):
        raise ArchiveError(
            f"档案库的格式版本是 {found}，本程序只认识到第 {len(MIGRATIONS)} 版。请先升级程序，再打开这个档案库。"
        )
    return int(found)
