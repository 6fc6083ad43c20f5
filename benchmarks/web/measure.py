"""One archive measured: both sites served one after the other, loaded with the same searches."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.speed.child import in_child
from benchmarks.web.archives import home_of
from benchmarks.web.datasette_side import make_database
from benchmarks.web.load import Load, loaded
from benchmarks.web.pages import Asked, datasette_address, our_address, our_json_address
from benchmarks.web.report import SizeFigures
from benchmarks.web.servers import Served, datasette, our_site
from benchmarks.web.stages import stage_times

__all__ = ["Plan", "measure", "steps"]

#: Searches whose totals are compared, and pages whose steps are timed.
_COMPARED, _STAGED = 40, 100
#: Before anything is counted, each site is loaded for so long.
_WARM = 3.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How to measure.

    Attributes:
        directory: where archives are kept from run to run.
        workers: processes of each site.
        connections: how many pages are asked for at a time.
        seconds: how long each site is loaded.
    """

    directory: Path
    workers: int
    connections: int
    seconds: float


def measure(documents: int, asked: Sequence[Asked], plan: Plan, tell: Callable[[str], None]) -> SizeFigures:
    """Return the figures of both sites over so many proposals; ``tell`` is told what is being done."""
    tell(f"{documents:,} 件：准备档案和索引")
    home = home_of(documents, plan.directory, plan.workers)
    tell(f"{documents:,} 件：准备 Datasette 的库")
    database = make_database(home)
    tell(f"{documents:,} 件：本站")
    ours_asked, theirs_asked = map(our_address, asked), map(datasette_address, asked)
    with our_site(home, plan.workers) as server:
        ours = _loaded(server, list(ours_asked), home, plan)
        our_total = median(_json(server.address + our_json_address(each))["total"] for each in asked[:_COMPARED])
    tell(f"{documents:,} 件：Datasette")
    with datasette(database, plan.workers) as server:
        theirs = _loaded(server, list(theirs_asked), home, plan)
        their_total = median(
            _json(server.address + datasette_address(each, ".json"))["filtered_table_rows_count"]
            for each in asked[:_COMPARED]
        )
    tell(f"{documents:,} 件：一页的时间花在哪里")
    return SizeFigures(documents, ours, theirs, steps(documents, asked, plan), (our_total, their_total))


def steps(documents: int, asked: Sequence[Asked], plan: Plan) -> dict[str, float]:
    """Return where the time of a page over so many proposals goes; nothing is loaded."""
    home = home_of(documents, plan.directory, plan.workers)
    return in_child(stage_times, home, [our_address(each) for each in asked[:_STAGED]])


def _loaded(server: Served, paths: Sequence[str], directory: Path, plan: Plan) -> Load:
    # The end of the list warms, so that no page that counts was asked for before.
    loaded(server, paths[::-1], directory, seconds=_WARM, connections=plan.connections)
    return loaded(server, paths, directory, seconds=plan.seconds, connections=plan.connections)


def _json(address: str) -> dict[str, float]:
    with urllib.request.urlopen(address, timeout=60) as answer:  # our own server, on this machine
        found: dict[str, float] = json.load(answer)
        return found
