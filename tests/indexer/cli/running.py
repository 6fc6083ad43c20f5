"""Running ``tian`` as an operator does: in a process of its own, with its exit code and both outputs."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Answer", "tian"]

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
    """Run one command in a home directory and return its answer."""
    code = "from indexer.cli import main; main()"
    command = [sys.executable, "-c", code, "--home", str(home), *map(str, args)]
    done = subprocess.run(command, cwd=ROOT, input=stdin, capture_output=True, text=True, encoding="utf-8", check=False)
    return Answer(done.returncode, done.stdout, done.stderr)
