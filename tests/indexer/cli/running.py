"""Running ``tian`` as an operator does, with its exit code and both outputs.

Most tests call the command in their own process: starting Python and reading the dictionary costs as much as a
hundred commands. What only a real process can show (the entry, the streams, the exit code that a shell sees) is asked
of one with ``tian_process``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from indexer.cli import main

__all__ = ["Answer", "tian", "tian_process"]

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON value."""
        return json.loads(self.out)


def tian(home: Path, *args: str | Path, stdin: str = "") -> Answer:
    """Run one command in a home directory and return its answer; an error that is no message is raised."""
    code: int | str | None = None
    with chdir(ROOT), CliRunner().isolation(input=stdin) as (out, err, _):
        try:
            main(["--home", str(home), *map(str, args)])
        except SystemExit as end:
            code = end.code
        sys.stdout.flush()
        sys.stderr.flush()
        written = out.getvalue().decode(), err.getvalue().decode()
    assert isinstance(code, int)
    return Answer(code, *written)


def tian_process(home: Path, *args: str | Path, stdin: str = "") -> Answer:
    """The same in a process of its own."""
    code = "from indexer.cli import main; main()"
    command = [sys.executable, "-c", code, "--home", str(home), *map(str, args)]
    done = subprocess.run(command, cwd=ROOT, input=stdin, capture_output=True, text=True, encoding="utf-8", check=False)
    return Answer(done.returncode, done.stdout, done.stderr)
