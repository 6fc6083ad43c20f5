"""``/desk/batches/…/<number>/<other>``, ``/desk/records/<a>/<b>``: two texts side by side, and the decision on them."""

from __future__ import annotations

from flask import abort, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus import CorpusError, Overtaken, Pair, Proposal, standing
from indexer import Candidate
from search_web.accounts.rules import clerk
from search_web.accounts.visitors import note
from search_web.desk.batches.checking import match_of
from search_web.desk.batches.decisions import BatchDecisions, Counterpart, find_counterparts
from search_web.desk.batches.model import DeskError, Draft, Match
from search_web.desk.batches.page import main_of
from search_web.desk.comparison.side_by_side import compare_page
from search_web.desk.context import (
    STAFF,
    OpenedBatch,
    asked_ruling,
    back_to,
    desk,
    desk_view,
    opened_batch,
    record,
    refused,
    who,
)
from search_web.desk.match_views import UnsavedDecision, counterpart_place, decide_form
from search_web.site.links import proposal_url
from search_web.site.wording import UNTITLED, place_words

__all__: list[str] = []

#: Characters of a note that are kept.
_NOTE = 1_000


@desk_view.get("/desk/batches/<batch_id>/<int:number>/<other>")
@clerk
def compare(batch_id: str, number: int, other: str) -> str:
    """Show a new proposal beside one that it may duplicate."""
    return _compare(batch_id, number, other)


def _compare(batch_id: str, number: int, other: str, typed: UnsavedDecision | None = None) -> str:
    here = opened_batch(batch_id)
    draft, match, counterpart = _matched(here, number, other)
    pair = Pair.of(draft.id, other)
    archived = here.folder.kept().get(draft.id, "")
    taken = BatchDecisions(here.folder, here.desk.decisions)
    names = {other: _name("右", counterpart.proposal), draft.id: _name("左", draft.proposal)}
    history = taken.history(pair)
    now = standing(history)
    # Once the archive has both, its decisions speak of records by their ids there.
    names |= {each: words for id, words in list(names.items()) if (each := here.folder.kept().get(id, ""))}
    shown = {id: names[id] for id in (other, draft.id)}
    path = url_for("desk.compare", batch_id=batch_id, number=number, other=other)
    form = decide_form(
        shown,
        names,
        history,
        now,
        action=path,
        undo_action=f"{path}/undo",
        main=main_of(draft.id, counterpart),
        typed=typed,
    )
    page = compare_page(
        match,
        draft.proposal,
        counterpart.proposal,
        form,
        headings=("新提案", "相近的一件"),
        places=(f"本批第 {number} 件", counterpart_place(counterpart)),
        urls=(
            proposal_url(archived) if archived else "",
            url_for("desk.draft", batch_id=batch_id, number=counterpart.number)
            if counterpart.number
            else proposal_url(other),
        ),
        back=(url_for("desk.draft", batch_id=batch_id, number=number), "回到这件的查重结果"),
    )
    return render_template(
        "desk/comparison/compare.html", page=page, batch_url=url_for("desk.batch", batch_id=batch_id)
    )


@desk_view.post("/desk/batches/<batch_id>/<int:number>/<other>")
@clerk
def decide(batch_id: str, number: int, other: str) -> Response | tuple[str, int]:
    """Keep a decision on a new proposal and one that it may duplicate, unless somebody else was faster."""
    here = opened_batch(batch_id)
    draft, _, counterpart = _matched(here, number, other)
    ruling = asked_ruling()
    main = request.form.get("main", "") or main_of(draft.id, counterpart)
    taken, both = BatchDecisions(here.folder, here.desk.decisions), Pair.of(draft.id, other)
    try:
        taken.decide(both, ruling, who=who(), main=main, note=_note(), seen=request.form.get("seen"))
    except Overtaken:
        return _compare(batch_id, number, other, UnsavedDecision(ruling, main, _note())), 409
    except (DeskError, CorpusError) as error:
        refused(error)
    note(f"决定：{ruling.value}", f"{draft.proposal.title} ↔ {counterpart.proposal.title}")
    return back_to(url_for("desk.compare", batch_id=batch_id, number=number, other=other))


@desk_view.post("/desk/batches/<batch_id>/<int:number>/<other>/undo")
@clerk
def undo(batch_id: str, number: int, other: str) -> Response:
    """Take a decision on a new proposal back."""
    here = opened_batch(batch_id)
    draft, _, counterpart = _matched(here, number, other)
    try:
        taken = BatchDecisions(here.folder, here.desk.decisions)
        taken.undo(Pair.of(draft.id, other), request.form.get("entry", ""), who=who())
    except (DeskError, CorpusError) as error:
        refused(error)
    note("撤销决定", f"{draft.proposal.title} ↔ {counterpart.proposal.title}")
    return back_to(url_for("desk.compare", batch_id=batch_id, number=number, other=other))


@desk_view.get("/desk/records/<first>/<second>")
@clerk
def pair(first: str, second: str) -> str:
    """Show two archived proposals side by side."""
    return _pair(first, second)


def _pair(first: str, second: str, typed: UnsavedDecision | None = None) -> str:
    here, left, right = desk(), record(first), record(second)
    if first == second:
        abort(404, "一件提案不能和自己比对。")
    both = Pair.of(first, second)
    history = here.decisions.history(both, STAFF)
    names = {first: _name("左", left), second: _name("右", right)}
    path = url_for("desk.pair", first=first, second=second)
    earlier = min(left, right, key=lambda each: each.date.ordinal if each.date else 99999999)
    form = decide_form(
        names, names, history, standing(history), action=path, undo_action=f"{path}/undo", main=earlier.id, typed=typed
    )
    page = compare_page(
        match_of(second, _compared(first, right)),
        left,
        right,
        form,
        headings=("左边一件", "右边一件"),
        places=(place_words(left), place_words(right)),
        urls=(proposal_url(first), proposal_url(second)),
        back=(url_for("desk.record_page", first=first), "左边一件的全部相近提案"),
    )
    return render_template("desk/comparison/compare.html", page=page, batch_url=url_for("desk.worklist"))


@desk_view.post("/desk/records/<first>/<second>")
@clerk
def decide_pair(first: str, second: str) -> Response | tuple[str, int]:
    """Keep a decision on two archived proposals, unless somebody else was faster."""
    left, right, ruling = record(first), record(second), asked_ruling()
    main = request.form.get("main", "")
    try:
        both, seen = Pair.of(first, second), request.form.get("seen")
        desk().decisions.decide(both, ruling, STAFF, who=who(), main=main, note=_note(), seen=seen)
    except Overtaken:
        return _pair(first, second, UnsavedDecision(ruling, main, _note())), 409
    except (ValueError, CorpusError) as error:
        refused(error)
    note(f"决定：{ruling.value}", f"{first} ↔ {second}", f"{left.title} ↔ {right.title}")
    return back_to(url_for("desk.pair", first=first, second=second))


@desk_view.post("/desk/records/<first>/<second>/undo")
@clerk
def undo_pair(first: str, second: str) -> Response:
    """Take a decision on two archived proposals back."""
    try:
        desk().decisions.undo(request.form.get("entry", ""), STAFF, who=who())
    except CorpusError as error:
        refused(error)
    note("撤销决定", f"{first} ↔ {second}")
    return back_to(url_for("desk.pair", first=first, second=second))


def _matched(here: OpenedBatch, number: int, other: str) -> tuple[Draft, Match, Counterpart]:
    """A new proposal and one of its matches; 404 where there is no such match."""
    draft = next(here.folder.drafts({number}), None)
    matches = here.folder.matches({number}).get(number, ())
    match = next((each for each in matches if each.other == other), None)
    counterpart = find_counterparts(here.desk.archive, here.folder, [other]).get(other) if match else None
    if draft is None or match is None or counterpart is None:
        abort(404, "没有这一对，或者其中一件已经不在档案里。")
    return draft, match, counterpart


def _compared(first: str, right: Proposal) -> Candidate:
    """What the check of the first says of the second; 404 where it says nothing."""
    report = desk().duplicates.of(first, STAFF)
    found = [each for each in (report.candidates if report else ()) if each.proposal.id == right.id]
    if not found:
        abort(404, "查重没有发现这两件有相同之处。")
    return found[0]


def _name(side: str, proposal: Proposal) -> str:
    return f"{side}边一件《{proposal.title or UNTITLED}》"


def _note() -> str:
    return request.form.get("note", "")[:_NOTE]
