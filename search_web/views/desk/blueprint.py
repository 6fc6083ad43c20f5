"""``/desk``: the clerks' part of the site; every door here is for clerks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from flask import Blueprint, abort, redirect, request
from werkzeug.exceptions import Conflict
from werkzeug.wrappers import Response

from corpus import Proposal, Ruling
from indexer import Reader
from search_web.access import current_visitor, note
from search_web.desk import Desk, DeskError, PileFolder, current_desk
from search_web.desk.piles import Pile

__all__ = ["STAFF", "Opened", "asked_page", "asked_ruling", "back_to", "desk", "desk_view", "opened", "refused", "who"]

desk_view = Blueprint("desk", __name__)

#: The doors of this blueprint admit clerks only, and clerks see everything.
STAFF = Reader(internal=True)


@dataclass(frozen=True, slots=True)
class Opened:
    """A pile of the clerk who asks."""

    desk: Desk
    folder: PileFolder
    pile: Pile


def desk() -> Desk:
    """Return the desk of this site; 404 where it has none."""
    found = current_desk()
    if found is None:
        abort(404)
    return found


def who() -> str:
    """Return the account that asks."""
    visitor = current_visitor()
    return visitor.name if visitor else ""


def opened(pile_id: str) -> Opened:
    """Return a pile of the clerk who asks; 404 for everybody else's, and for one that is gone."""
    here = desk()
    folder = here.piles.folder(pile_id, who())
    pile = folder.get() if folder else None
    if folder is None or pile is None:
        abort(404, "这一批不在您的查重台上，可能已经丢弃，或者放得太久而清理了。")
    return Opened(here, folder, pile)


def record(id: str) -> Proposal:
    """Return a proposal of the archive; 404 where there is none."""
    found = desk().archive.get(id)
    if found is None:
        abort(404, f"没有编码为“{id}”的记录。")
    return found


def asked_page() -> int:
    """Return which page of a list is asked for."""
    asked = request.args.get("page", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 and int(asked) > 0 else 1


def asked_ruling() -> Ruling:
    """Return the ruling that the form sends; 400 where it sends none."""
    try:
        return Ruling(request.form.get("ruling", ""))
    except ValueError:
        abort(400, "没有选择决定。请选“并案”“不重复”或“待定”，再保存。")


def back_to(path: str) -> Response:
    """Lead back to the page that the form names, as long as it is one of the desk; else to ``path``."""
    wanted = request.form.get("next", "")
    return redirect(wanted if wanted.startswith("/desk/") and "\\" not in wanted else path, 303)


def refused(error: DeskError | Exception) -> NoReturn:
    """Answer that nothing was changed, and why."""
    raise Conflict(str(error)) from error


def noted(action: str, target: str, detail: str = "") -> None:
    """Keep in the audit trail what the clerk did."""
    note(action, target, detail)
