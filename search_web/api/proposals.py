"""``proposals/<id>``: one proposal whole, those like it, what it duplicates; ``duplicates``: what a text duplicates."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from flask import abort, request

from corpus import Proposal, to_json
from indexer import MOST_NEAREST, NEAREST, DuplicatesJson, HitJson, hit_to_json, report_to_json
from search_web.accounts.rules import clerk, public
from search_web.api.endpoint import Endpoint, endpoint
from search_web.api.parameters import text, whole
from search_web.desk.batches.checking import Duplicates
from search_web.desk.batches.store import MAX_PASTED
from search_web.desk.context import current_desk
from search_web.site.context import current_reader, current_site
from search_web.site.errors import BadParameter
from search_web.site.responses import uploads

__all__: list[str] = []

#: Similar proposals given unless asked otherwise, and at most.
_SIMILAR, _MOST_SIMILAR = 5, 50

_ID = text("proposal_id", "编码", longest=200, place="path")
_MISSING = "没有这件记录"
#: What may be sent to be checked.
_KEYS = ("title", "text")


class SimilarJson(TypedDict):
    """Proposals on the same matter."""

    id: Annotated[str, "所问的那一件"]
    hits: Annotated[list[HitJson], "与它相似的，最像的在前"]


@endpoint(
    Endpoint(
        "/api/v1/proposals/<proposal_id>",
        Proposal,
        "一件提案、建议或议案的全部内容",
        "与 tian export 的一行相同，可以用 tian import 读回。",
        parameters=(_ID,),
        missing=_MISSING,
    )
)
@public
def proposal(proposal_id: str) -> dict[str, Any]:
    """Answer with one proposal whole."""
    return to_json(_found(proposal_id))


@endpoint(
    Endpoint(
        "/api/v1/proposals/<proposal_id>/similar",
        SimilarJson,
        "相似的提案",
        "说同一件事的其他提案，不包括它自己。",
        parameters=(_ID, whole("limit", "件数", most=_MOST_SIMILAR, default=_SIMILAR)),
        missing=_MISSING,
    )
)
@public
def similar(proposal_id: str) -> SimilarJson:
    """Answer with the proposals most like one."""
    found = _found(proposal_id)
    limit = int(request.args.get("limit", _SIMILAR))
    hits = current_site().service.similar(found.id, current_reader(), limit=limit)
    return {"id": found.id, "hits": [hit_to_json(hit) for hit in hits]}


def _found(id: str) -> Proposal:
    found = current_site().service.proposal(id, current_reader())
    if found is None:
        abort(404, f"没有编码为“{id}”的记录。")
    return found


class SubmittedTextJson(TypedDict):
    """A text to check."""

    title: Annotated[str, "标题，可以是空的"]
    text: Annotated[str, "正文"]


@endpoint(
    Endpoint(
        "/api/v1/duplicates",
        DuplicatesJson,
        "查重：一段新文字与档案里的哪些重复",
        "送来的文字只供查重，不留存。需要登录，并在 X-CSRF-Token 里带上页面的 csrf 值。",
        method="POST",
        body=SubmittedTextJson,
    )
)
@clerk
@uploads
def duplicates() -> DuplicatesJson:
    """Answer with what a text duplicates."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise BadParameter("text", '请送来一个 JSON 对象：{"title": …, "text": …}。')
    for key in sent:
        if key not in _KEYS:
            raise BadParameter(str(key), f"没有名为“{key}”的键。可用的键：title、text。")
    given = {key: sent.get(key, "") for key in _KEYS}
    for key, value in given.items():
        if not isinstance(value, str) or len(value) > MAX_PASTED:
            raise BadParameter(key, f"“{key}”应是不超过 {MAX_PASTED:,} 字的文字。")
    if not given["text"].strip():
        raise BadParameter("text", "缺少 text，请写上要查的正文。")
    report = _engine().check(Proposal(given["title"], text=given["text"]), current_reader())
    return report_to_json(report)


@endpoint(
    Endpoint(
        "/api/v1/proposals/<proposal_id>/duplicates",
        DuplicatesJson,
        "一件提案与档案里的哪些重复",
        "只列出询问的人看得到的。",
        parameters=(_ID, whole("nearest", "可能是同一件事的列几件", most=MOST_NEAREST, default=NEAREST)),
        missing=_MISSING,
    )
)
@public
def duplicates_of(proposal_id: str) -> DuplicatesJson:
    """Answer with what an archived proposal duplicates."""
    reader = current_reader()
    _found(proposal_id)
    report = _engine().of(proposal_id, reader, nearest=int(request.args.get("nearest", NEAREST)))
    if report is None:
        abort(404, f"没有编码为“{proposal_id}”的记录。")
    return report_to_json(report)


def _engine() -> Duplicates:
    desk = current_desk()
    if desk is None:
        abort(404, "这个网站没有查重。")
    return desk.duplicates
