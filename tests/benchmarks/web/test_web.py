"""The site's benchmark: different pages, the same for both sites, and figures told as they were measured."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from benchmarks.web.archives import home_of
from benchmarks.web.datasette_side import make_database
from benchmarks.web.load import Load
from benchmarks.web.pages import datasette_address, our_address, searches
from benchmarks.web.report import SizeFigures, markdown
from benchmarks.web.stages import stage_times
from indexer import FACETS, SearchRequest, Settings, open_service


def test_no_search_is_asked_twice_and_both_sites_are_asked_the_same() -> None:
    asked = searches(600)
    ours, theirs = [our_address(each) for each in asked], [datasette_address(each) for each in asked]
    assert len(set(ours)) == len(set(theirs)) == 600
    for mine, other in zip(ours, theirs, strict=True):
        args, others = parse_qs(urlsplit(mine).query), parse_qs(urlsplit(other).query)
        assert args["q"] == others["_search"]
        assert args.get("session") == others.get("session")
        assert sorted(others["_facet"] + others["_facet_array"]) == sorted(facet.name for facet in FACETS)


def test_the_same_proposals_stand_in_both_archives_and_every_step_is_timed(tmp_path: Path) -> None:
    home = home_of(20, tmp_path, 1)
    assert home_of(20, tmp_path, 1) == home
    service = open_service(Settings(home))
    total = service.search(SearchRequest()).total
    service.archive.close()
    with sqlite3.connect(make_database(home)) as database:
        rows, words = (
            database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("proposals", "proposals_fts")
        )
    assert total == rows == words == 20
    stages = stage_times(home, [our_address(each) for each in searches(1)])
    assert all(milliseconds >= 0 for milliseconds in stages.values())
    assert stages["模板"] > 0


def test_ratios_are_those_of_the_figures() -> None:
    ours, theirs = Load(500, 10, 20, 60, 500_000, 0, 800, 10), Load(20, 10, 900, 1200, 20_000, 1, 800, 10)
    figures = SizeFigures(2_000, ours, theirs, {"模板": 3.0, "引擎": 1.0}, (12, 10))
    assert (figures.throughput, figures.tail) == (25, 0.05)
    assert "| 2,000 | Datasette | 2.0 | 900 | 1,200 | 500.0 | 20 | 1 |" in (told := markdown([figures], ["两核"]))
    assert "3.0（75%）" in told
