"""``/desk/batches/…``: how far the check of a batch is, then every new proposal with its strongest match."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus import CorpusError, Decision, Pair, Visibility
from indexer import Unread
from search_web.accounts.rules import clerk
from search_web.accounts.visitors import current_visitor, note
from search_web.desk.batches.decisions import BatchDecisions, Counterpart, find_counterparts
from search_web.desk.batches.keeping import keep
from search_web.desk.batches.model import Batch, BatchState, DeskError, Line, draft_id
from search_web.desk.context import OpenedBatch, asked_page, desk_view, opened_batch, refused, who
from search_web.desk.home import AGAINST, state_words
from search_web.desk.match_views import MatchView, decision_on, match_view
from search_web.desk.rulings import RulingRow, offered_rulings
from search_web.site.config import AccountRole
from search_web.site.wording import UNTITLED, moment_words, people_words

__all__ = ["LINES", "BatchPage", "LineView", "Shown", "batch_page"]

#: New proposals on a page.
LINES = 50
_SHOWN_UNREAD = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """Which of a batch's lines are shown: ``all`` or ``found``, by ``verdict`` or ``number``, from which page."""

    which: str = "found"
    order: str = "verdict"
    page: int = 1

    def lines(self, lines: Sequence[Line]) -> list[Line]:
        """Return the lines that are chosen, in order."""
        chosen = [line for line in lines if self.which == "all" or line.best]
        return sorted(chosen, key=lambda line: line.order) if self.order == "verdict" else chosen


@dataclass(frozen=True, slots=True)
class LineView:
    """One new proposal in the list."""

    number: int
    anchor: str
    url: str
    title: str
    about: str
    match: MatchView | None
    more: int
    action: str
    undo_action: str
    main: str
    verbs: tuple[RulingRow, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """One way to look at the list."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class BatchPage:
    """Everything a batch's page shows.

    Attributes:
        refresh: seconds after which the page is asked for again; 0 once nothing more happens by itself.
        stopped: whether the check ended before its time, and can be taken up again.
        stays: how many of the new proposals the archive has by now.
    """

    id: str
    name: str
    made: str
    compared: str
    state: str
    refresh: int
    done: int
    total: int
    stopped: bool
    message: str
    tabs: tuple[Tab, ...]
    orders: tuple[Tab, ...]
    lines: tuple[LineView, ...]
    numbers: tuple[Tab, ...]
    unread: tuple[Unread, ...]
    more_unread: int
    drafts: int
    found: int
    decided: int
    kept: int
    own_url: str


def batch_page(
    batch: Batch,
    lines: Sequence[Line],
    shown: Shown,
    counterparts: Mapping[str, Counterpart],
    decisions: Mapping[Pair, Decision],
    *,
    at_work: bool,
    kept: int,
) -> BatchPage:
    """Return the page of a batch.

    Args:
        lines: all of the batch's.
        counterparts: of the best matches shown.
        decisions: what stands on each best match's pair.
        at_work: whether some process works on it now.
    """
    chosen = shown.lines(lines)
    pages = max(1, -(-len(chosen) // LINES))
    shown = Shown(shown.which, shown.order, min(shown.page, pages))
    here = chosen[(shown.page - 1) * LINES : shown.page * LINES]
    over = batch.state.over
    return BatchPage(
        id=batch.id,
        name=batch.name,
        made=moment_words(batch.created),
        compared=AGAINST[batch.against],
        state=state_words(batch) if over or at_work else "停在半路",
        refresh=0 if over or not at_work else 2,
        done=batch.done,
        total=batch.total,
        stopped=batch.state is BatchState.FAILED or not (over or at_work),
        message=batch.message or ("" if over or at_work else "网站重新启动过，查重停在了半路。"),
        tabs=_tabs(batch, shown),
        orders=(
            Tab("重复多的在前", _url(batch, Shown(shown.which, "verdict")), shown.order == "verdict"),
            Tab("按上传顺序", _url(batch, Shown(shown.which, "number")), shown.order == "number"),
        ),
        lines=tuple(_line(batch, each, counterparts, decisions) for each in here),
        numbers=tuple(
            Tab(str(page), _url(batch, Shown(shown.which, shown.order, page)), page == shown.page)
            for page in range(1, pages + 1)
        )
        if pages > 1
        else (),
        unread=batch.unread[:_SHOWN_UNREAD],
        more_unread=max(0, len(batch.unread) - _SHOWN_UNREAD),
        drafts=batch.drafts,
        found=batch.found,
        decided=len(decisions),
        kept=kept,
        own_url=_url(batch, shown),
    )


def _tabs(batch: Batch, shown: Shown) -> tuple[Tab, ...]:
    return (
        Tab(f"有相同或相近的 {batch.found} 件", _url(batch, Shown("found", shown.order)), shown.which == "found"),
        Tab(f"全部 {batch.drafts} 件", _url(batch, Shown("all", shown.order)), shown.which == "all"),
    )


def _url(batch: Batch, shown: Shown) -> str:
    """The address of one way to look at the list; what is usual is left out of it."""
    return url_for(
        "desk.batch",
        batch_id=batch.id,
        show=shown.which if shown.which != "found" else None,
        order=shown.order if shown.order != "verdict" else None,
        page=shown.page if shown.page > 1 else None,
    )


def _line(
    batch: Batch, line: Line, counterparts: Mapping[str, Counterpart], decisions: Mapping[Pair, Decision]
) -> LineView:
    best, own = line.best, draft_id(line.number)
    other = counterparts.get(best.other) if best else None
    match = None
    compare_url = url_for("desk.compare", batch_id=batch.id, number=line.number, other=best.other) if best else ""
    if best and other:
        match = match_view(best, other, compare_url, decision_on(own, other, decisions))
    about = "，".join(part for part in (people_words(line.proposers), line.file) if part)
    return LineView(
        number=line.number,
        anchor=f"draft-{line.number}",
        url=url_for("desk.draft", batch_id=batch.id, number=line.number),
        title=line.title or UNTITLED,
        about=about,
        match=match,
        more=max(0, line.matches - 1),
        action=compare_url,
        undo_action=f"{compare_url}/undo",
        main=main_of(own, other) if other else "",
        verbs=tuple(
            row for row in offered_rulings() if row.quick and not (row.earlier and other and other.number is not None)
        ),
    )


def main_of(own: str, other: Counterpart) -> str:
    """Return which of the two is proposed as main case: the one in the archive, else the lower number."""
    if other.number is None:
        return other.id
    return min(own, other.id, key=lambda id: int(id.rpartition("-")[2]))


@desk_view.get("/desk/batches/<batch_id>")
@clerk
def batch(batch_id: str) -> str:
    """Show how far the check is, and every new proposal with its strongest match."""
    # Asked in this order: a check that ends meanwhile is seen as over, never as stopped or as empty.
    at_work = opened_batch(batch_id).folder.at_work
    here = opened_batch(batch_id)
    lines = here.folder.lines()
    shown = _shown(here)
    chosen = shown.lines(lines)
    pairs = {line.number: Pair.of(draft_id(line.number), line.best.other) for line in lines if line.best}
    decisions = BatchDecisions(here.folder, here.desk.decisions).current(pairs.values())
    page = batch_page(
        here.batch,
        lines,
        shown,
        find_counterparts(here.desk.archive, here.folder, _counterpart_ids(chosen, shown.page)),
        decisions,
        at_work=at_work,
        kept=len(here.folder.kept()),
    )
    return render_template("desk/batches/page.html", page=page)


@desk_view.post("/desk/batches/<batch_id>/resume")
@clerk
def resume(batch_id: str) -> Response:
    """Check a batch again whose check ended before its time."""
    here = opened_batch(batch_id)
    try:
        here.desk.checker.start(here.folder)
    except DeskError as error:
        refused(error)
    return redirect(url_for("desk.batch", batch_id=batch_id), 303)


@desk_view.post("/desk/batches/<batch_id>/keep")
@clerk
def keep_batch(batch_id: str) -> Response:
    """Import a batch's files into the archive, with what was decided on them."""
    here = opened_batch(batch_id)
    public = request.form.get("visibility") == Visibility.PUBLIC.value
    try:
        if not here.batch.state.over:
            raise DeskError("这一批还在查重。请等它完成再留存。")
        kept = keep(here.desk.archive, here.folder, visibility=Visibility.PUBLIC if public else Visibility.INTERNAL)
    except (DeskError, CorpusError) as error:
        refused(error)
    note("留存一批", here.batch.name, f"新增 {kept.added} 件，已有 {kept.known} 件，决定 {kept.decisions} 条")
    here.desk.update_index()
    return redirect(url_for("desk.batch", batch_id=batch_id), 303)


@desk_view.post("/desk/batches/<batch_id>/discard")
@clerk
def discard(batch_id: str) -> Response:
    """Remove a batch and all that was found for it; what the archive keeps stays."""
    here = opened_batch(batch_id)
    visitor = current_visitor()
    if here.batch.owner != who() and not (visitor and visitor.role.may(AccountRole.OPERATOR)):
        refused(DeskError(f"这一批是 {here.batch.owner} 上传的，由上传的人或管理员丢弃。"))
    note("丢弃一批", here.batch.name)
    here.folder.discard()
    return redirect(url_for("desk.home"), 303)


def _shown(here: OpenedBatch) -> Shown:
    which = request.args.get("show", "found")
    order = request.args.get("order", "verdict")
    if not here.batch.found:
        which = "all"
    return Shown("all" if which == "all" else "found", "number" if order == "number" else "verdict", asked_page())


def _counterpart_ids(chosen: list[Line], page: int) -> list[str]:
    last = max(1, -(-len(chosen) // LINES))
    start = (min(page, last) - 1) * LINES
    return [line.best.other for line in chosen[start : start + LINES] if line.best]
