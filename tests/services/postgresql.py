"""A PostgreSQL server of one's own: ``with PostgreSQL() as server: server.url("postgres")``.

Needs the Debian package ``postgresql`` (or any installation whose ``initdb`` is found); nothing of an installed
service is touched. Run as root, the server becomes the user ``postgres``, because it refuses to be root.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Self

import psycopg

__all__ = ["PostgreSQL"]

#: How long a server may take to start, in seconds.
_START = 60


class PostgreSQL:
    """One server on 127.0.0.1. Databases are numbered; the server and everything in it goes at the end."""

    def __init__(self, *, fsync: bool = False) -> None:
        self._binaries = _binaries()
        # Not below pytest's folders: those are closed to any other user.
        self._home = Path(tempfile.mkdtemp(prefix="tian-postgresql-"))
        self._as_user: dict[str, Any] = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self._home, user.pw_uid, user.pw_gid)
            self._as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        self._data = self._home / "data"
        self._options = ["-F"] if not fsync else []
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self.port = _free_port()
        self._run("initdb", "-D", self._data, "-U", "tian", "--auth=trust", "--encoding=UTF8", "--no-sync")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self._home)

    def start(self) -> None:
        """Start the server, again after ``stop`` or ``kill``, and wait until it answers."""
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    self._binaries / "postgres",
                    *("-D", self._data, "-p", str(self.port), "-k", self._home),
                    *("-c", "listen_addresses=127.0.0.1", *self._options),
                ],
                stdout=log,
                stderr=log,
                **self._as_user,
            )
        deadline = time.monotonic() + _START
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{(self._home / 'log').read_text()[-2000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the server: connections are cut, everything committed is written."""
        if self._process:
            self._process.send_signal(signal.SIGINT)
            self._process.wait()
            self._process = None

    def kill(self) -> None:
        """End every process of the server at once (SIGKILL), as a power cut would."""
        assert self._process
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        for pid in [self._process.pid, *map(int, children)]:
            os.kill(pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of a database of this server."""
        return f"postgresql+psycopg://tian@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Make an empty database and return its URL."""
        name = f"tian{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        return self.url(name)

    @contextmanager
    def new_schema(self) -> Iterator[str]:
        """The URL of an empty schema: as good as a database where nothing is asked of the whole, and quicker."""
        name = f"tian{next(self._numbers)}"
        self.execute(f"CREATE SCHEMA {name}")
        yield f"{self.url('postgres')}?options=-csearch_path%3D{name}"
        self.execute(f"DROP SCHEMA {name} CASCADE")

    def execute(self, statement: str, *, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run one statement in a connection of its own and return its rows."""
        at = f"host=127.0.0.1 port={self.port} user=tian dbname={database}"
        with psycopg.connect(at, autocommit=True) as connection:
            found = connection.execute(statement.encode())
            rows: list[tuple[Any, ...]] = found.fetchall() if found.description else []
        return rows

    def program(self, name: str) -> Path:
        """Return the path of one of PostgreSQL's own programs, such as ``pg_dump``."""
        return self._binaries / name

    def _answers(self) -> bool:
        try:
            self.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *args: str | Path) -> None:
        command = [self._binaries / program, *args]
        subprocess.run(command, check=True, capture_output=True, cwd=self._home, **self._as_user)


def _binaries() -> Path:
    on_path = shutil.which("initdb")
    found = [Path(on_path)] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise RuntimeError("no PostgreSQL here: apt install postgresql")
    return found[-1].resolve().parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
