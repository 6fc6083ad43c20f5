"""``duplicates``: what a text, or an archived proposal, duplicates in the archive."""

from __future__ import annotations

from typing import Annotated, TypedDict

from flask import abort, request

from corpus import Proposal
from indexer import DuplicatesJson, report_to_json
from search_web.access import clerk, public
from search_web.api.endpoint import Endpoint, endpoint
from search_web.api.parameters import BadParameter, text
from search_web.desk import Duplicates, current_desk
from search_web.desk.uploads import MAX_PASTED
from search_web.security import uploads
from search_web.site import current_reader, current_site

__all__: list[str] = []

_ID = text("proposal_id", "编码", longest=200, place="path")
_KEYS = ("title", "text")


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
        parameters=(_ID,),
        missing="没有这件记录",
    )
)
@public
def duplicates_of(proposal_id: str) -> DuplicatesJson:
    """Answer with what an archived proposal duplicates."""
    reader = current_reader()
    if current_site().service.proposal(proposal_id, reader) is None:
        abort(404, f"没有编码为“{proposal_id}”的记录。")
    report = _engine().of(proposal_id, reader)
    if report is None:
        abort(404, f"没有编码为“{proposal_id}”的记录。")
    return report_to_json(report)


def _engine() -> Duplicates:
    desk = current_desk()
    if desk is None:
        abort(404, "这个网站没有查重。")
    return desk.duplicates
