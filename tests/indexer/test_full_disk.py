"""A full or failing disk ends a build in one sentence, leaves the index as it was, and is not left fuller."""

from __future__ import annotations

import builtins
import errno
import io
import os
import pickle
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from corpus import Archive, Proposal, Session
from indexer.build import reindex, update
from indexer.errors import BuildFailed
from indexer.generations import Generations
from indexer.request import parse
from indexer.service import SearchService
from indexer.verify import verify
from tests.indexer.archives import add
from tests.indexer.cli.running import tian

FIRST = [
    Proposal(f"关于停车的建议之{n}", text=f"停车难在第{n}条街。", session=Session(12, 5), number=n) for n in range(1, 9)
]
MORE = [Proposal("关于养老的建议", text="养老服务。", session=Session(12, 5), number=99)]

KINDS = {
    errno.ENOSPC: "磁盘满了",
    errno.EIO: "读写磁盘出错",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EROFS: "这里是只读的",
}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with an index, and one proposal that this lacks."""
    with Archive.open(tmp_path / "archive.sqlite") as opened:
        add(opened, tmp_path / "files", FIRST)
        reindex(opened, Generations(tmp_path / "index"))
        add(opened, tmp_path / "files", MORE, "more.jsonl")
        yield opened


class _Refusing(io.BufferedWriter):
    """A file of a disk that takes nothing."""

    error = errno.ENOSPC

    def write(self, data: Any, /) -> int:
        raise OSError(self.error, os.strerror(self.error), self.name)

    def __del__(self) -> None:
        self.raw.close()


@contextmanager
def _failing(directory: Path, after: int, error: int) -> Iterator[list[str]]:
    """Have every file in a directory refuse what is written, from the one opened after so many; yield those."""
    opened: list[str] = []
    plain: Callable[..., Any] = io.open

    def opens(file: Any, mode: str = "r", *args: Any, **named: Any) -> Any:
        writes = (
            isinstance(file, str | os.PathLike) and Path(file).is_relative_to(directory) and set(mode) & set("wax+")
        )
        if writes and ".lock" not in Path(file).name:
            opened.append(Path(file).name)
            if len(opened) > after:
                raw = io.FileIO(os.fspath(file), mode.replace("b", "").replace("t", ""))
                refusing = _Refusing(raw)
                refusing.error = error
                return refusing if "b" in mode else io.TextIOWrapper(refusing, encoding="utf-8", write_through=True)
        return plain(file, mode, *args, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(io, "open", opens)
        patch.setattr(builtins, "open", opens)
        yield opened


def _files(directory: Path) -> set[str]:
    return {path.relative_to(directory).as_posix() for path in directory.rglob("*") if ".lock" not in path.name}


@pytest.mark.parametrize("error", KINDS)
@pytest.mark.parametrize("doing", [reindex, update])
def test_whatever_file_is_refused_the_index_stays_and_nothing_is_left(
    archive: Archive, tmp_path: Path, error: int, doing: Callable[[Archive, Generations], object]
) -> None:
    generations = Generations(tmp_path / "index")
    before = _files(generations.directory)
    refused: set[str] = set()
    for after in range(100):
        try:
            with _failing(generations.directory, after, error) as opened:
                doing(archive, generations)
        except BuildFailed as failed:
            message = str(failed)
            refused.add(opened[after])
            assert opened[after] in message
            assert KINDS[error] in message
            assert "\n" not in message
            assert "再运行一次 tian" in message
            left = _files(generations.directory)
            if doing is reindex:
                assert left == before, opened[after]
            assert not [each for each in left if "partial" in each or ".tmp" in each or each.count(".toc.")]
            assert SearchService(archive, generations).search(parse({"q": ["停车"]})).total == len(FIRST)
        else:
            break
    assert len(refused) >= 4, refused
    update(archive, generations)
    assert verify(archive, generations).sound
    assert SearchService(archive, generations).search(parse({"q": ["养老"]})).total == 1


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_when_it_is_to_hold_what_was_written_is_told(
    archive: Archive, tmp_path: Path, error: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    generations = Generations(tmp_path / "index")
    before, live = _files(generations.directory), generations.live()
    plain = os.fsync
    done = 0
    for after in range(100):
        calls = iter(range(1000))

        def fails(handle: int) -> None:
            if next(calls) >= after:  # noqa: B023
                raise OSError(error, os.strerror(error))
            plain(handle)

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fails)
            try:
                reindex(archive, generations)
            except BuildFailed as failed:
                assert KINDS[error] in str(failed)
                if generations.live() != live:
                    break
                assert _files(generations.directory) == before
                done += 1
            else:
                break
    assert done >= 4
    assert reindex(archive, generations).documents == len(FIRST) + 1
    assert verify(archive, generations).sound
    assert len(list(generations.directory.glob("generation-*"))) == 1


def test_the_command_says_it_in_one_line(archive: Archive, tmp_path: Path) -> None:
    archive.close()
    home = tmp_path / "tian-home"
    home.mkdir()
    (tmp_path / "archive.sqlite").rename(home / "archive.sqlite")
    with _failing(home / "index", 2, errno.ENOSPC):
        answer = tian(home, "reindex", "--workers", "1")
    assert answer.code == 1
    assert answer.err.startswith("错误：写不了文件 ")
    assert answer.err.count("\n") == 1
    assert not list((home / "index").glob("generation-*"))


def test_a_worker_ended_by_the_system_is_told_not_traced(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generations = Generations(tmp_path / "index")
    before = _files(generations.directory)

    def killed(*_: object, **__: object) -> int:
        raise BrokenProcessPool("A process in the process pool was terminated abruptly")

    monkeypatch.setattr(generations, "load", killed)
    with pytest.raises(BuildFailed, match="内存不够.*--workers 1"):
        reindex(archive, generations)
    assert _files(generations.directory) == before


def test_what_a_worker_was_refused_comes_back_whole() -> None:
    error = pickle.loads(pickle.dumps(OSError(errno.ENOSPC, "No space left on device", "索引/MAIN_a.arr")))
    assert (error.errno, error.filename) == (errno.ENOSPC, "索引/MAIN_a.arr")
