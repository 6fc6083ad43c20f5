"""Load by wrk: a few connections, each asking for the next page of the list as soon as it has one."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.web.servers import Served

__all__ = ["Load", "NoLoadTool", "loaded"]

#: Reads the addresses once; goes through them in order, from the beginning again only after the last.
_SCRIPT = """
local paths, place = {}, 0
function init(args)
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
end
function request()
  place = place + 1
  return wrk.format("GET", paths[(place - 1) % #paths + 1])
end
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('\\n{"requests":%d,"seconds":%f,"median_ms":%f,"p99_ms":%f,"bytes":%d,"errors":%d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    summary.bytes, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""


class NoLoadTool(Exception):
    """wrk is not installed."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one site did under load.

    Attributes:
        pages: how many different pages the list has; where ``requests`` is more, some were asked for again.
        cpu_seconds: processor time of the site's processes.
        errors: requests without an answer, and answers that are none (4xx, 5xx).
    """

    requests: int
    seconds: float
    median_ms: float
    p99_ms: float
    bytes: int
    errors: int
    pages: int
    cpu_seconds: float

    @property
    def per_second(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Processor milliseconds a page: what is left of the speed on a machine that others use too."""
        return 1000 * self.cpu_seconds / max(self.requests, 1)


def loaded(server: Served, paths: Sequence[str], directory: Path, *, seconds: float, connections: int) -> Load:
    """Ask for the pages for so long and return what came of it.

    Raises:
        NoLoadTool: wrk is not there; the message says how to get it.
    """
    tool = shutil.which("wrk")
    if not tool:
        raise NoLoadTool("缺少 wrk。Debian、Ubuntu：apt install wrk")
    script, listed = directory / "load.lua", directory / "paths.txt"
    script.write_text(_SCRIPT, encoding="utf-8")
    listed.write_text("\n".join(paths), encoding="utf-8")
    command = [tool, "--threads", "1", "--connections", str(connections), "--duration", f"{max(1, round(seconds))}s"]
    command += ["--timeout", "60s", "--script", str(script), server.address, "--", str(listed)]
    before = server.cpu_seconds()
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Load(
        **json.loads(said.strip().splitlines()[-1]), pages=len(paths), cpu_seconds=server.cpu_seconds() - before
    )
