"""Files and folders in: whole or not at all, twice is once, whatever is wrong is kept and named."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import Archive
from corpus.intake import importing
from corpus.intake.importing import import_paths
from corpus.intake.walking import Found, walk
from corpus.profiles import Profile
from corpus.readers import read
from tests.corpus.archive.places import Places, temporary_archive
from tests.data_files import shared_data

ROOT = Path(__file__).resolve().parents[3]

#: How often the import is killed; raise it to search longer.
KILLS = 8


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "imports"
    made.mkdir()
    return made


def _csv(*titles: str) -> str:
    return "".join(f"{line}\n" for line in ["标题,提案号", *(f"{title},{n}" for n, title in enumerate(titles, 1))])


def _titles(archive: Archive) -> list[str]:
    return [record.title for record in archive.all()]


def _import(archive: Archive, *paths: Path) -> importing.ImportReport:
    return import_paths(archive, paths, profile=Profile.generic())


def test_a_folder_is_read_in_sorted_order_and_names_start_with_it(archive: Archive, folder: Path) -> None:
    (folder / "b.csv").write_text(_csv("关于桥梁的建议"), encoding="utf-8")
    (folder / "a").mkdir()
    (folder / "a" / "z.csv").write_text(_csv("关于停车的建议"), encoding="utf-8")
    report = _import(archive, folder)
    assert (report.files, report.added, report.rejects) == (2, 2, ())
    assert [record.source and record.source.name for record in archive.all()] == ["imports/a/z.csv", "imports/b.csv"]


def test_an_unchanged_file_is_not_read_again(archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.csv").write_text(_csv("关于停车的建议"), encoding="utf-8")
    _import(archive, folder)
    before = (archive.sequence(), archive.counts().revisions)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(importing, "read", never)
    report = _import(archive, folder)
    assert (report.files, report.unchanged_files, report.added) == (1, 1, 0)
    assert (archive.sequence(), archive.counts().revisions) == before


def test_another_profile_reads_the_same_file_again_into_the_same_records(
    archive: Archive, folder: Path, tmp_path: Path
) -> None:
    (folder / "a.csv").write_text(_csv("关于停车的建议", "关于桥梁的建议"), encoding="utf-8")
    _import(archive, folder)
    ids = [record.id for record in archive.all()]
    profile = tmp_path / "profile.toml"
    profile.write_text('generic = true\nname = "江城"\n[constants]\nbody = "江城市政协"\n', encoding="utf-8")
    report = import_paths(archive, [folder], profile=Profile.load(profile))
    assert (report.added, report.revised) == (0, 2)
    assert [(record.id, record.body) for record in archive.all()] == [(id, "江城市政协") for id in ids]


def test_litter_and_readmes_in_a_folder_are_left_out_silently(archive: Archive, folder: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "~$提案.docx", "README.md", "LICENSE", ".hidden.csv"):
        (folder / name).write_text("标题: 不是提案", encoding="utf-8")
    assert _import(archive, folder).files == 0
    assert _titles(archive) == []


def test_what_no_reader_takes_is_a_reject_and_its_bytes_are_kept(archive: Archive, folder: Path) -> None:
    content = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
    (folder / "scan.png").write_bytes(content)
    (folder / "good.csv").write_text(_csv("关于停车的建议"), encoding="utf-8")
    report = _import(archive, folder)
    assert _titles(archive) == ["关于停车的建议"]
    (reject,) = report.rejects
    assert reject.file == "imports/scan.png"
    assert archive.raw(reject.sha256) == content


def test_rejects_are_kept_once_told_again_and_settled_when_the_file_is_mended(archive: Archive, folder: Path) -> None:
    path = folder / "bad.json"
    path.write_text('[{"标题": "关于停车的建议"', encoding="utf-8")
    first = _import(archive, folder)
    assert len(first.rejects) == 1
    again = _import(archive, folder)
    assert [(reject.place, reject.reason) for reject in again.rejects] == [
        (reject.place, reject.reason) for reject in first.rejects
    ]
    assert len(list(archive.rejects())) == 1
    path.write_text('[{"标题": "关于停车的建议"}]', encoding="utf-8")
    assert _import(archive, folder).rejects == ()
    assert list(archive.rejects()) == []
    (settled,) = archive.rejects(resolved=True)
    assert settled.resolved
    assert _titles(archive) == ["关于停车的建议"]


def test_a_reject_is_settled_when_its_file_is_taken_away(archive: Archive, folder: Path) -> None:
    (folder / "bad.json").write_text("[{", encoding="utf-8")
    _import(archive, folder)
    (folder / "bad.json").unlink()
    _import(archive, folder)
    assert list(archive.rejects()) == []


def test_two_files_of_one_name_in_different_folders_are_different_files(archive: Archive, folder: Path) -> None:
    for city, title in (("here", "关于停车的建议"), ("there", "关于桥梁的建议")):
        (folder / city).mkdir()
        (folder / city / "list.csv").write_text(_csv(title), encoding="utf-8")
        _import(archive, folder / city / "list.csv")
    assert _titles(archive) == ["关于停车的建议", "关于桥梁的建议"]


def test_links_are_named_and_not_followed_and_everything_else_is_in(
    archive: Archive, folder: Path, tmp_path: Path
) -> None:
    (folder / "a.csv").write_text(_csv("关于停车的建议"), encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.csv").write_text(_csv("本机的机密文件"), encoding="utf-8")
    (folder / "folder").symlink_to(elsewhere, target_is_directory=True)
    (folder / "file.csv").symlink_to(elsewhere / "secret.csv")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "nowhere").symlink_to("missing.csv")
    report = _import(archive, folder)
    assert _titles(archive) == ["关于停车的建议"]
    told = {reject.file: reject.reason for reject in report.rejects}
    assert set(told) == {f"imports/{name}" for name in ("folder", "file.csv", "loop", "nowhere")}
    assert all("链接" in reason for reason in told.values())
    assert "链接" in _import(archive, folder / "file.csv").rejects[0].reason
    (folder / "loop").unlink()
    assert len(_import(archive, folder).rejects) == 3
    assert len(list(archive.rejects())) == 3


def test_a_file_that_becomes_a_link_while_it_is_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"")
    (found,) = walk([tmp_path / "secret"])
    (tmp_path / "secret").rename(tmp_path / "moved")
    (tmp_path / "secret").symlink_to("moved")
    with pytest.raises(OSError, match="link"):
        found.read_bytes()


def test_a_value_that_no_program_foresaw_costs_only_its_record(archive: Archive, folder: Path) -> None:
    rows = '[{"title": "甲的提案", "text": "甲"}, {"title": "乙的提案", "text": "乙", "number": %s}]'
    (folder / "a.json").write_text(rows % ("9" * 5000), encoding="utf-8")
    (folder / "b.jsonl").write_text(
        '{"format": "tian-proposal/1", "title": "丙的提案", "number": %s}\n' % ("9" * 5000)
        + '{"format": "tian-proposal/1", "title": "丁的提案"}\n',
        encoding="utf-8",
    )
    (folder / "c.csv").write_text(_csv("戊的提案"), encoding="utf-8")
    report = _import(archive, folder)
    assert "戊的提案" in _titles(archive)
    assert {reject.file for reject in report.rejects} >= {"imports/a.json", "imports/b.jsonl"}


def test_an_error_of_a_reader_stays_within_its_file(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.csv", "b.csv", "c.csv"):
        (folder / name).write_text(_csv(f"关于{name}的建议"), encoding="utf-8")

    def read_or_fail(name: str, content: bytes, **options: Any) -> object:
        if name.endswith("b.csv"):
            raise ZeroDivisionError("没有料到")
        return read(name, content, **options)

    monkeypatch.setattr(importing, "read", read_or_fail)
    (reject,) = _import(archive, folder).rejects
    assert reject.file == "imports/b.csv"
    assert "ZeroDivisionError" in reject.reason
    assert len(_titles(archive)) == 2


def test_a_pipe_is_refused_and_never_opened(archive: Archive, folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (reject,) = _import(archive, folder).rejects
    assert "不是普通文件" in reject.reason


def test_a_file_without_permission_is_a_reject(archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "secret.csv").write_text(_csv("关于停车的建议"), encoding="utf-8")

    def refused(found: Found) -> bytes:
        raise PermissionError(13, "Permission denied", str(found.path))

    monkeypatch.setattr(Found, "read_bytes", refused)
    (reject,) = _import(archive, folder).rejects
    assert "权限" in reject.reason
    monkeypatch.undo()
    assert _import(archive, folder).added == 1
    monkeypatch.setattr(Found, "read_bytes", refused)
    assert len(_import(archive, folder).rejects) == 1
    monkeypatch.undo()
    assert _import(archive, folder).rejects == ()
    assert list(archive.rejects()) == []


def test_a_missing_path_is_a_reject(archive: Archive, folder: Path) -> None:
    (reject,) = _import(archive, folder / "none.csv").rejects
    assert "找不到" in reject.reason


def test_a_file_name_that_is_no_text_is_shown_escaped(archive: Archive, folder: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(folder) + b"/\xff.csv"))
    path.write_text(_csv("关于停车的建议"), encoding="utf-8")
    assert _import(archive, folder).added == 1
    assert _import(archive, folder).unchanged_files == 1
    (record,) = archive.all()
    assert record.source is not None
    assert record.source.name == "imports/\\xff.csv"


def test_progress_counts_every_file(archive: Archive, folder: Path) -> None:
    for n in range(3):
        (folder / f"{n}.csv").write_text(_csv(f"第{n}件"), encoding="utf-8")
    told: list[tuple[int, int]] = []
    import_paths(archive, [folder], profile=Profile.generic(), progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


IMPORT = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from corpus.archive import Archive
    from corpus.intake.importing import import_paths
    from corpus.profiles import Profile

    with Archive.open(sys.argv[1]) as archive:
        print("open", flush=True)
        import_paths(archive, map(Path, sys.argv[2:]), profile=Profile.generic())
    """
)


def test_killed_at_any_moment_only_whole_files_are_in_and_a_rerun_completes(
    folder: Path, place: str | Path, places: Places
) -> None:
    """Every file is in whole or not at all, what was in stays in, and the end is as if nothing had happened."""
    files, each = 24, 15
    for file in range(files):
        rows = [{"标题": f"关于第{file}类第{n}件事的建议", "提案内容": "建议如下。" * 200} for n in range(each)]
        (folder / f"{file:02}.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-c", IMPORT, str(place), str(folder)]
    kept: set[str] = set()
    chance = random.Random(3)
    for _ in range(KILLS):
        running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(chance.random() * 0.25)
        running.send_signal(signal.SIGKILL)
        running.wait()
        running.stdout.close()
        with Archive.open(place) as archive:
            ids = {id for id, _ in archive.versions()}
            by_file = [record.source.name for record in archive.all() if record.source]
        assert kept <= ids
        assert all(by_file.count(name) == each for name in set(by_file))
        kept = ids
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with Archive.open(place) as archive, temporary_archive(places) as undisturbed:
        _import(undisturbed, folder)
        assert sorted(archive.versions()) == sorted(undisturbed.versions())
        assert archive.counts().revisions == files * each


def test_several_imports_at_once_all_get_in(folder: Path, place: str | Path) -> None:
    for city in range(3):
        (folder / str(city)).mkdir()
        for file in range(5):
            titles = (f"关于{city}-{file}-{n}的建议" for n in range(10))
            (folder / str(city) / f"{file}.csv").write_text(_csv(*titles), encoding="utf-8")
    command = [sys.executable, "-c", IMPORT, str(place)]
    running = [
        subprocess.Popen([*command, str(folder / str(city))], cwd=ROOT, stdout=subprocess.DEVNULL) for city in range(3)
    ]
    assert [process.wait() for process in running] == [0, 0, 0]
    with Archive.open(place) as archive:
        assert archive.counts().records == 150
        assert [number for _, number in archive.changed_since(0)] == list(range(1, 151))


@pytest.mark.parametrize(
    ("name", "profile", "records"),
    [
        ("jiangsu-2019.csv", "jiangsu-2019.toml", 436),
        ("hualien-council.json", "hualien.toml", 3452),
        ("messages.xlsx", "messages.toml", 4326),
    ],
)
def test_real_files_give_every_record_and_twice_changes_nothing(
    archive: Archive, name: str, profile: str, records: int
) -> None:
    source = Profile.load(ROOT / "docs" / "profiles" / profile)
    path = shared_data(name)
    first = import_paths(archive, [path], profile=source)
    assert (first.added, first.rejects) == (records, ())
    before = (archive.sequence(), list(archive.versions()))
    again = import_paths(archive, [path], profile=source)
    assert again.unchanged_files == 1
    assert (archive.sequence(), list(archive.versions())) == before


def test_reading_a_real_file_again_in_another_way_finds_every_record_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Profile.load(ROOT / "docs" / "profiles" / "hualien.toml")
    path = shared_data("hualien-council.json")
    import_paths(archive, [path], profile=source)
    before = (archive.sequence(), list(archive.versions()))
    monkeypatch.setattr(importing, "READERS_VERSION", importing.READERS_VERSION + 1)
    again = import_paths(archive, [path], profile=source)
    assert (again.added, again.revised, again.unchanged) == (0, 0, 3452)
    assert (archive.sequence(), list(archive.versions())) == before


def test_the_reference_record_becomes_one_record(archive: Archive) -> None:
    import_paths(archive, [shared_data("nantong-12-5-0300.txt")], profile=Profile.generic())
    (record,) = archive.all()
    assert record.id.startswith("12-5-0300-")
    assert (
        archive.raw(record.source.sha256 if record.source else "") == shared_data("nantong-12-5-0300.txt").read_bytes()
    )
