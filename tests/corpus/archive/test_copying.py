"""A copy is the same archive: every row, in either direction, once; a backup is whole while others write."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.archive import Archive, Refusal, back_up, copying
from corpus.decisions import Pair, Ruling
from corpus.errors import ArchiveError
from corpus.model import Proposal, Reply
from tests.corpus.archive.files import put
from tests.corpus.archive.places import Places, temporary_archive

CASES = [Proposal(f"关于第{n}件事的建议", text="建议如下。" * 50, number=n, proposers=("甲",)) for n in range(40)]


def _fill(archive: Archive) -> None:
    put(archive, "a.csv", CASES, refusals=[Refusal("第 9 行", "缺少标题", "，，")])
    put(archive, "b.csv", [replace(CASES[0], replies=(Reply("已办。"),)), Proposal("半个\ud800字\0")])
    ids = [id for id, _ in archive.versions()]
    made = archive.decisions.decide(Pair(ids[0], ids[1]), Ruling.MERGE, who="李", main=ids[0])
    archive.decisions.undo(made.id, who="王", note="看错了")


def _whole(archive: Archive) -> object:
    ids = [id for id, _ in archive.versions()]
    return (
        list(archive.all()),
        [archive.revisions(id) for id in ids],
        [archive.sources(id) for id in ids],
        list(archive.changed_since(0)),
        list(archive.rejects()),
        list(archive.decisions.all()),
        archive.counts(),
        archive.sequence(),
        {archive.raw(record.source.sha256) for record in archive.all() if record.source},
    )


@pytest.fixture
def filled(archive: Archive) -> Archive:
    _fill(archive)
    return archive


def test_a_copy_to_the_other_database_and_back_loses_nothing(
    filled: Archive, tmp_path: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PAGE", 7)
    with Archive.open(tmp_path / "file.sqlite") as there, temporary_archive(places) as back:
        told: list[tuple[int, int]] = []
        out = filled.copy_to(there, progress=lambda done, total: told.append((done, total)))
        home = there.copy_to(back)
        assert _whole(there) == _whole(back) == _whole(filled)
        assert out.checksum == home.checksum
        assert (out.added, out.changed) == (home.added, home.changed) == (out.rows, 0)
        assert told[-1] == (2 * out.rows, 2 * out.rows)


def test_a_second_copy_writes_nothing_and_a_later_one_only_what_is_new(filled: Archive, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "file.sqlite") as there:
        first = filled.copy_to(there)
        again = filled.copy_to(there)
        assert (again.added, again.changed, again.checksum) == (0, 0, first.checksum)
        put(filled, "a.csv", [replace(CASES[0], category="城建"), *CASES[1:]])
        later = filled.copy_to(there)
        assert 0 < later.added + later.changed < 20 + len(CASES)
        assert _whole(there) == _whole(filled)
        put(there, "c.csv", [Proposal("关于新事的建议")])
        assert there.counts().records == filled.counts().records + 1


def test_another_archive_is_never_overwritten(filled: Archive, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "file.sqlite") as there:
        put(there, "z.csv", [Proposal("关于别处的建议")])
        before = _whole(there)
        with pytest.raises(ArchiveError, match="别的档案"):
            filled.copy_to(there)
        assert _whole(there) == before


def test_a_target_that_went_on_by_itself_is_left_alone(filled: Archive, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "file.sqlite") as there:
        filled.copy_to(there)
        put(there, "z.csv", [Proposal("关于别处的建议")])
        before = _whole(there)
        with pytest.raises(ArchiveError, match="别的档案"):
            filled.copy_to(there)
        assert _whole(there) == before


def test_a_copy_that_does_not_agree_is_not_kept(
    filled: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_digest", lambda *_: "0" * 64)
    with Archive.open(tmp_path / "file.sqlite") as there:
        with pytest.raises(ArchiveError, match="核对不上"):
            filled.copy_to(there)
        assert there.counts().records == 0


def test_a_backup_taken_while_a_writer_writes_is_the_archive_before_it(tmp_path: Path) -> None:
    place, kept = tmp_path / "archive.sqlite", tmp_path / "kept.sqlite"
    with Archive.open(place) as archive:
        _fill(archive)
        before = _whole(archive)
        with archive.writing() as writer:
            writer.begin_import()
            assert back_up(place, kept) > 0
        put(archive, "c.csv", [Proposal("关于新事的建议")])
    with Archive.open(kept, create=False) as copied:
        assert _whole(copied) == before
    with pytest.raises(ArchiveError, match="已经存在"):
        back_up(place, kept)
    shutil.copy(kept, place)  # As docs/deployment.md says: what stood beside the file goes too.
    for beside in ("archive.sqlite-wal", "archive.sqlite-shm"):
        (tmp_path / beside).unlink(missing_ok=True)
    with Archive.open(place, create=False) as restored:
        assert _whole(restored) == before


def test_a_backup_that_cannot_be_made_leaves_nothing_and_says_why(tmp_path: Path) -> None:
    place = tmp_path / "archive.sqlite"
    Archive.open(place).close()
    with pytest.raises(ArchiveError, match="备份"):
        back_up(place, tmp_path / "no such folder" / "kept.sqlite")
    place.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with pytest.raises(ArchiveError, match="备份"):
        back_up(place, tmp_path / "kept.sqlite")
    assert [path.name for path in tmp_path.iterdir()] == ["archive.sqlite"]
