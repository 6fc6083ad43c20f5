"""A builder that is killed takes its worker processes with it, and leaves the lock free."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus import Archive, Proposal, Session
from indexer.errors import IndexBusy
from indexer.index.build import reindex
from indexer.index.generations import Generations, one_writer
from indexer.index.verify import verify
from tests.indexer.archives import add

pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="进程从 /proc 里数")

ROOT = Path(__file__).resolve().parents[3]

#: Kills per run, each at another random moment; raise them to look longer. Seconds up to which a kill may come.
KILLS, LATEST = 4, 4.0
#: So many that the workers are at work for some seconds.
PROPOSALS = 4_000


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home directory with an archive, and no index yet."""
    home = tmp_path_factory.mktemp("home")
    streets = random.Random(20261201)
    proposals = [
        Proposal(
            f"关于整治第{number}条街停车秩序的建议",
            text="".join(f"第{streets.randrange(10**6)}处路口停车难，应当增设车位。" for _ in range(25)),
            session=Session(12, 5),
            number=number,
        )
        for number in range(1, PROPOSALS + 1)
    ]
    with Archive.open(home / "archive.sqlite") as archive:
        add(archive, home / "files", proposals)
    return home


def _start(home: Path) -> subprocess.Popen[bytes]:
    code = "from indexer.cli import main; main()"
    command = [sys.executable, "-c", code, "--home", str(home), "reindex", "--workers", "2", "--json"]
    # The mark is inherited by all that it starts.
    environment = {**os.environ, "TIAN_TEST_FAMILY": str(home)}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _kill(builder: subprocess.Popen[bytes]) -> None:
    """Kill it alone, and do not wait for its output to end: workers that lived on would keep that open."""
    builder.kill()
    builder.wait()
    assert builder.stdout is not None
    builder.stdout.close()


def _family(home: Path) -> set[int]:
    """The processes that a command of this home started, itself included."""
    found = set()
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                environment = (process / "environ").read_bytes()
                state = (process / "stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if f"TIAN_TEST_FAMILY={home}".encode() in environment.split(b"\0") and state != "Z":
                found.add(int(process.name))
    return found


def _until_gone(home: Path) -> set[int]:
    """Wait for the family's end; return who is still there after a time in which every worker finishes a chunk."""
    for _ in range(600):
        if not (alive := _family(home)):
            return alive
        time.sleep(0.05)
    return alive


def test_a_killed_builder_leaves_neither_workers_nor_a_lock(home: Path) -> None:
    dice = random.Random(20261201)
    with Archive.open(home / "archive.sqlite") as archive:
        generations = Generations(home / "index")
        for kill in range(KILLS):
            builder = _start(home)
            if kill == 0:
                # Once certainly while the workers are there: the first have to be spawned.
                while len(_family(home)) < 3:
                    assert builder.poll() is None
                    time.sleep(0.02)
            else:
                time.sleep(dice.uniform(0.5, LATEST))
            _kill(builder)
            # At once: no worker has the lock.
            with one_writer(generations.directory):
                pass
            left = _until_gone(home)
            for process in left:
                os.kill(process, signal.SIGKILL)
            assert left == set()
        again = _start(home)
        assert json.loads(again.communicate()[0])["documents"] == PROPOSALS
        assert _until_gone(home) == set()
        assert verify(archive, generations).sound
        assert len(list(generations.directory.glob("generation-*"))) == 1


def test_who_builds_is_told_to_those_who_come_later(home: Path) -> None:
    builder = _start(home)
    try:
        note = home / "index" / "write.lock.holder"
        while not note.exists():
            assert builder.poll() is None
            time.sleep(0.02)
        expected = re.compile(
            rf"另一个进程（进程号 {builder.pid}，\d{{4}}-\d\d-\d\d \d\d:\d\d 起，正在重建索引）"
            r"正在建立或更新索引。请等它结束后再试。"
        )
        with Archive.open(home / "archive.sqlite") as archive, pytest.raises(IndexBusy) as busy:
            reindex(archive, Generations(home / "index"))
        assert expected.fullmatch(str(busy.value))
    finally:
        _kill(builder)
    _until_gone(home)
