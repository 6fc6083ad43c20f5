"""A pile's report: as a page to print, XLSX or DOCX."""

from __future__ import annotations

import re
from urllib.parse import quote

from flask import Response, abort, render_template

from indexer import CheckReport, to_docx, to_xlsx
from search_web.access import clerk
from search_web.desk.reporting import check_report
from search_web.links import permalink
from search_web.pages.desk import AGAINST, other_place
from search_web.pages.wording import moment_words
from search_web.site import current_site
from search_web.views.desk.blueprint import desk_view, opened

__all__: list[str] = []

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@desk_view.get("/desk/piles/<pile_id>/report")
@clerk
def report(pile_id: str) -> str:
    """Show the report as a page to print."""
    return render_template("desk/report.html", report=_report(pile_id), pile_id=pile_id)


@desk_view.get("/desk/piles/<pile_id>/report.<kind>")
@clerk
def report_file(pile_id: str, kind: str) -> Response:
    """Give the report as a file."""
    if kind not in _TYPES:
        abort(404)
    made = _report(pile_id)
    response = Response(to_xlsx(made) if kind == "xlsx" else to_docx(made), mimetype=_TYPES[kind])
    name = re.sub(r"[\x00-\x1f/\\:*?\"<>|]", "_", f"查重报告 {made.name}")[:100]
    # RFC 6266: a plain name for old programs, the real one for all others.
    response.headers["Content-Disposition"] = (
        f"attachment; filename=report.{kind}; filename*=UTF-8''{quote(name)}.{kind}"
    )
    return response


def _report(pile_id: str) -> CheckReport:
    here, base_url = opened(pile_id), current_site().config.base_url
    if not here.folder.lines() and here.pile.drafts:
        abort(409, "这一批还没有查完。请等它完成再取报告。")
    return check_report(
        here.desk.archive,
        here.desk.decisions,
        here.folder,
        here.pile,
        compared=AGAINST[here.pile.against],
        placed=other_place,
        moment=moment_words,
        address=lambda id: permalink(id, base_url),
    )
