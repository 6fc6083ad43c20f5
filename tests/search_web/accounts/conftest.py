"""A site with a clerk and an operator."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from search_web import WebConfig, create_app
from search_web.accounts.store import SiteStore
from search_web.accounts.store.database import IN_MEMORY
from tests.search_web.accounts.people import CHEAP, in_hand
from tests.search_web.fakes import FakeService, internal
from tests.search_web.samples import proposal, proposals


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def place(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where the site's database is made: in memory, or in PostgreSQL."""
    if request.param == "sqlite":
        yield IN_MEMORY
        return
    with request.getfixturevalue("postgresql").new_schema() as url:
        yield url


@pytest.fixture
def store(place: str) -> Iterator[SiteStore]:
    """The site's database."""
    made = in_hand(place)
    yield made
    made.close()


@pytest.fixture
def app(store: SiteStore) -> Flask:
    """The site over twenty public proposals and an internal one."""
    service = FakeService([*proposals(20), internal(proposal(20))])
    return create_app(service, WebConfig(site_name="示例提案库"), store=store, key=b"k" * 32, passwords=CHEAP)
