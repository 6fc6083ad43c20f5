"""What people change by hand: deleted for good, corrected with a reason, split again."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from corpus.archive import Archive
from corpus.archive.schema import metadata
from corpus.decisions import Pair, Ruling
from corpus.errors import ArchiveError
from corpus.model import Handling, Proposal, Reply, Role
from corpus.values.sessions import Session
from tests.corpus.archive.files import put, said
from tests.fixtures.frozen import engine_of

GONE = Proposal(
    "关于青柠巷夜间照明的提案",
    text="青柠巷路灯全坏，夜里有人摔伤。",
    session=Session(12, 5),
    number=300,
    body="江城市政协",
    proposers=("舒青柠",),
    extra=(("其余文字", "联系电话在青柠巷。"),),
    replies=(Reply("青柠巷路灯已更换。"),),
)
KEPT = replace(GONE, title="关于疏浚东河的提案", text="东河淤积。", number=301, extra=(), replies=(), proposers=())


def _everything_stored(place: str | Path) -> str:
    """Every row of every table, compressed values opened."""
    engine = engine_of(place)
    found = []
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(text(f"SELECT * FROM {table.name}")):
                for value in row:
                    value = bytes(value) if isinstance(value, memoryview) else value
                    found.append(zlib.decompress(value).decode() if isinstance(value, bytes) else str(value))
    engine.dispose()
    return "\n".join(found)


def _stored_bytes(place: Path) -> list[bytes]:
    """What the file holds of each payload and original: compressed, so that no search for words would find it."""
    engine = engine_of(place)
    with engine.connect() as connection:
        rows = [*connection.execute(text("SELECT body FROM payloads")).all()]
        rows += connection.execute(text("SELECT content FROM sources")).all()
    engine.dispose()
    return [row[0] for row in rows]


@pytest.fixture
def drilled(place: str | Path) -> tuple[str | Path, str, str]:
    """A record in a shared file, revised, decided on, in a file of its own and beside rejects; and another one."""
    with Archive.open(place) as archive:
        put(archive, "list.csv", [GONE, KEPT])
        put(archive, "list.csv", [replace(GONE, category="青柠"), KEPT])
        put(archive, "关于青柠巷夜间照明的提案.txt", [GONE])
        gone, kept = (record.id for record in archive.all())
        archive.decisions.decide(Pair.of(gone, kept), Ruling.DISTINCT, who="王芳", note="青柠巷与东河无关")
    return place, gone, kept


def test_of_a_deleted_record_no_row_holds_a_word(drilled: tuple[str | Path, str, str]) -> None:
    place, gone, kept = drilled
    assert "青柠" in _everything_stored(place)
    with Archive.open(place) as archive:
        report = archive.amendments.delete([gone], who="王芳", reason="当事人申请")
        assert (report.records, report.redacted[0], report.overwritten) == (1, "list.csv", True)
        assert archive.get(gone) is None
        assert [said(record) for record in archive.all()] == [KEPT]
        (tombstone,) = archive.amendments.tombstones()
        assert (tombstone.id, tombstone.who, tombstone.reason) == (gone, "王芳", "当事人申请")
        assert archive.counts().deleted == 1
        (source,) = archive.sources(kept)
        assert source.redacted
        with pytest.raises(ArchiveError, match="已按要求删除"):
            archive.raw(source.sha256)
        assert not list(archive.decisions.all())
    assert "青柠" not in _everything_stored(place)
    assert "东河" in _everything_stored(place)


def test_of_a_deleted_record_no_file_holds_a_byte(tmp_path: Path) -> None:
    place = tmp_path / "archive.sqlite"
    with Archive.open(place) as archive:
        put(archive, "list.csv", [GONE, KEPT])
        before = _stored_bytes(place)
        archive.amendments.delete([next(archive.all()).id], who="王芳", reason="当事人申请")
        gone = [each for each in before if each not in _stored_bytes(place)]
        assert len(gone) == 2
        for path in tmp_path.iterdir():
            content = path.read_bytes()
            for each in gone:
                middle = each[len(each) // 2 :][:24]
                assert middle not in content, path.name


def test_the_same_source_does_not_bring_a_deleted_record_back(drilled: tuple[str | Path, str, str]) -> None:
    place, gone, _ = drilled
    with Archive.open(place) as archive:
        archive.amendments.delete([gone], who="王芳", reason="当事人申请")
        for path, records in (
            ("list.csv", [replace(GONE, category="青柠"), KEPT]),
            ("关于青柠巷夜间照明的提案.txt", [GONE]),
            ("copy of 青柠.txt", [GONE]),
            ("list.csv", [KEPT, replace(GONE, text="青柠巷路灯全坏了。", outcome=None)]),
        ):
            counts = put(archive, path, records)
            assert (counts.added, len(counts.withheld)) == (0, 1), path
        assert [said(record) for record in archive.all()] == [KEPT]
    assert "青柠巷" not in _everything_stored(place).replace("copy of 青柠", "")
    with Archive.open(place) as archive:
        put(archive, "关于青柠巷夜间照明的提案.txt", [GONE], again=True)
        assert {record.id for record in archive.all()} >= {gone}
        (tombstone,) = archive.amendments.tombstones()
        assert tombstone.lifted
        assert archive.counts().deleted == 0
        assert put(archive, "copy of 青柠.txt", [GONE]).withheld == ()


def test_deleting_one_of_two_equal_records_keeps_the_other_in_later_imports(archive: Archive) -> None:
    put(archive, "a.csv", [KEPT, KEPT])
    first, second = (record.id for record in archive.all())
    archive.amendments.delete([second], who="王芳", reason="重复")
    counts = put(archive, "a.csv", [KEPT, KEPT, GONE])
    assert (len(counts.withheld), counts.unchanged) == (0, 1)
    assert first in {record.id for record in archive.all()}


def test_all_records_are_deleted_or_none(archive: Archive) -> None:
    put(archive, "a.csv", [GONE])
    (id,) = (record.id for record in archive.all())
    with pytest.raises(ArchiveError, match="没有编号 x-1"):
        archive.amendments.delete([id, "x-1"], who="王芳", reason="当事人申请")
    assert archive.get(id) is not None


def test_a_backup_from_before_takes_the_tombstones_over(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "now.sqlite") as now, Archive.open(tmp_path / "then.sqlite") as then:
        for archive in (now, then):
            put(archive, "a.csv", [GONE, KEPT])
        gone = next(now.all()).id
        now.amendments.delete([gone], who="王芳", reason="当事人申请")
        for buried in (1, 0):
            assert then.amendments.bury(now.amendments.tombstones()) == buried
        assert then.get(gone) is None
        assert len(put(then, "b.csv", [GONE]).withheld) == 1


def test_a_correction_is_a_revision_that_stands_until_the_source_says_otherwise(archive: Archive) -> None:
    put(archive, "a.csv", [GONE])
    (id,) = (record.id for record in archive.all())
    unit = Handling("江城市城管局", Role.LEAD)
    wanted = {"handlings": [{"unit": unit.unit, "role": "主办"}], "category": "市政"}
    assert archive.amendments.correct(id, wanted, who="王芳", reason="来源写错")
    right = replace(GONE, handlings=(unit,), category="市政")
    assert said(archive.get(id)) == right
    assert [revision.reason for revision in archive.revisions(id)] == ["", "更正：来源写错"]
    put(archive, "a.csv", [replace(GONE, text="青柠巷路灯全坏，夜里有人摔伤，急需更换。")])
    current = archive.get(id)
    assert current is not None
    assert (current.handlings, current.category) == ((unit,), "市政")
    put(archive, "a.csv", [replace(GONE, category="照明")])
    current = archive.get(id)
    assert current is not None
    assert (current.handlings, current.category) == ((unit,), "照明")
    with pytest.raises(ArchiveError, match="number 应是整数"):
        archive.amendments.correct(id, {"number": "三百"}, who="王芳", reason="来源写错")


def test_what_was_merged_is_told_by_its_evidence_and_can_be_split(archive: Archive) -> None:
    answer = replace(GONE, title="对政协第300号提案的答复", text="", proposers=(), extra=())
    answer = replace(answer, replies=(Reply("青柠巷路灯已换。", title=answer.title),))
    put(archive, "list.csv", [GONE])
    assert put(archive, "reply.html", [answer]).revised == 1
    put(archive, "other.csv", [replace(GONE, category="市政")])
    (id,) = (record.id for record in archive.all())
    assert archive.counts().merged == {"届次、案号与题目或机构相同": 2}
    told = "届次、案号与题目或机构相同"
    assert [source.evidence for source in archive.sources(id)] == ["", told, told]
    parted = archive.amendments.split(id, reason="不是一件")
    assert len(parted) == 2
    assert [said(record) for record in archive.all()] == [GONE, answer, replace(GONE, category="市政")]
    assert archive.counts().merged == {}
    for path, record in (("reply.html", answer), ("other.csv", replace(GONE, category="路政")), ("list.csv", GONE)):
        assert put(archive, path, [record], content=b"again" + path.encode()).added == 0
    assert [said(record) for record in archive.all()] == [GONE, answer, replace(GONE, category="路政")]
    with pytest.raises(ArchiveError, match="只来自一份文件"):
        archive.amendments.split(id)
