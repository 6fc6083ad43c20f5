"""What a server adds: it is lost and comes back, it is asked by index, it may be empty or busy."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from corpus.archive import Archive
from corpus.decisions import Pair
from corpus.errors import ArchiveError, ArchiveUnreachable
from corpus.intake.importing import import_paths
from corpus.model import Proposal
from corpus.profiles import Profile
from tests.corpus.archive.files import put
from tests.corpus.intake.test_importing import IMPORT, ROOT
from tests.services.postgresql import PostgreSQL

pytestmark = pytest.mark.services


@pytest.fixture
def own_server() -> Iterator[PostgreSQL]:
    """A server that a test may kill."""
    with PostgreSQL(fsync=True) as server:
        yield server


@pytest.fixture
def url(postgresql: PostgreSQL) -> str:
    return postgresql.new_database()


def test_a_server_killed_during_an_import_loses_nothing_and_the_import_goes_on(
    own_server: PostgreSQL, tmp_path: Path
) -> None:
    files, each = 30, 15
    for file in range(files):
        rows = [{"标题": f"关于第{file}类第{n}件事的建议", "提案内容": "建议如下。" * 200} for n in range(each)]
        (tmp_path / f"{file:02}.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    url = own_server.url("postgres")
    with Archive.open(url) as archive:
        importing = subprocess.Popen([sys.executable, "-c", IMPORT, url, str(tmp_path)], cwd=ROOT)
        kept: dict[str, str] = {}
        for least in (30, 150, 300):
            while len(kept) < least and importing.poll() is None:
                kept = dict(archive.versions())
            own_server.kill()
            own_server.start()
            now = dict(archive.versions())
            assert kept.items() <= now.items()
            assert len(now) % each == 0, "a file is in whole or not at all"
        assert importing.wait() == 0
        assert archive.counts().records == archive.counts().revisions == files * each
        again = import_paths(archive, [tmp_path], profile=Profile.generic())
        assert again.unchanged_files == files
    with Archive.open(tmp_path / "undisturbed.sqlite") as undisturbed, Archive.open(url) as archive:
        import_paths(undisturbed, [tmp_path], profile=Profile.generic())
        assert dict(archive.versions()) == dict(undisturbed.versions())


def test_a_lost_server_is_named_at_once_to_who_asks_and_waited_for_by_long_work(own_server: PostgreSQL) -> None:
    url = own_server.url("postgres")
    with Archive.open(url) as archive:
        put(archive, "a.csv", [Proposal(f"关于第{n}件事") for n in range(600)])
        stream = archive.all()
        first = next(stream)
        own_server.stop()
        with pytest.raises(ArchiveUnreachable, match=r"连不上数据库.*是否在运行"):
            archive.get(first.id)
        with pytest.raises(ArchiveUnreachable, match="连不上"):
            Archive.open(url)
        back = threading.Timer(0.5, own_server.start)
        back.start()
        assert 1 + len(list(stream)) == 600
        back.join()
        assert archive.get(first.id) == first


def test_connections_of_a_restarted_server_are_replaced_unnoticed(own_server: PostgreSQL) -> None:
    with Archive.open(own_server.url("postgres")) as archive:
        own_server.stop()
        own_server.start()
        put(archive, "a.csv", [Proposal("关于停车")])
        assert archive.counts().records == 1


def test_a_password_is_never_shown(own_server: PostgreSQL) -> None:
    own_server.stop()
    with pytest.raises(ArchiveUnreachable) as caught:
        Archive.open(own_server.url("postgres").replace("tian@", "tian:geheim@"))
    assert "geheim" not in str(caught.value)
    own_server.start()


def test_an_empty_database_is_no_archive_until_something_is_imported(url: str) -> None:
    with pytest.raises(ArchiveError, match="先导入"):
        Archive.open(url, create=False)
    Archive.open(url).close()
    Archive.open(url, create=False).close()


def test_a_database_of_another_program_is_left_alone(postgresql: PostgreSQL, url: str) -> None:
    postgresql.execute("CREATE TABLE things (name TEXT)", database=url.rpartition("/")[2])
    with pytest.raises(ArchiveError, match="不是提案档案库"):
        Archive.open(url)


def test_two_who_open_an_empty_database_at_once_make_one_archive(url: str) -> None:
    opened = [threading.Thread(target=lambda: Archive.open(url).close()) for _ in range(6)]
    for each in opened:
        each.start()
    for each in opened:
        each.join()
    with Archive.open(url, create=False) as archive:
        assert archive.sequence() == 0


def test_who_may_only_read_is_told_so(postgresql: PostgreSQL, url: str) -> None:
    Archive.open(url).close()
    database = url.rpartition("/")[2]
    postgresql.execute("CREATE ROLE reader LOGIN")
    postgresql.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", database=database)
    with Archive.open(url.replace("tian@", "reader@"), create=False) as archive:
        assert archive.counts().records == 0
        with pytest.raises(ArchiveError, match="权限"):
            put(archive, "a.csv", [Proposal("关于停车")])


@contextmanager
def _statements() -> Iterator[list[tuple[str, Any]]]:
    """Every query that is asked meanwhile, with its values."""
    asked: list[tuple[str, Any]] = []

    def keep(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.startswith("SELECT") and "FROM" in statement:
            asked.append((statement, values))

    event.listen(Engine, "before_cursor_execute", keep)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", keep)


_MANY = """
INSERT INTO payloads SELECT n, (SELECT body FROM payloads LIMIT 1) FROM generate_series(10000, 60000) n;
INSERT INTO records SELECT n, 'x-' || n, md5(n::text), 1, 1, 'c', n, n, '提案', '12-5', 2020, 0
  FROM generate_series(10000, 60000) n;
INSERT INTO sightings SELECT n, n / 10, md5(n::text), 'c', n, n, 's', 'p' FROM generate_series(10000, 60000) n;
INSERT INTO revisions SELECT n, 1, n, 'c', n / 10, 's', 'p', 't', 1 FROM generate_series(10000, 60000) n;
INSERT INTO files SELECT n, '/f/' || n, 'f', 's', 'r', 't', 1 FROM generate_series(1000, 20000) n;
INSERT INTO rejects SELECT n, md5(n::text), '/f/' || n, 'f', 's', 'p', 'r', 'e', 't', NULL, 1
  FROM generate_series(1000, 20000) n;
INSERT INTO imports SELECT n, 't', 't', '{}' FROM generate_series(1000, 20000) n;
INSERT INTO sources SELECT md5(n::text), 'f', 1, 'x', 't' FROM generate_series(1000, 20000) n;
INSERT INTO decisions SELECT n, md5(n::text), 'x-' || n, 'x-' || n + 1, '不重复', '', '', 'who', 'm' || n, ''
  FROM generate_series(10000, 60000) n;
INSERT INTO corrections SELECT n, n, 'category', 'v', 'r', 'who', 't', 'why' FROM generate_series(10000, 60000) n;
INSERT INTO tombstones SELECT n, 'y-' || n, n, 'who', 't', 'why', '' FROM generate_series(10000, 60000) n;
INSERT INTO tombstone_marks SELECT n, md5(n::text) FROM generate_series(10000, 60000) n;
ANALYZE
"""


def test_no_frequent_query_reads_a_whole_table(postgresql: PostgreSQL, url: str) -> None:
    with Archive.open(url) as archive:
        put(archive, "a.csv", [Proposal(f"关于第{n}件事") for n in range(20)])
        for statement in _MANY.split(";"):
            postgresql.execute(statement, database=url.rpartition("/")[2])
        ids = [f"x-{n}" for n in range(30000, 30020)]
        with _statements() as asked:
            archive.get_many(ids)
            archive.revisions(ids[0])
            archive.sources(ids[0])
            list(archive.changed_since(59_900))
            archive.rejects_of("/f/3000")
            archive.decisions.current([Pair(one, other) for one, other in pairwise(ids)])
            archive.decisions.of_records(ids)
            put(archive, "a.csv", [Proposal(f"关于第{n}件事，修改") for n in range(20)])
            put(archive, "b.csv", [Proposal(f"关于第{n}件事") for n in range(20)])
        assert len(asked) > 15
        with archive._database.reading() as connection:
            plans = {
                statement: "\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", values).scalars())
                for statement, values in asked
            }
    # One row of a table says whether anything was ever deleted: that is read from its beginning.
    plans = {statement: plan for statement, plan in plans.items() if "FROM tombstone_marks \n LIMIT" not in statement}
    assert {statement: plan for statement, plan in plans.items() if "Seq Scan" in plan and " meta" not in plan} == {}
