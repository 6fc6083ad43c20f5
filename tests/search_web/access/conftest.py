"""A site with a clerk and an operator."""

from __future__ import annotations

import pytest
from flask import Flask

from search_web import WebConfig, create_app
from search_web.store import SiteStore
from tests.search_web.access.people import CHEAP, in_hand
from tests.search_web.fakes import FakeService, internal
from tests.search_web.samples import proposal, proposals


@pytest.fixture
def store() -> SiteStore:
    """The site's database, in memory."""
    return in_hand()


@pytest.fixture
def app(store: SiteStore) -> Flask:
    """The site over twenty public proposals and an internal one."""
    service = FakeService([*proposals(20), internal(proposal(20))])
    return create_app(service, WebConfig(site_name="示例提案库"), store=store, key=b"k" * 32, passwords=CHEAP)
