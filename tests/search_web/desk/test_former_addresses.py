"""Addresses that were given out once, or stand in a page that is still open, lead on."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.search_web.desk.pages import get, upload
from tests.search_web.desk.samples import docx_file, new_text
from tests.search_web.dom import Page


def test_an_address_that_batches_had_before_leads_on(clerk: FlaskClient) -> None:
    page = upload(clerk, [("甲.docx", docx_file("关于停车", new_text(0)))])
    former = page.path.replace("/desk/batches/", "/desk/piles/")
    assert former != page.path
    for rest in ("", "/1", "?show=all", "/report.xlsx"):
        response = clerk.get(f"{former}{rest}")
        assert (response.status_code, response.headers["Location"]) == (308, f"{page.path}{rest}")
    assert get(clerk, page.path).text("//h1") == Page(former, clerk.get(former, follow_redirects=True).text).text(
        "//h1"
    )


def test_a_form_of_a_page_from_before_is_still_taken(clerk: FlaskClient) -> None:
    csrf = str(get(clerk, "/desk").one('(//input[@name="csrf"])[1]').get("value"))
    form = {"csrf": csrf, "title": "关于停车", "text": "增设停车位。"}
    former = clerk.post("/desk/piles", data=form)
    # 308: the browser sends the same form once more.
    assert (former.status_code, former.headers["Location"]) == (308, "/desk/batches")
    assert clerk.post(former.headers["Location"], data=form).status_code == 303
