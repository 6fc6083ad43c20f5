"""A site over a few hundred hand-made proposals, and pages read the way a browser reads them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search_web import WebConfig, create_app
from tests.search_web.dom import Page
from tests.search_web.fakes import FakeService
from tests.search_web.samples import abstract, proposals


@pytest.fixture
def service() -> FakeService:
    """A service over 120 proposals with a reply and one without."""
    return FakeService([*proposals(120), abstract()])


@pytest.fixture
def app(service: FakeService) -> Flask:
    """The site over that service."""
    return create_app(service, WebConfig(site_name="示例提案库"))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript, as far as the server can tell."""
    return app.test_client()


@pytest.fixture
def get(client: FlaskClient) -> Callable[[str], Page]:
    """Fetches a page by its path; fails when it is not there."""

    def fetch(path: str) -> Page:
        response = client.get(path)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        return Page(path, response.text)

    return fetch
