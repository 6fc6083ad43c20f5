"""``/desk``: check a text or a batch; the possible duplicates of a title while it is being typed; the batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from flask import Response as JsonResponse
from flask import jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus import Ruling
from indexer import Against
from search_web.accounts.rules import clerk
from search_web.desk.batches.model import Batch, BatchState, DeskError
from search_web.desk.batches.store import MAX_DRAFTS, MAX_FILES, batch_name, pasted, uploaded
from search_web.desk.context import STAFF, desk, desk_view, who
from search_web.site.context import current_site
from search_web.site.links import proposal_url
from search_web.site.responses import uploads
from search_web.site.wording import moment_words, place_words

__all__ = ["AGAINST", "BatchCard", "DeskHome", "desk_home", "state_words"]

#: What a batch can be compared with, in words.
AGAINST = {
    Against.BOTH: "与档案比对，也在本批之内互相比对",
    Against.ARCHIVE: "只与档案比对",
    Against.EACH_OTHER: "只在本批之内互相比对",
}
#: Characters of a title that are looked at.
_TITLE = 200


@dataclass(frozen=True, slots=True)
class BatchCard:
    """One batch on the desk; ``owner`` uploaded it."""

    url: str
    name: str
    state: str
    owner: str
    made: str


@dataclass(frozen=True, slots=True)
class UnsavedInput:
    """What was typed into a form that could not be taken, so that nothing has to be typed twice."""

    title: str = ""
    text: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class DeskHome:
    """Everything the first page shows."""

    typed: UnsavedInput
    against: tuple[tuple[str, str], ...]
    limits: str
    batches: tuple[BatchCard, ...]
    pending: int


def desk_home(batches: Sequence[Batch], pending: int, upload_limit: int, typed: UnsavedInput | None = None) -> DeskHome:
    """Return the desk's first page.

    Args:
        pending: pairs that are 待定.
        upload_limit: most bytes of an upload.
    """
    return DeskHome(
        typed=typed or UnsavedInput(),
        against=tuple((each.value, words) for each, words in AGAINST.items()),
        limits=f"一次最多 {MAX_FILES:,} 个文件、{MAX_DRAFTS:,} 件、共 {upload_limit >> 20} MB",
        batches=tuple(_card(each) for each in batches),
        pending=pending,
    )


def state_words(batch: Batch) -> str:
    """Return how far a batch is, in a few words."""
    if batch.state is BatchState.DONE and not batch.drafts:
        return "一件也没有读到，没有查重"
    if batch.state is BatchState.DONE:
        found = f"{batch.found} 件有相同或相近的" if batch.found else "未发现重复"
        return f"{batch.drafts} 件，{found}"
    if batch.state is BatchState.FAILED:
        return "没有完成"
    return {BatchState.WAITING: "等候查重", BatchState.READING: "正在读取文件"}.get(batch.state, "正在比对")


def _card(batch: Batch) -> BatchCard:
    return BatchCard(
        url_for("desk.batch", batch_id=batch.id),
        batch.name,
        state_words(batch),
        batch.owner,
        moment_words(batch.created),
    )


@desk_view.get("/desk")
@clerk
def home() -> str:
    """Show the office's batches, and take more."""
    return _home(UnsavedInput())


@desk_view.post("/desk/batches")
@clerk
@uploads
def check() -> Response | tuple[str, int]:
    """Lay what was pasted or uploaded on the desk and check it; a pasted text at once."""
    here = desk()
    title, text = request.form.get("title", ""), request.form.get("text", "")
    is_pasted = "text" in request.form
    try:
        uploads = [pasted(title, text)] if is_pasted else uploaded(request.files.getlist("files"))
        against = Against.ARCHIVE if is_pasted else _against()
        batch = here.batches.create(
            who(), batch_name(request.form.get("name", ""), uploads, title.strip()), against, uploads
        )
    except DeskError as error:
        return _home(UnsavedInput(title, text, str(error))), 422
    folder = here.batches.folder(batch.id)
    assert folder is not None
    if not is_pasted:
        here.checker.start(folder)
        return redirect(url_for("desk.batch", batch_id=batch.id), 303)
    here.checker.check_now(folder)
    checked = folder.get()
    if checked and checked.drafts == 1:
        return redirect(url_for("desk.draft", batch_id=batch.id, number=1), 303)
    return redirect(url_for("desk.batch", batch_id=batch.id), 303)


@desk_view.get("/desk/titles")
@clerk
def titles() -> JsonResponse:
    """Answer with archived proposals whose titles are like the one being typed."""
    typed = " ".join(request.args.get("title", "")[:_TITLE].split())
    found = desk().duplicates.titles(typed, STAFF) if typed else ()
    likely = [
        {
            "id": each.proposal.id,
            "title": each.proposal.title,
            "place": place_words(each.proposal),
            "same": each.score >= 1,
            "url": proposal_url(each.proposal.id),
        }
        for each in found
    ]
    return jsonify({"title": typed, "matches": likely})


@desk_view.post("/desk/piles", endpoint="former_address")
@desk_view.route("/desk/piles/<path:rest>", methods=["GET", "POST"], endpoint="former_address")
@clerk
@uploads
def former_address(rest: str = "") -> Response:
    """Lead on from an address that batches had before."""
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    return redirect("/".join(("/desk/batches", quote(rest))).rstrip("/") + query, 308)


def _against() -> Against:
    try:
        return Against(request.form.get("against", Against.BOTH))
    except ValueError:
        return Against.BOTH


def _home(typed: UnsavedInput) -> str:
    here = desk()
    pending = here.decisions.count(STAFF, ruling=Ruling.PENDING)
    limit = current_site().config.upload_limit
    return render_template("desk/home.html", page=desk_home(here.batches.all(), pending, limit, typed))
