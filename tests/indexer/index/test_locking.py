"""A lock is held by one process, told by whom, free when that ends, and looking at it takes it from nobody."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from indexer.index.locking import Holder, holder_of, is_held, take

ROOT = Path(__file__).resolve().parents[3]

_HOLDS = """
import sys
from pathlib import Path
from indexer.index.locking import take
held = take(Path(sys.argv[1]), "正在重建索引")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_killed_holder_leaves_the_lock_free_and_its_note_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "write.lock"
    command = [sys.executable, "-c", _HOLDS, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert take(path) is None
        assert is_held(path)
        holder = holder_of(path)
        assert holder is not None
        assert (holder.pid, holder.host, holder.doing) == (other.pid, socket.gethostname(), "正在重建索引")
        other.kill()
    assert not is_held(path)
    held = take(path, "正在更新索引")
    assert held is not None
    with held:
        mine = holder_of(path)
        assert mine is not None
        assert mine.pid == os.getpid()
    assert holder_of(path) is None


def test_a_lock_is_let_go_by_another_thread_than_took_it(tmp_path: Path) -> None:
    held = take(tmp_path / "lock")
    assert held is not None
    with ThreadPoolExecutor(1) as pool:
        pool.submit(held.close).result()
    assert not is_held(tmp_path / "lock")


def test_many_who_look_at_once_see_a_free_lock_free(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert not any(pool.map(is_held, [tmp_path / "lock"] * 200))


def test_of_many_who_try_at_once_exactly_one_gets_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        got = [held for held in pool.map(take, [tmp_path / "lock"] * 50) if held]
    assert len(got) == 1
    got[0].close()


def test_a_holder_on_another_machine_is_told_with_its_name() -> None:
    told = str(Holder(7, "档案室二号机", "2026-12-01T10:00:00", "正在更新索引"))
    assert told == "机器 档案室二号机 的进程号 7，2026-12-01 10:00 起，正在更新索引"
