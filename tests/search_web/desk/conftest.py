"""A site with a desk over a small archive; a clerk, another clerk and an operator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus import Archive
from search_web import WebConfig, create_app
from search_web.desk.context import make_desk
from search_web.site.config import AccountRole
from tests.indexer.archives import add
from tests.search_web.accounts.people import CHEAP, PASSWORDS, in_hand, signed_in_client
from tests.search_web.desk.fakes import FakeDuplicates
from tests.search_web.desk.samples import ARCHIVED, HIDDEN
from tests.search_web.fakes import FakeService


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Twelve public proposals and an internal one."""
    with Archive.open(tmp_path / "archive.sqlite") as opened:
        add(opened, tmp_path / "files", [*ARCHIVED, HIDDEN])
        yield opened


@pytest.fixture
def updated() -> list[str]:
    """One entry each time the index was brought up to date."""
    return []


@pytest.fixture
def app(archive: Archive, tmp_path: Path, updated: list[str]) -> Iterator[Flask]:
    """The site."""
    duplicates = FakeDuplicates(archive)
    desk = make_desk(archive, duplicates, tmp_path / "desk", lambda: updated.append("updated"))
    store = in_hand()
    store.accounts.add("李明", AccountRole.CLERK, CHEAP.digest(PASSWORDS["王芳"]))
    service = FakeService(list(archive.all()))
    config = WebConfig("示例提案库")
    yield create_app(service, config, store=store, key=b"k" * 32, passwords=CHEAP, desk=desk)
    desk.checker.close()


@pytest.fixture
def clerk(app: Flask) -> FlaskClient:
    """A browser in which the clerk 王芳 is signed in."""
    return signed_in_client(app, "王芳")
