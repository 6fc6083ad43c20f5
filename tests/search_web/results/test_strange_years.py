"""What an address gives as a year is any text; the page is still a page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize("year", ["2021-06", "abc", "²", "二〇二一", "99999999999", "9" * 5000])
def test_a_year_that_is_none_is_answered_with_a_page(client: FlaskClient, year: str) -> None:
    assert client.get("/", query_string={"year": year}).status_code == 200
