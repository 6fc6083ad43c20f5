"""``/desk/archive/groups``: a group of the full archive is decided as a group; formulaic series are recognised."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from corpus import CorpusError, Pair, Ruling
from indexer import Cluster, Verdict
from search_web.accounts.rules import clerk
from search_web.accounts.visitors import note
from search_web.desk.context import STAFF, asked_ruling, desk, desk_view, refused, who

__all__ = ["GROUP_RULINGS", "decide_group", "group_mains", "is_series", "most_useful_first"]

#: Rulings that mean the same on every pair of a group.
GROUP_RULINGS = (Ruling.MERGE, Ruling.DISTINCT, Ruling.PENDING)
#: Members from which a group can be a series; share of all its pairs that must be alike, and that may be identical.
_SERIES, _ALIKE, _IDENTICAL = 10, 0.5, 0.1


def is_series(cluster: Cluster) -> bool:
    """Return whether a group is many texts after one form (一百件土地出让): nearly all alike, hardly any the same."""
    size = len(cluster.members)
    same = sum(each.verdict is Verdict.IDENTICAL for each in cluster.pairs)
    possible = size * (size - 1) / 2
    return size >= _SERIES and len(cluster.pairs) >= _ALIKE * possible and same <= _IDENTICAL * len(cluster.pairs)


def most_useful_first(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Return the groups in the order a clerk would act on them: the strongest verdict, small ones, series last."""

    def order(cluster: Cluster) -> tuple[bool, int, int]:
        strongest = min((each.verdict.rank for each in cluster.pairs), default=len(Verdict))
        return (is_series(cluster), strongest, len(cluster.members))

    return sorted(clusters, key=order)


def group_mains(cluster: Cluster) -> dict[Pair, str]:
    """Return every pair of a group with its main case: the group's, else the one of the two that is listed first."""
    places = {id: place for place, id in enumerate(cluster.members)}
    return {Pair.of(each.a, each.b): min(each.a, each.b, key=lambda id: places[id]) for each in cluster.pairs}


@desk_view.post("/desk/archive/groups")
@clerk
def decide_group() -> Response:
    """Decide on every pair of a group that nobody has decided on, in one step."""
    main, ruling, here = request.args.get("main", ""), asked_ruling(), desk()
    cluster = next((each for each in here.full_archive_check.clusters() if each.main == main), None)
    if cluster is None or ruling not in GROUP_RULINGS:
        abort(404, "没有这一组，可能刚重新查过。请回到全库查重，刷新后再定。")
    try:
        made = here.decisions.decide_all(group_mains(cluster), ruling, STAFF, who=who())
    except CorpusError as error:
        refused(error)
    note(f"整组决定：{ruling.value}", main, f"{len(cluster.members)} 件，{len(made)} 对")
    return redirect(url_for("desk.worklist"), 303)
