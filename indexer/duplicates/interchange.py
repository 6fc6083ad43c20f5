"""Answers of a duplicate check as JSON-ready values: the contract that scripts rely on (docs/duplicates.md)."""

from __future__ import annotations

from typing import Annotated, TypedDict

from indexer.duplicates.results import (
    BatchReport,
    Candidate,
    Cluster,
    DuplicatePair,
    DuplicateReport,
    Passage,
    Submission,
)
from indexer.search.nearest import Nearest

__all__ = ["DuplicatesJson", "batch_to_json", "cluster_to_json", "pair_to_json", "report_to_json"]


class DuplicatePlaceJson(TypedDict):
    """Where a passage stands in the candidate."""

    field: Annotated[str, "content（提案正文）或 reply（答复）"]
    span: Annotated[tuple[int, int], "开始和结束，按字数"]
    part: Annotated[int, "reply 时是第几份答复，从 0 起"]


class DuplicatePassageJson(TypedDict):
    """A passage that both texts have."""

    query: Annotated[tuple[int, int], "在所查的文字里的开始和结束，按字数"]
    candidate: DuplicatePlaceJson
    characters: Annotated[int, "相同的字数"]
    boilerplate: Annotated[bool, "是否许多提案都有的套话，不算重复"]
    sections: Annotated[tuple[str, str], "在两件里各属哪一节：背景、问题、建议；看不出的是空的"]


class DuplicateCandidateJson(TypedDict):
    """A proposal that may be duplicated."""

    id: str
    title: str
    session: Annotated[str | None, "届次，如 12-5"]
    number: Annotated[int | None, "案号"]
    verdict: Annotated[str, "identical、near-identical、contains、contained、overlaps、same-topic 或 scattered"]
    score: Annotated[float, "0 到 1"]
    coverage: Annotated[float, "所查的文字有多少在其中，0 到 1"]
    reverse_coverage: Annotated[float, "它有多少在所查的文字里，0 到 1"]
    topic: Annotated[float, "主题词有多少相合，0 到 1"]
    passages: list[DuplicatePassageJson]
    reasons: Annotated[list[str], "理由"]


class DuplicateQueryJson(TypedDict):
    """The text that was checked."""

    name: Annotated[str, "文件名和其中的位置；没有文件时是标题"]
    id: Annotated[str, "编码；不在档案里的是空的"]
    title: str
    text: Annotated[str, "passages 里 query 的起止数的就是它的字"]


class NearestJson(TypedDict):
    """A proposal that may be about the same thing; it is no verdict."""

    id: str
    title: str
    session: Annotated[str | None, "届次，如 12-5"]
    number: Annotated[int | None, "案号"]
    nearness: Annotated[float, "0 到 1，只用来排先后"]
    reasons: Annotated[list[str], "理由：相同的关键词、地方、单位、类别、届次"]
    answer: Annotated[str, "答复里与此最有关的一句；没有答复的是空的"]


class DuplicatesJson(TypedDict):
    """What a text duplicates, the likeliest first."""

    query: DuplicateQueryJson
    candidates: list[DuplicateCandidateJson]
    nearest: Annotated[list[NearestJson], "可能是同一件事的，最近的在前；不论判定，重复的也在其中"]
    took_ms: Annotated[float, "用时，毫秒"]


Json = dict[str, object]


def report_to_json(report: DuplicateReport) -> DuplicatesJson:
    """Return the check of one text; every key always present. Spans of ``query`` count in ``query.text``."""
    return {
        "query": _submission(report.submission),
        "candidates": [_candidate(each) for each in report.candidates],
        "nearest": [_nearest(each) for each in report.nearest],
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


def batch_to_json(report: BatchReport) -> Json:
    """Return the check of a batch; ``entry`` and ``groups`` count its texts from 0."""
    return {
        "against": report.against.value,
        "entries": [
            {
                "query": _submission(entry.submission),
                "candidates": [_candidate(each) for each in entry.archive],
                "others": [{"entry": place, **_candidate(each)} for place, each in entry.others],
                "nearest": [_nearest(each) for each in entry.nearest],
            }
            for entry in report.entries
        ],
        "groups": [list(group) for group in report.groups],
        "took_ms": round(report.took_ms, 3),
    }


def _submission(submission: Submission) -> DuplicateQueryJson:
    proposal = submission.proposal
    return {"name": submission.name, "id": proposal.id, "title": proposal.title, "text": submission.text}


def _candidate(candidate: Candidate) -> DuplicateCandidateJson:
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


def _nearest(nearest: Nearest) -> NearestJson:
    proposal = nearest.proposal
    return {
        "id": proposal.id,
        "title": proposal.title,
        "session": proposal.session.code if proposal.session else None,
        "number": proposal.number,
        "nearness": nearest.nearness,
        "reasons": list(nearest.reasons),
        "answer": nearest.answer,
    }


def _passage(passage: Passage) -> DuplicatePassageJson:
    return {
        "query": passage.query,
        "candidate": {"field": passage.field, "span": passage.span, "part": passage.part},
        "characters": passage.characters,
        "boilerplate": passage.boilerplate,
        "sections": (passage.query_section, passage.section),
    }
