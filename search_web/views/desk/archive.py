"""``/desk/archive``: the whole archive's duplicates as a list of work; ``/desk/decisions``: what was decided."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus import Pair, Ruling
from search_web.access import clerk
from search_web.desk import DeskError
from search_web.pages.desk import CLUSTERS, decided_pairs, open_clusters
from search_web.pages.desk import worklist as worklist_page
from search_web.views.desk.blueprint import STAFF, asked_page, desk, desk_view, refused

__all__: list[str] = []

#: Decisions on a page.
_DECISIONS = 50
#: How many days back a list of decisions can go, by the word in its address; ``""`` for all.
_SPANS = {"": "不限", "7": "近七天", "30": "近三十天"}


@desk_view.get("/desk/archive")
@clerk
def worklist() -> str:
    """Show the clusters that still have undecided pairs; with ``show=all``, all of them."""
    here, show_all = desk(), request.args.get("show") == "all"
    clusters = here.sweep.clusters()
    pairs = [Pair.of(each.a, each.b) for cluster in clusters for each in cluster.pairs]
    decisions = here.decisions.current(pairs, STAFF)
    chosen = list(clusters) if show_all else open_clusters(clusters, decisions)
    pages = max(1, -(-len(chosen) // CLUSTERS))
    number = min(asked_page(), pages)
    shown = chosen[(number - 1) * CLUSTERS : number * CLUSTERS]
    undecided = sum(pair not in decisions or decisions[pair].ruling is Ruling.PENDING for pair in pairs)
    page = worklist_page(
        shown,
        here.archive.get_many(id for cluster in shown for id in cluster.members),
        decisions,
        here.sweep.state(),
        all_clusters=len(clusters),
        open_pairs=undecided,
        page=number,
        pages=pages,
        show_all=show_all,
    )
    return render_template("desk/worklist.html", page=page)


@desk_view.post("/desk/archive")
@clerk
def sweep() -> Response:
    """Have the whole archive compared anew."""
    try:
        desk().sweep.start()
    except DeskError as error:
        refused(error)
    return redirect(url_for("desk.worklist"), 303)


@desk_view.get("/desk/decisions")
@clerk
def decisions() -> str:
    """List what stands, newest first: all, of one ruling, of one person, of the last days."""
    here = desk()
    asked, by = request.args.get("ruling", ""), request.args.get("who", "").strip()
    ruling = Ruling(asked) if asked in tuple(Ruling) else None
    days = request.args.get("days", "")
    days = days if days in _SPANS else ""
    since = (datetime.now(UTC) - timedelta(days=int(days))).isoformat() if days else ""
    total = here.decisions.count(STAFF, ruling=ruling, who=by, since=since)
    pages = max(1, -(-total // _DECISIONS))
    number = min(asked_page(), pages)
    start = (number - 1) * _DECISIONS
    found = here.decisions.listed(STAFF, ruling=ruling, who=by, since=since, limit=_DECISIONS, offset=start)
    records = here.archive.get_many(id for each in found for id in (each.pair.first, each.pair.second))

    def address(**changed: str | int) -> str:
        asked_now: dict[str, Any] = {"ruling": ruling.value if ruling else "", "who": by, "days": days, **changed}
        return url_for("desk.decisions", **{name: value for name, value in asked_now.items() if value})

    return render_template(
        "desk/decisions.html",
        decided=decided_pairs(found, records),
        ways=[
            ("全部", address(ruling=""), ruling is None),
            *((each.value, address(ruling=each.value), each is ruling) for each in Ruling),
        ],
        spans=[(words, address(days=value), value == days) for value, words in _SPANS.items()],
        days=days,
        who=by,
        ruling=ruling.value if ruling else "",
        total=total,
        previous_url=address(page=number - 1) if number > 1 else "",
        next_url=address(page=number + 1) if number < pages else "",
    )
