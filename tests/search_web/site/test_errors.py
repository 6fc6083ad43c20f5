"""When there is no answer, a person is told what to do next."""

from __future__ import annotations

import logging

import pytest
from flask.testing import FlaskClient

from corpus import ArchiveUnreachable
from indexer import SearchPage, SearchRequest
from search_web import create_app
from tests.search_web.dom import Page
from tests.search_web.fakes import FakeService, NoIndex


class Broken(FakeService):
    """A service with a fault in it."""

    def search(self, request: SearchRequest, *, cursor: str = "") -> SearchPage:
        """Fail as a programming error does."""
        self.asked.append(request)
        raise ZeroDivisionError("内部细节")


class NoArchive(FakeService):
    def search(self, request: SearchRequest, *, cursor: str = "") -> SearchPage:
        """Fail as when the archive's server is gone."""
        raise ArchiveUnreachable("档案库 postgresql+psycopg://db.example/tian：连不上数据库")


def test_an_unknown_id_is_a_page_that_names_it_and_offers_a_search(client: FlaskClient) -> None:
    response = client.get("/proposal/没有这件")
    page = Page("", response.text)
    assert response.status_code == 404
    assert "没有编码为“没有这件”的记录" in page.text()
    assert page.one("//form[@role='search']") is not None


def test_an_unknown_address_is_a_page_in_chinese(client: FlaskClient) -> None:
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert "没有这一页" in response.text


def test_a_method_that_is_not_allowed_is_a_page_in_chinese(client: FlaskClient) -> None:
    response = client.post("/")
    assert response.status_code == 405
    assert "不能这样访问" in response.text


def test_a_fault_is_logged_and_its_details_are_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    response = create_app(Broken(())).test_client().get("/?q=停车")
    assert response.status_code == 500
    assert "网站出了差错" in response.text
    assert "内部细节" not in response.text
    assert "内部细节" in caplog.text


def test_a_missing_index_is_told_to_the_log_and_not_to_visitors(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        response = create_app(NoIndex(())).test_client().get("/")
    assert response.status_code == 503
    assert "请稍后再试" in response.text
    assert "tian reindex" not in response.text
    assert "tian reindex" in caplog.text


def test_a_lost_archive_is_told_to_the_log_and_not_to_visitors(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        response = create_app(NoArchive(())).test_client().get("/?q=停车")
    assert response.status_code == 503
    assert "请稍后再试" in response.text
    assert "db.example" not in response.text
    assert "db.example" in caplog.text
