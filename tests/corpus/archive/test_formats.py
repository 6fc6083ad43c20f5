"""Archives that released versions wrote: opened, they say the same, and nothing in them is taken for changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus import Archive, Profile, Ruling, import_paths
from corpus.archive.rows import checksum
from corpus.archive.schema import metadata
from tests.corpus.archive.places import Places
from tests.fixtures.frozen import VERSIONS, create, described, restore

pytestmark = pytest.mark.parametrize("version", VERSIONS)


@pytest.fixture
def frozen(version: str, place: str | Path) -> str | Path:
    restore(version, "archive", place)
    return place


def _files(archive: Archive, folder: Path) -> list[Path]:
    """The files the archive was made from, as they last were."""
    latest = {source.file: source.sha256 for id, _ in archive.versions() for source in archive.sources(id)}
    for name, sha256 in latest.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(archive.raw(sha256))
    return [folder / name for name in latest]


def test_an_older_archive_says_what_it_said(frozen: str | Path) -> None:
    with Archive.open(frozen, create=False) as archive:
        counts = archive.counts()
        assert (counts.records, counts.revisions, counts.replies, counts.rejects) == (13, 15, 6, 1)
        (decision,) = archive.decisions.all()
        assert (decision.ruling, decision.note) == (Ruling.MERGE, "同一件事")
        (revised,) = [record for record in archive.all() if record.category == "修订后的类别"]
        assert [len(archive.revisions(revised.id)), revised.visibility.value] == [2, "公开"]
        assert sum(record.visibility.value == "内部" for record in archive.all()) == 2


def test_every_checksum_is_that_of_its_payload(frozen: str | Path) -> None:
    with Archive.open(frozen) as archive:
        for stored in archive.stored():
            assert stored.checksum == checksum(stored.record)
            assert [revision.checksum for revision in archive.revisions(stored.record.id)] == [
                checksum(revision.record) for revision in archive.revisions(stored.record.id)
            ]


def test_importing_the_same_files_again_changes_nothing(frozen: str | Path, tmp_path: Path) -> None:
    with Archive.open(frozen) as archive:
        before, sequence = list(archive.stored()), archive.sequence()
        report = import_paths(archive, _files(archive, tmp_path), profile=Profile.generic())
        assert (report.added, report.revised, report.unchanged) == (0, 0, 14)
        assert (list(archive.stored()), archive.sequence()) == (before, sequence)


def test_a_changed_file_revises_the_one_record_it_changes(frozen: str | Path, tmp_path: Path) -> None:
    with Archive.open(frozen) as archive:
        (path,) = [path for path in _files(archive, tmp_path) if path.name == "提案.jsonl"]
        first, *others = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([json.dumps({**json.loads(first), "category": "水利"}), *others]), encoding="utf-8")
        report = import_paths(archive, [path], profile=Profile.generic())
        assert (report.added, report.revised, report.unchanged) == (0, 1, 11)


def test_bringing_over_tells_how_far_it_is_and_happens_once(frozen: str | Path) -> None:
    told: list[tuple[int, int]] = []
    Archive.open(frozen, progress=lambda done, total: told.append((done, total))).close()
    assert told[-1] == (16, 16)
    told.clear()
    Archive.open(frozen, progress=lambda done, total: told.append((done, total))).close()
    assert told == []


def test_bringing_over_that_is_cut_off_leaves_the_old_archive(frozen: str | Path) -> None:
    def cut_off(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Archive.open(frozen, progress=cut_off)
    with Archive.open(frozen) as archive:
        assert all(stored.checksum == checksum(stored.record) for stored in archive.stored())


def test_all_steps_together_come_to_the_tables_declared(frozen: str | Path, places: Places) -> None:
    Archive.open(frozen).close()
    with places.new() as fresh, places.new() as declared:
        Archive.open(fresh).close()
        create(declared, metadata)
        assert described(frozen) == described(fresh) == described(declared)
