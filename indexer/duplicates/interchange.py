"""Answers of a duplicate check as JSON-ready values: the contract that scripts rely on (docs/duplicates.md)."""

from __future__ import annotations

from indexer.duplicates.results import (
    Candidate,
    Cluster,
    DuplicatePair,
    DuplicateReport,
    Passage,
    PileReport,
    Submission,
)

__all__ = ["cluster_to_json", "pair_to_json", "pile_to_json", "report_to_json"]

Json = dict[str, object]


def report_to_json(report: DuplicateReport) -> Json:
    """Return the check of one text; every key always present. Spans of ``query`` count in ``query.text``."""
    return {
        "query": _submission(report.submission),
        "candidates": [_candidate(each) for each in report.candidates],
        "took_ms": round(report.took_ms, 3),
    }


def pair_to_json(pair: DuplicatePair) -> Json:
    """Return one pair of the archive."""
    return {
        "a": pair.a,
        "b": pair.b,
        "verdict": pair.verdict.value,
        "score": pair.score,
        "coverage": pair.coverage,
        "reverse_coverage": pair.reverse_coverage,
    }


def cluster_to_json(cluster: Cluster) -> Json:
    """Return one cluster, its proposed main case first."""
    return {
        "main": cluster.main,
        "members": list(cluster.members),
        "reason": cluster.reason,
        "pairs": [pair_to_json(pair) for pair in cluster.pairs],
    }


def pile_to_json(report: PileReport) -> Json:
    """Return the check of a pile; ``entry`` and ``groups`` count its texts from 0."""
    return {
        "against": report.against.value,
        "entries": [
            {
                "query": _submission(entry.submission),
                "candidates": [_candidate(each) for each in entry.archive],
                "others": [{"entry": place, **_candidate(each)} for place, each in entry.others],
            }
            for entry in report.entries
        ],
        "groups": [list(group) for group in report.groups],
        "took_ms": round(report.took_ms, 3),
    }


def _submission(submission: Submission) -> Json:
    proposal = submission.proposal
    return {"name": submission.name, "id": proposal.id, "title": proposal.title, "text": submission.text}


def _candidate(candidate: Candidate) -> Json:
    proposal = candidate.proposal
    return {
        "id": proposal.id,
        "title": proposal.title,
        "session": proposal.session.code if proposal.session else None,
        "number": proposal.number,
        "verdict": candidate.verdict.value,
        "score": candidate.score,
        "coverage": candidate.coverage,
        "reverse_coverage": candidate.reverse_coverage,
        "topic": candidate.topic,
        "passages": [_passage(each) for each in candidate.passages],
        "reasons": list(candidate.reasons),
    }


def _passage(passage: Passage) -> Json:
    return {
        "query": list(passage.query),
        "candidate": {"field": passage.field, "span": list(passage.span), "part": passage.part},
        "characters": passage.characters,
        "boilerplate": passage.boilerplate,
        "sections": [passage.query_section, passage.section],
    }
