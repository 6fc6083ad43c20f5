"""Both sites served, on free ports of this machine, each until it is no longer needed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.web.datasette_side import DATABASE

__all__ = ["NotServed", "Served", "datasette", "our_site"]

_PATIENCE = 120.0


class NotServed(Exception):
    """A server did not come up; the message holds what it said."""


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: where it answers, and its first process."""

    address: str
    process: int

    def cpu_seconds(self) -> float:
        """Return the processor time that the server and its workers have used so far."""
        stats = [_stat(path) for path in Path("/proc").glob("[0-9]*/stat")]
        family = {self.process}
        while more := {pid for pid, parent, _ in stats if parent in family} - family:
            family |= more
        return sum(ticks for pid, _, ticks in stats if pid in family) / os.sysconf("SC_CLK_TCK")


def _stat(path: Path) -> tuple[int, int, int]:
    """Number, parent and clock ticks of a process (proc(5)); zeros for one that has just ended."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0, 0, 0
    fields = text.rpartition(")")[2].split()
    return int(path.parent.name), int(fields[1]), int(fields[11]) + int(fields[12])


@contextmanager
def our_site(home: Path, workers: int) -> Iterator[Served]:
    """Serve our site by gunicorn as docs/serving.md says, and give its address."""
    port = _free_port()
    command = ["gunicorn", "--config", "python:search_web.server", "--workers", str(workers)]
    command += ["--bind", f"127.0.0.1:{port}", "search_web.wsgi:app()"]
    with _running(["-m", "gunicorn.app.wsgiapp", *command[1:]], {"TIAN_HOME": str(home)}, port, home) as served:
        yield served


@contextmanager
def datasette(database: Path, workers: int) -> Iterator[Served]:
    """Serve Datasette by uvicorn, its own server, with as many processes as we have, and give its address."""
    port = _free_port()
    command = ["-m", "uvicorn", "--factory", "--workers", str(workers), "--host", "127.0.0.1", "--port", str(port)]
    command += ["--no-access-log", "--log-level", "warning", "benchmarks.web.datasette_side:app"]
    with _running(command, {DATABASE: str(database)}, port, database.parent) as served:
        yield served


@contextmanager
def _running(arguments: Sequence[str], variables: Mapping[str, str], port: int, directory: Path) -> Iterator[Served]:
    log = directory / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, *arguments], env={**os.environ, **variables}, stdout=output, stderr=output
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _await(server, address, log)
            yield Served(address, server.pid)
        finally:
            server.terminate()
            server.wait()


def _await(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=_PATIENCE):  # our own server, on this machine
                return
        except urllib.error.HTTPError as error:
            raise NotServed(f"{address}：{error.code}\n{log.read_text(errors='replace')}") from error
        except OSError:
            time.sleep(0.1)
    raise NotServed(f"{address} 没有启动：\n{log.read_text(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port
