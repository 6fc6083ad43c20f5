"""What goes in comes out: whole, by id, in order, while others write."""

from __future__ import annotations

import json
import sqlite3
import sys
import threading
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.archive.rows import checksum, pack, unpack
from corpus.errors import ArchiveError, ReadError
from corpus.model import Handling, Proposal, Reply, Role
from corpus.values.dates import PartialDate
from corpus.values.sessions import Session
from tests.corpus.archive.files import put, said
from tests.corpus.archive.places import Places, temporary_archive
from tests.corpus.strategies import proposals


def _cases(count: int) -> list[Proposal]:
    session = Session(12, 5)
    return [Proposal(f"关于第{n}件事的建议", session=session, number=n, body="江城市政协") for n in range(count)]


@given(proposals())
def test_packing_loses_nothing(record: Proposal) -> None:
    assert unpack(pack(record), id="x-1") == replace(record, id="x-1")


def test_a_payload_holds_nothing_but_what_was_said() -> None:
    record = Proposal("停车难", handlings=(Handling("甲局", Role.LEAD),), replies=(Reply("已办。"),))
    assert json.loads(zlib.decompress(pack(record))) == {
        "title": "停车难",
        "handlings": [{"unit": "甲局", "role": "主办"}],
        "replies": [{"text": "已办。"}],
    }


def test_a_payload_of_a_later_program_is_refused_and_not_cut() -> None:
    later = zlib.compress(json.dumps({"title": "停车难", "replies": [{"text": "已办。", "colour": "红"}]}).encode())
    with pytest.raises(ArchiveError, match=r"12-5-1.*不认识的键 replies\[0\].colour.*升级"):
        unpack(later, id="12-5-1")


def test_half_a_surrogate_pair_is_kept() -> None:
    record = Proposal("关于\ud800编码", text="\udfff")
    assert unpack(pack(record)) == record
    assert len(checksum(record)) == 64


def test_a_record_that_would_not_come_back_is_refused() -> None:
    with pytest.raises(ReadError, match="title"):
        pack(Proposal(""))


@settings(max_examples=30, deadline=None)
@given(st.lists(proposals(), max_size=8))
def test_every_record_of_a_file_comes_back_as_it_was(places: Places, records: list[Proposal]) -> None:
    with temporary_archive(places) as archive:
        assert put(archive, "a.csv", records).added == len(records)
        assert [said(record) for record in archive.all()] == [said(record) for record in records]


def test_the_checksum_changes_with_any_word_but_not_with_the_source() -> None:
    record = Proposal("关于停车", replies=(Reply("已办"),))
    assert checksum(record) != checksum(replace(record, replies=(Reply("已办。"),)))
    assert checksum(record) == checksum(replace(record, id="x-1"))


def test_get_many_keeps_the_order_asked_and_leaves_out_unknown_ids(archive: Archive) -> None:
    put(archive, "a.csv", _cases(5))
    ids = [record.id for record in archive.all()]
    wanted = [ids[3], "x-none", ids[0], ids[3]]
    assert list(archive.get_many(wanted)) == [ids[3], ids[0]]
    assert archive.get("x-none") is None


def test_all_pages_through_everything_once_and_can_go_on_behind_an_id(archive: Archive) -> None:
    put(archive, "a.csv", _cases(600))
    ids = [record.id for record in archive.all()]
    assert len(set(ids)) == 600
    assert [record.id for record in archive.all(after=ids[297])] == ids[298:]
    assert [record.id for record in archive.all(ids=reversed(ids))] == ids[::-1]
    assert [id for id, _ in archive.versions()] == ids
    with pytest.raises(ArchiveError, match="x-none"):
        list(archive.all(after="x-none"))


def test_changes_are_told_in_order_and_only_since(archive: Archive) -> None:
    cases = _cases(300)
    put(archive, "a.csv", cases)
    before = archive.sequence()
    put(archive, "a.csv", [*cases[:7], replace(cases[7], category="城建"), *cases[8:]])
    changed = list(archive.changed_since(before))
    assert [said(archive.get(id)) for id, _ in changed] == [replace(cases[7], category="城建")]
    assert changed[-1][1] <= archive.sequence()
    assert list(archive.changed_since(archive.sequence())) == []
    everything = list(archive.changed_since(0))
    assert len(everything) == 300
    assert [number for _, number in everything] == sorted(number for _, number in everything)


def test_versions_are_the_checksums_of_what_get_returns(archive: Archive) -> None:
    put(archive, "a.csv", _cases(5))
    assert all(checksum(archive.get_many([id])[id]) == version for id, version in archive.versions())


def test_raw_bytes_come_back_by_checksum(archive: Archive) -> None:
    put(archive, "a.csv", _cases(1), content=b"\x00\xff raw")
    source = next(archive.all()).source
    assert source is not None
    assert archive.raw(source.sha256) == b"\x00\xff raw"
    with pytest.raises(ArchiveError, match="原件"):
        archive.raw("0" * 64)


def test_counts_agree_with_the_records(archive: Archive) -> None:
    answered = Proposal("关于桥", replies=(Reply("已建", replied=PartialDate(2021, 6)), Reply("已通车")))
    put(archive, "a.csv", [*_cases(3), answered])
    counts = archive.counts()
    assert (counts.records, counts.answered, counts.replies, counts.revisions) == (4, 1, 2, 4)
    assert counts.sessions == {"": 1, "12-5": 3}
    assert counts.years == {0: 3, 2021: 1}
    assert counts.kinds == {"提案": 4}


def test_reading_goes_on_in_other_threads_while_a_writer_writes(archive: Archive) -> None:
    cases = _cases(400)
    put(archive, "first.csv", cases[:200])
    first = [record.id for record in archive.all()]
    seen: list[list[str]] = []
    with archive.writing() as writer:
        writer.begin_import()
        reader = threading.Thread(target=lambda: seen.append([record.id for record in archive.all()]))
        reader.start()
        reader.join()
    stream = archive.all()
    begun = [next(stream).id]
    put(archive, "second.csv", cases[200:])
    begun += [record.id for record in stream]
    assert seen == [first]
    assert begun[:200] == first
    assert len(begun) == len(set(begun))


def test_a_failed_transaction_leaves_nothing_behind(archive: Archive) -> None:
    put(archive, "a.csv", _cases(2))
    before = (archive.counts(), archive.sequence())
    spoiled = [*_cases(2), Proposal("")]
    with pytest.raises(ReadError):
        put(archive, "b.csv", spoiled)
    assert (archive.counts(), archive.sequence()) == before


def test_a_newer_format_says_to_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    Archive.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    connection.close()
    with pytest.raises(ArchiveError, match="升级程序"):
        Archive.open(path)


def test_what_is_no_archive_is_left_alone_and_named(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE things (name TEXT)")
    connection.close()
    with pytest.raises(ArchiveError, match="不是提案档案库"):
        Archive.open(other)
    text = tmp_path / "notes.txt"
    text.write_text("这不是数据库" * 200, encoding="utf-8")
    with pytest.raises(ArchiveError, match=r"notes\.txt"):
        Archive.open(text)
    with pytest.raises(ArchiveError, match="文件夹"):
        Archive.open(tmp_path)
    with pytest.raises(ArchiveError, match="先导入"):
        Archive.open(tmp_path / "none.sqlite", create=False)
    for url in ("nosuch://host/archive", "mysql://host/archive", "postgresql+psycopg2://host/archive"):
        with pytest.raises(ArchiveError, match="地址"):
            Archive.open(url)


def test_a_missing_driver_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ArchiveError, match=r"pip install 'tian-search\[postgres\]'"):
        Archive.open("postgresql://tian@127.0.0.1/tian")


def test_a_second_writer_that_waits_too_long_is_told_why(archive: Archive, place: str | Path) -> None:
    from corpus.archive.database import Database

    hasty = Archive(Database.open(place, create=False, patience=0.05))
    with archive.writing(), pytest.raises(ArchiveError, match="另一个"), hasty.writing():
        pass
    hasty.close()
    put(archive, "a.csv", _cases(1))
