"""A pile as a report: every new proposal, all its matches, and what was decided on each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from corpus import Archive, Decision, Pair
from indexer import CheckedProposal, CheckReport, DecisionService, Finding
from search_web.desk.deciding import PileDecisions
from search_web.desk.folder import PileFolder
from search_web.desk.others import Other, find_others
from search_web.desk.piles import Match, Pile, draft_id

__all__ = ["check_report"]

#: Matches of one new proposal that are reported; those behind them are weaker than all of these.
MATCHES = 10


def check_report(
    archive: Archive,
    decisions: DecisionService,
    folder: PileFolder,
    pile: Pile,
    *,
    compared: str,
    placed: Callable[[Other], str],
    moment: Callable[[str], str],
    address: Callable[[str], str],
) -> CheckReport:
    """Return the report of a pile.

    Args:
        compared: what it was compared with, in words.
        placed: tells where another proposal is found; ``moment`` words a time; ``address`` is a record's full URL.
    """
    matches = {number: found[:MATCHES] for number, found in folder.matches().items()}
    others = find_others(archive, folder, {each.other for found in matches.values() for each in found})
    pairs = [Pair.of(draft_id(number), each.other) for number, found in matches.items() for each in found]
    standing = PileDecisions(folder, decisions).current(pairs)

    def finding(number: int, match: Match) -> Finding:
        other, own = others[match.other], draft_id(number)
        now = standing.get(Pair.of(own, match.other))
        return Finding(
            title=other.proposal.title,
            place=placed(other),
            verdict=match.verdict.label,
            coverage=match.coverage,
            reverse_coverage=match.reverse_coverage,
            reasons=match.reasons,
            decision=now.ruling.value if now and now.ruling else "",
            main=_main(now, other),
            note=now.note if now else "",
            who=now.who if now else "",
            when=moment(now.made) if now else "",
            url=address(other.archived) if other.archived else "",
        )

    checked = tuple(
        CheckedProposal(
            line.number,
            line.title,
            "、".join(line.proposers),
            line.file,
            tuple(finding(line.number, each) for each in matches.get(line.number, ()) if each.other in others),
        )
        for line in folder.lines()
    )
    made = f"{moment(datetime.now(UTC).isoformat())} 生成"
    return CheckReport(pile.name, made, compared, checked, pile.unread)


def _main(decision: Decision | None, other: Other) -> str:
    if decision is None or not decision.main:
        return ""
    return "对方" if decision.main in (other.id, other.archived) else "本件"
