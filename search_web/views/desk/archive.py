"""``/desk/archive``: the whole archive's duplicates as a list of work; ``/desk/decisions``: what was decided."""

from __future__ import annotations

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
    """List what stands, newest first: all, of one ruling, of one person."""
    here = desk()
    asked, by = request.args.get("ruling", ""), request.args.get("who", "").strip()
    ruling = Ruling(asked) if asked in tuple(Ruling) else None
    total = here.decisions.count(STAFF, ruling=ruling, who=by)
    pages = max(1, -(-total // _DECISIONS))
    number = min(asked_page(), pages)
    found = here.decisions.listed(STAFF, ruling=ruling, who=by, limit=_DECISIONS, offset=(number - 1) * _DECISIONS)
    records = here.archive.get_many(id for each in found for id in (each.pair.first, each.pair.second))
    ways = [
        (each.value, url_for("desk.decisions", ruling=each.value, who=by or None), each is ruling) for each in Ruling
    ]
    return render_template(
        "desk/decisions.html",
        decided=decided_pairs(found, records),
        ways=[("全部", url_for("desk.decisions", who=by or None), ruling is None), *ways],
        who=by,
        ruling=ruling.value if ruling else "",
        total=total,
        previous_url=url_for("desk.decisions", page=number - 1, ruling=asked or None, who=by or None)
        if number > 1
        else "",
        next_url=url_for("desk.decisions", page=number + 1, ruling=asked or None, who=by or None)
        if number < pages
        else "",
    )
