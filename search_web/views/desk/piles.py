"""``/desk/piles/…``: one pile: how far it is, what was found, and what becomes of it."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus import CorpusError, Pair, Visibility
from search_web.access import clerk
from search_web.desk import DeskError, Line, PileDecisions, draft_id, find_others, keep
from search_web.pages.desk import LINES, Shown, draft_page, pile_page
from search_web.views.desk.blueprint import Opened, asked_page, desk_view, noted, opened, refused

__all__: list[str] = []


@desk_view.get("/desk/piles/<pile_id>")
@clerk
def pile(pile_id: str) -> str:
    """Show how far the check is, and every new proposal with its strongest match."""
    # Asked in this order: a check that ends meanwhile is seen as over, never as stopped or as empty.
    at_work = opened(pile_id).folder.at_work
    here = opened(pile_id)
    lines = here.folder.lines()
    shown = _shown(here)
    chosen = shown.lines(lines)
    pairs = {line.number: Pair.of(draft_id(line.number), line.best.other) for line in lines if line.best}
    decisions = PileDecisions(here.folder, here.desk.decisions).current(pairs.values())
    page = pile_page(
        here.pile,
        lines,
        shown,
        find_others(here.desk.archive, here.folder, _others(chosen, shown.page)),
        decisions,
        at_work=at_work,
        kept=len(here.folder.kept()),
    )
    return render_template("desk/pile.html", page=page)


@desk_view.get("/desk/piles/<pile_id>/<int:number>")
@clerk
def draft(pile_id: str, number: int) -> str:
    """Show one new proposal with all that it may duplicate."""
    here = opened(pile_id)
    found = next(here.folder.drafts({number}), None)
    if found is None:
        abort(404, "这一批里没有这一件。")
    matches = here.folder.matches({number}).get(number, ())
    others = find_others(here.desk.archive, here.folder, [each.other for each in matches])
    pairs = [Pair.of(found.id, each.other) for each in matches]
    decisions = PileDecisions(here.folder, here.desk.decisions).current(pairs)
    archived = here.folder.kept().get(found.id, "")
    page = draft_page(here.pile, found, matches, others, decisions, archived)
    return render_template("desk/draft.html", page=page)


@desk_view.post("/desk/piles/<pile_id>/resume")
@clerk
def resume(pile_id: str) -> Response:
    """Check a pile again whose check ended before its time."""
    here = opened(pile_id)
    try:
        here.desk.checker.start(here.folder)
    except DeskError as error:
        refused(error)
    return redirect(url_for("desk.pile", pile_id=pile_id), 303)


@desk_view.post("/desk/piles/<pile_id>/keep")
@clerk
def keep_pile(pile_id: str) -> Response:
    """Import a pile's files into the archive, with what was decided on them."""
    here = opened(pile_id)
    public = request.form.get("visibility") == Visibility.PUBLIC.value
    try:
        if not here.pile.state.over:
            raise DeskError("这一批还在查重。请等它完成再留存。")
        kept = keep(here.desk.archive, here.folder, visibility=Visibility.PUBLIC if public else Visibility.INTERNAL)
    except (DeskError, CorpusError) as error:
        refused(error)
    noted("留存一批", here.pile.name, f"新增 {kept.added} 件，已有 {kept.known} 件，决定 {kept.decisions} 条")
    here.desk.update_index()
    return redirect(url_for("desk.pile", pile_id=pile_id), 303)


@desk_view.post("/desk/piles/<pile_id>/discard")
@clerk
def discard(pile_id: str) -> Response:
    """Remove a pile and all that was found for it; what the archive keeps stays."""
    opened(pile_id).folder.discard()
    return redirect(url_for("desk.home"), 303)


def _shown(here: Opened) -> Shown:
    which = request.args.get("show", "found")
    order = request.args.get("order", "verdict")
    if not here.pile.found:
        which = "all"
    return Shown("all" if which == "all" else "found", "number" if order == "number" else "verdict", asked_page())


def _others(chosen: list[Line], page: int) -> list[str]:
    last = max(1, -(-len(chosen) // LINES))
    start = (min(page, last) - 1) * LINES
    return [line.best.other for line in chosen[start : start + LINES] if line.best]
