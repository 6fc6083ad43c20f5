"""A batch as a report: every new proposal, its matches, what was decided on each; as a page to print, XLSX, DOCX."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

from flask import Response, abort, render_template

from corpus import Archive, Decision, Pair
from indexer import CheckedProposal, CheckReport, DecisionService, Finding, to_docx, to_xlsx
from search_web.accounts.rules import clerk
from search_web.desk.batches.decisions import BatchDecisions, Counterpart, find_counterparts
from search_web.desk.batches.folder import BatchFolder
from search_web.desk.batches.model import Batch, Match, draft_id
from search_web.desk.context import desk_view, opened_batch
from search_web.desk.home import AGAINST
from search_web.desk.match_views import counterpart_place
from search_web.desk.rulings import ruling_label
from search_web.site.context import current_site
from search_web.site.links import permalink
from search_web.site.wording import moment_words

__all__ = ["check_report"]

#: Matches of one new proposal that are reported; those behind them are weaker than all of these.
MATCHES = 10
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def check_report(
    archive: Archive,
    decisions: DecisionService,
    folder: BatchFolder,
    batch: Batch,
    *,
    compared: str,
    placed: Callable[[Counterpart], str],
    moment: Callable[[str], str],
    address: Callable[[str], str],
) -> CheckReport:
    """Return the report of a batch.

    Args:
        compared: what it was compared with, in words.
        placed: says where a counterpart is found; ``moment`` words a time; ``address`` is a record's full URL.
    """
    matches = {number: found[:MATCHES] for number, found in folder.matches().items()}
    counterparts = find_counterparts(archive, folder, {each.other for found in matches.values() for each in found})
    pairs = [Pair.of(draft_id(number), each.other) for number, found in matches.items() for each in found]
    standing = BatchDecisions(folder, decisions).current(pairs)

    def finding(number: int, match: Match) -> Finding:
        other, own = counterparts[match.other], draft_id(number)
        now = standing.get(Pair.of(own, match.other))
        return Finding(
            title=other.proposal.title,
            place=placed(other),
            verdict=match.verdict.label,
            coverage=match.coverage,
            reverse_coverage=match.reverse_coverage,
            reasons=match.reasons,
            decision=ruling_label(now.ruling) if now else "",
            main=_main(now, other),
            note=now.note if now else "",
            who=now.who if now else "",
            when=moment(now.made) if now else "",
            url=address(other.archived) if other.archived else "",
        )

    checked = tuple(
        CheckedProposal(
            line.number,
            line.title,
            "、".join(line.proposers),
            line.file,
            tuple(finding(line.number, each) for each in matches.get(line.number, ()) if each.other in counterparts),
        )
        for line in folder.lines()
    )
    made = f"{moment(datetime.now(UTC).isoformat())} 生成"
    return CheckReport(batch.name, made, compared, checked, batch.unread)


def _main(decision: Decision | None, other: Counterpart) -> str:
    if decision is None or not decision.main:
        return ""
    return "对方" if decision.main in (other.id, other.archived) else "本件"


@desk_view.get("/desk/batches/<batch_id>/report")
@clerk
def report(batch_id: str) -> str:
    """Show the report as a page to print."""
    return render_template("desk/batches/report.html", report=_report(batch_id), batch_id=batch_id)


@desk_view.get("/desk/batches/<batch_id>/report.<kind>")
@clerk
def report_file(batch_id: str, kind: str) -> Response:
    """Give the report as a file."""
    if kind not in _TYPES:
        abort(404)
    made = _report(batch_id)
    response = Response(to_xlsx(made) if kind == "xlsx" else to_docx(made), mimetype=_TYPES[kind])
    name = re.sub(r"[\x00-\x1f/\\:*?\"<>|]", "_", f"查重报告 {made.name}")[:100]
    # RFC 6266: a plain name for old programs, the real one for all others.
    response.headers["Content-Disposition"] = (
        f"attachment; filename=report.{kind}; filename*=UTF-8''{quote(name)}.{kind}"
    )
    return response


def _report(batch_id: str) -> CheckReport:
    here, base_url = opened_batch(batch_id), current_site().config.base_url
    if not here.folder.lines() and here.batch.drafts:
        abort(409, "这一批还没有查完。请等它完成再取报告。")
    return check_report(
        here.desk.archive,
        here.desk.decisions,
        here.folder,
        here.batch,
        compared=AGAINST[here.batch.against],
        placed=counterpart_place,
        moment=moment_words,
        address=lambda id: permalink(id, base_url),
    )
