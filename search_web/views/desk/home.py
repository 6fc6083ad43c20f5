"""``/desk``: check a text or a pile; and the possible duplicates of a title while it is being typed."""

from __future__ import annotations

from flask import Response as JsonResponse
from flask import jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus import Ruling
from indexer import Against
from search_web.access import clerk
from search_web.desk import DeskError
from search_web.desk.uploads import pasted, pile_name, uploaded
from search_web.links import proposal_url
from search_web.pages.desk import Typed, desk_home
from search_web.pages.wording import place_words
from search_web.security import uploads
from search_web.site import current_site
from search_web.views.desk.blueprint import STAFF, desk, desk_view, who

__all__: list[str] = []

#: Characters of a title that are looked at.
_TITLE = 200


@desk_view.get("/desk")
@clerk
def home() -> str:
    """Show what lies on the desk, and take more."""
    return _home(Typed())


@desk_view.post("/desk/piles")
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
        pile = here.piles.create(
            who(), pile_name(request.form.get("name", ""), uploads, title.strip()), against, uploads
        )
    except DeskError as error:
        return _home(Typed(title, text, str(error))), 422
    folder = here.piles.folder(pile.id, pile.owner)
    assert folder is not None
    if not is_pasted:
        here.checker.start(folder)
        return redirect(url_for("desk.pile", pile_id=pile.id), 303)
    here.checker.check_now(folder)
    checked = folder.get()
    if checked and checked.drafts == 1:
        return redirect(url_for("desk.draft", pile_id=pile.id, number=1), 303)
    return redirect(url_for("desk.pile", pile_id=pile.id), 303)


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


def _against() -> Against:
    try:
        return Against(request.form.get("against", Against.BOTH))
    except ValueError:
        return Against.BOTH


def _home(typed: Typed) -> str:
    here = desk()
    pending = here.decisions.count(STAFF, ruling=Ruling.PENDING)
    limit = current_site().config.upload_limit
    return render_template("desk/home.html", page=desk_home(here.piles.of(who()), pending, limit, typed))
