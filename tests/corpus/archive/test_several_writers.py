"""Several importers at once, and one who follows: nothing doubled, nothing missed, numbers in the order of commits."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from corpus.archive import Archive, Refusal
from corpus.intake.importing import import_paths
from corpus.model import Proposal
from corpus.profiles import Profile
from tests.corpus.archive.files import put, said
from tests.corpus.archive.places import Places, temporary_archive
from tests.corpus.intake.test_importing import IMPORT, ROOT


def _folders(home: Path) -> list[Path]:
    """Five folders of four files; a case stands in up to two files, with a word more in one of them."""
    for folder in range(5):
        (home / str(folder)).mkdir(parents=True)
        for file in range(4):
            cases = [f"关于第{n}号路的建议,{n},{'甲乙'[file % 2]},江城市政协" for n in range(file * 6, file * 6 + 12)]
            written = "\n".join(["标题,提案号,提出者,所属机构", *cases])
            (home / str(folder) / f"{file}.csv").write_text(written.replace("号路", f"号{folder}路"), encoding="utf-8")
    return sorted(home.iterdir())


def test_overlapping_imports_lose_and_double_nothing_and_a_follower_misses_nothing(
    tmp_path: Path, place: str | Path, places: Places
) -> None:
    folders = _folders(tmp_path / "imports")
    with Archive.open(place) as archive:
        command = [sys.executable, "-c", IMPORT, str(place)]
        running = [
            subprocess.Popen([*command, *map(str, folders[start : start + 3])], cwd=ROOT, stdout=subprocess.DEVNULL)
            for start in range(3)
        ]
        seen: list[tuple[str, int]] = []
        while any(process.poll() is None for process in running):
            seen += archive.changed_since(seen[-1][1] if seen else 0)
        seen += archive.changed_since(seen[-1][1])
        assert [process.returncode for process in running] == [0, 0, 0]
        numbers = [number for _, number in seen]
        assert numbers == sorted(set(numbers))
        assert dict(seen) == dict(archive.changed_since(0))
        with temporary_archive(places) as undisturbed:
            import_paths(undisturbed, folders, profile=Profile.generic())
            assert sorted(archive.versions()) == sorted(undisturbed.versions())
            assert archive.counts().revisions == undisturbed.counts().revisions
        again = import_paths(archive, folders, profile=Profile.generic())
        assert (again.files, again.unchanged_files) == (20, 20)


def test_a_second_writer_waits_until_the_first_has_committed(place: str | Path) -> None:
    with Archive.open(place) as one, Archive.open(place) as other:
        second = threading.Thread(target=put, args=(other, "b.csv", [Proposal("关于第二件事")]))
        with one.writing() as writer:
            second.start()
            second.join(0.3)
            assert second.is_alive()
            assert one.sequence() == 0
            writer.begin_import()
        second.join()
        assert [said(record).title for record in one.all()] == ["关于第二件事"]


def test_text_that_no_database_can_hold_comes_back_or_is_shown_escaped(archive: Archive) -> None:
    record = Proposal("零\0字\ud800", text="全\0文", proposers=("甲\udfff",))
    put(archive, "坏\0名\ud800.csv", [record], refusals=[Refusal("第\0行", "缺\ud800", "摘\0录")])
    (kept,) = archive.all()
    assert said(kept) == record
    (source,) = archive.sources(kept.id)
    assert source.file == "坏␀名?.csv"
    (reject,) = archive.rejects()
    assert (reject.place, reject.reason, reject.excerpt) == ("第␀行", "缺?", "摘␀录")
    assert put(archive, "坏\0名\ud800.csv", [record]).unchanged == 1


def test_a_path_of_any_length_is_one_file(archive: Archive) -> None:
    long = "/".join(f"{n}号文件夹" * 20 for n in range(30))
    put(archive, f"{long}/a.csv", [Proposal("关于甲")], refusals=[Refusal("第 1 行", "缺少标题")])
    put(archive, f"{long}/b.csv", [Proposal("关于乙")])
    assert put(archive, f"{long}/a.csv", [Proposal("关于甲")]).unchanged == 1
    assert archive.counts().records == 2
    assert [source.file for record in archive.all() for source in archive.sources(record.id)] == [
        f"{long}/a.csv",
        f"{long}/b.csv",
    ]
