"""``/desk/archive``: the full archive's duplicates as a list of work; ``/desk/decisions``: what was decided.

Clusters come with a proposed main case, those with undecided pairs first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus import Decision, Pair, Proposal, Ruling
from indexer import Cluster, DuplicatePair
from search_web.accounts.rules import clerk
from search_web.desk.batches.model import DeskError
from search_web.desk.context import STAFF, asked_page, desk, desk_view, refused
from search_web.desk.full_archive.full_archive_check import FullArchiveCheckState
from search_web.desk.full_archive.groups import GROUP_RULINGS, is_series, most_useful_first
from search_web.desk.match_views import DecisionView, Share, decision_view, share, signed
from search_web.desk.rulings import RulingRow, main_word, offered_rulings, ruling_label
from search_web.site.wording import UNTITLED, moment_words, place_words

__all__ = [
    "CLUSTERS",
    "ClusterView",
    "DecidedPair",
    "PairLine",
    "Worklist",
    "decided_pairs",
    "open_clusters",
    "worklist_page",
]

#: Clusters on a page, and pairs of a cluster that are listed.
CLUSTERS, PAIRS = 20, 30
#: Decisions on a page.
_DECISIONS = 50
#: How many days back a list of decisions can go, by the word in its address; ``""`` for all.
_SPANS = {"": "不限", "7": "近七天", "30": "近三十天"}


@dataclass(frozen=True, slots=True)
class Member:
    """One proposal of a cluster."""

    url: str
    title: str
    place: str
    main: bool


@dataclass(frozen=True, slots=True)
class PairLine:
    """One pair of a cluster; ``other`` is the place in the cluster's list, from 1."""

    url: str
    first: int
    second: int
    verdict: str
    coverage: Share
    reverse_coverage: Share
    decision: DecisionView | None


@dataclass(frozen=True, slots=True)
class ClusterView:
    """One cluster: members with the proposed main case first, and the pairs that connect them."""

    number: int
    members: tuple[Member, ...]
    reason: str
    pairs: tuple[PairLine, ...]
    more_pairs: int
    open: int
    series: bool
    action: str
    verbs: tuple[RulingRow, ...]


@dataclass(frozen=True, slots=True)
class Worklist:
    """Everything the page shows."""

    made: str
    running: bool
    done: int
    total: int
    message: str
    clusters: tuple[ClusterView, ...]
    all_clusters: int
    open_pairs: int
    page: int
    pages: int
    previous_url: str
    next_url: str
    show_all: bool
    other_url: str


@dataclass(frozen=True, slots=True)
class DecidedPair:
    """One standing decision in the list of them all."""

    url: str
    ruling: str
    titles: tuple[str, str]
    places: tuple[str, str]
    main: str
    note: str
    signed: str


def open_clusters(clusters: Sequence[Cluster], decisions: Mapping[Pair, Decision]) -> list[Cluster]:
    """Return the clusters that still have a pair nobody has decided on."""
    return [each for each in clusters if _open(each, decisions)]


def worklist_page(
    clusters: Sequence[Cluster],
    records: Mapping[str, Proposal],
    decisions: Mapping[Pair, Decision],
    state: FullArchiveCheckState,
    *,
    all_clusters: int,
    open_pairs: int,
    page: int,
    pages: int,
    show_all: bool,
) -> Worklist:
    """Return the page.

    Args:
        clusters: those of this page.
        records: their members.
    """
    kept = "all" if show_all else None
    return Worklist(
        made=moment_words(state.made),
        running=state.running,
        done=state.done,
        total=state.total,
        message=state.message,
        clusters=tuple(
            _cluster(number, each, records, decisions)
            for number, each in enumerate(clusters, (page - 1) * CLUSTERS + 1)
        ),
        all_clusters=all_clusters,
        open_pairs=open_pairs,
        page=page,
        pages=pages,
        previous_url=url_for("desk.worklist", page=page - 1, show=kept) if page > 1 else "",
        next_url=url_for("desk.worklist", page=page + 1, show=kept) if page < pages else "",
        show_all=show_all,
        other_url=url_for("desk.worklist") if show_all else url_for("desk.worklist", show="all"),
    )


def decided_pairs(decisions: Sequence[Decision], records: Mapping[str, Proposal]) -> tuple[DecidedPair, ...]:
    """Return standing decisions as they are listed; pairs whose records are gone are left out."""
    return tuple(
        DecidedPair(
            url=url_for("desk.pair", first=each.pair.first, second=each.pair.second),
            ruling=ruling_label(each.ruling),
            titles=(_title(records[each.pair.first]), _title(records[each.pair.second])),
            places=(place_words(records[each.pair.first]), place_words(records[each.pair.second])),
            main=f"{main_word(each.ruling)}：{_title(records[each.main])}" if each.main in records else "",
            note=each.note,
            signed=signed(each),
        )
        for each in decisions
        if each.pair.first in records and each.pair.second in records
    )


def _open(cluster: Cluster, decisions: Mapping[Pair, Decision]) -> int:
    """How many pairs are undecided, or 待定."""
    standing = [decisions.get(Pair.of(each.a, each.b)) for each in cluster.pairs]
    return sum(each is None or each.ruling is Ruling.PENDING for each in standing)


def _cluster(
    number: int, cluster: Cluster, records: Mapping[str, Proposal], decisions: Mapping[Pair, Decision]
) -> ClusterView:
    there = [id for id in cluster.members if id in records]
    places = {id: place for place, id in enumerate(there, 1)}
    names = {id: _title(records[id]) for id in there}
    pairs = [each for each in cluster.pairs if each.a in places and each.b in places]
    pairs.sort(key=lambda each: (each.verdict.rank, -each.score))
    return ClusterView(
        number=number,
        members=tuple(
            Member(url_for("proposal.show", proposal_id=id), names[id], place_words(records[id]), id == cluster.main)
            for id in there
        ),
        reason=cluster.reason,
        pairs=tuple(_pair(each, places, names, decisions) for each in pairs[:PAIRS]),
        more_pairs=max(0, len(pairs) - PAIRS),
        open=_open(cluster, decisions),
        series=is_series(cluster),
        action=url_for("desk.decide_group", main=cluster.main),
        verbs=tuple(row for row in offered_rulings() if row.ruling in GROUP_RULINGS),
    )


def _pair(
    pair: DuplicatePair, places: Mapping[str, int], names: dict[str, str], decisions: Mapping[Pair, Decision]
) -> PairLine:
    now = decisions.get(Pair.of(pair.a, pair.b))
    return PairLine(
        url=url_for("desk.pair", first=pair.a, second=pair.b),
        first=places[pair.a],
        second=places[pair.b],
        verdict=pair.verdict.label,
        coverage=share(pair.coverage),
        reverse_coverage=share(pair.reverse_coverage),
        decision=decision_view(now, names) if now else None,
    )


def _title(record: Proposal) -> str:
    return record.title or UNTITLED


@desk_view.get("/desk/archive")
@clerk
def worklist() -> str:
    """Show the clusters that still have undecided pairs; with ``show=all``, all of them."""
    here, show_all = desk(), request.args.get("show") == "all"
    clusters = most_useful_first(here.full_archive_check.clusters())
    pairs = [Pair.of(each.a, each.b) for cluster in clusters for each in cluster.pairs]
    decisions = here.decisions.current(pairs, STAFF)
    chosen = clusters if show_all else open_clusters(clusters, decisions)
    pages = max(1, -(-len(chosen) // CLUSTERS))
    number = min(asked_page(), pages)
    shown = chosen[(number - 1) * CLUSTERS : number * CLUSTERS]
    undecided = sum(pair not in decisions or decisions[pair].ruling is Ruling.PENDING for pair in pairs)
    page = worklist_page(
        shown,
        here.archive.get_many(id for cluster in shown for id in cluster.members),
        decisions,
        here.full_archive_check.state(),
        all_clusters=len(clusters),
        open_pairs=undecided,
        page=number,
        pages=pages,
        show_all=show_all,
    )
    return render_template("desk/full_archive/worklist.html", page=page)


@desk_view.post("/desk/archive")
@clerk
def check_full_archive() -> Response:
    """Have the whole archive compared anew."""
    try:
        desk().full_archive_check.start()
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
        "desk/full_archive/decisions.html",
        decided=decided_pairs(found, records),
        ways=[
            ("全部", address(ruling=""), ruling is None),
            *((ruling_label(each), address(ruling=each.value), each is ruling) for each in Ruling),
        ],
        spans=[(words, address(days=value), value == days) for value, words in _SPANS.items()],
        days=days,
        who=by,
        ruling=ruling.value if ruling else "",
        total=total,
        previous_url=address(page=number - 1) if number > 1 else "",
        next_url=address(page=number + 1) if number < pages else "",
    )
