"""The site over the sample archive, with its desk, a clerk and an operator: what a newcomer would see."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from filelock import FileLock
from flask import Flask

import search_web.results.views as searching
from corpus import Archive, Profile, Proposal, import_paths
from indexer import SearchService, Settings, open_service
from indexer.index.build import reindex, update
from indexer.index.generations import Generations
from sample_archive import write_sample
from search_web import WebConfig, create_app
from search_web.desk.context import make_desk
from tests.search_web.accounts.people import CHEAP, in_hand
from tests.search_web.browser.serving import served

__all__ = ["TODAY", "SampleSite", "copy_of_sample", "sample_site"]

#: The day on which the site is looked at: just after the sample's last record, whatever the calendar says.
TODAY = date(2025, 12, 31)


_CALENDAR = SimpleNamespace(today=lambda: TODAY)


@dataclass(frozen=True)
class SampleSite:
    """A running site; ``proposals`` are the public ones, for an oracle to look through."""

    url: str
    app: Flask
    service: SearchService
    proposals: tuple[Proposal, ...]


def copy_of_sample(shared: Path, home: Path) -> Path:
    """Give this process an archive and index of its own in ``home``; the first of all that share a directory makes it.

    Sites write into what they serve, so nobody serves the shared one. A maker that dies leaves nothing that passes
    for whole: the next one makes it again.
    """
    with FileLock(shared / "sample.lock"):
        if not (whole := shared / "sample").exists():
            begun = shared / "sample-begun"
            shutil.rmtree(begun, ignore_errors=True)
            _make(Settings(begun / "tian-home"), begun / "sample")
            begun.rename(whole)
    shutil.copytree(whole, home, symlinks=True)
    return home


@contextmanager
def sample_site(home: Path) -> Iterator[SampleSite]:
    """Serve the sample archive; it is imported and indexed where this directory does not hold it yet."""
    settings = Settings(home / "tian-home")
    if not settings.home.exists():
        _make(settings, home / "sample")
    service = open_service(settings)
    generations = Generations(settings.index_directory)
    desk = make_desk(service.archive, service.duplicates, home / "desk", lambda: update(service.archive, generations))
    app = create_app(service, WebConfig("江州提案库"), store=in_hand(), passwords=CHEAP, desk=desk)
    public = tuple(each for each in service.archive.all() if each.visibility.name == "PUBLIC")
    with patch.object(searching, "date", _CALENDAR), served(app) as url:
        yield SampleSite(url, app, service, public)
    desk.checker.close()
    service.archive.close()


def _make(settings: Settings, files: Path) -> None:
    settings.home.mkdir(parents=True)
    write_sample(files)
    with Archive.open(settings.archive) as archive:
        import_paths(archive, [files], profile=Profile.generic())
        reindex(archive, Generations(settings.index_directory))
