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
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from corpus import Archive, Proposal, Session
from indexer.errors import BuildFailed
from indexer.index.build import reindex, update
from indexer.index.generations import Generations
from indexer.index.verify import verify
from indexer.search.request import parse
from indexer.search.service import SearchService
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


class _Refusing(io.BufferedRandom):
    """A file of a disk that takes nothing; like the system, it does not say which file that is."""

    error = errno.ENOSPC

    def write(self, data: Any, /) -> int:
        raise OSError(self.error, os.strerror(self.error))


@contextmanager
def _failing(directory: Path, after: int, error: int) -> Iterator[list[str]]:
    """Have every file in a directory refuse what is written, from the one opened after so many; yield those."""
    opened: list[str] = []
    refusing: list[_Refusing] = []
    plain: Callable[..., Any] = io.open

    def opens(file: Any, mode: str = "r", *args: Any, **named: Any) -> Any:
        writes = (
            isinstance(file, str | os.PathLike) and Path(file).is_relative_to(directory) and set(mode) & set("wax+")
        )
        if writes and ".lock" not in Path(file).name:
            opened.append(Path(file).name)
            if len(opened) > after:
                raw = io.FileIO(os.fspath(file), mode.replace("b", "").replace("+", "") + "+")
                refusing.append(_Refusing(raw))
                refusing[-1].error = error
                text = "b" not in mode
                return io.TextIOWrapper(refusing[-1], "utf-8", write_through=True) if text else refusing[-1]
        return plain(file, mode, *args, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(io, "open", opens)
        patch.setattr(builtins, "open", opens)
        yield opened
    for each in refusing:
        each.raw.close()


def _files(directory: Path) -> set[str]:
    return {path.relative_to(directory).as_posix() for path in directory.rglob("*") if ".lock" not in path.name}


def _refused(doing: Callable[[], object], directory: Path, after: int, error: int) -> tuple[str, str] | None:
    """Which file was refused and what was told; None where there were not so many."""
    with _failing(directory, after, error) as opened:
        try:
            doing()
        except BuildFailed as failed:
            return opened[after], str(failed)
    return None


@pytest.mark.parametrize("error", KINDS)
@pytest.mark.parametrize("doing", [reindex, update])
def test_whatever_file_is_refused_the_index_stays_and_nothing_is_left(
    archive: Archive, tmp_path: Path, error: int, doing: Callable[[Archive, Generations], object]
) -> None:
    generations = Generations(tmp_path / "index")
    before, names = _files(generations.directory), set()
    for after in count():
        refused = _refused(lambda: doing(archive, generations), generations.directory, after, error)
        if refused is None:
            break
        name, message = refused
        names.add(name)
        assert str(generations.directory) in message
        assert KINDS[error] in message
        assert "再运行一次 tian" in message
        assert "\n" not in message
        left = _files(generations.directory)
        if doing is reindex:
            assert left == before, name
        assert not [each for each in left if "partial" in each or ".tmp" in each or ".toc." in each]
        assert SearchService(archive, generations).search(parse({"q": ["停车"]})).total == len(FIRST)
    assert len(names) >= 4, names
    update(archive, generations)
    assert verify(archive, generations).sound
    assert SearchService(archive, generations).search(parse({"q": ["养老"]})).total == 1


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("after", [0, 2, 4])
def test_a_disk_that_fails_when_it_is_to_hold_what_was_written_is_told(
    archive: Archive, tmp_path: Path, after: int, error: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    generations = Generations(tmp_path / "index")
    before, live = _files(generations.directory), generations.live()
    calls = iter(range(1000))
    plain = os.fsync

    def fails(handle: int) -> None:
        if next(calls) >= after:
            raise OSError(error, os.strerror(error))
        plain(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails)
        with pytest.raises(BuildFailed, match=KINDS[error]):
            reindex(archive, generations)
    assert generations.live() == live
    assert _files(generations.directory) == before
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
    assert answer.err.startswith(f"错误：写不了索引目录 {home / 'index'} 里的文件：磁盘满了。")
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
    with pytest.raises(BuildFailed, match=r"内存不够.*--workers 1"):
        reindex(archive, generations)
    assert _files(generations.directory) == before


def test_what_a_worker_was_refused_comes_back_whole() -> None:
    error = pickle.loads(pickle.dumps(OSError(errno.ENOSPC, "No space left on device", "索引/MAIN_a.arr")))
    assert (error.errno, error.filename) == (errno.ENOSPC, "索引/MAIN_a.arr")
