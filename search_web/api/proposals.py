"""``proposals/<id>``: one proposal whole, and those like it."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from flask import abort, request

from corpus import Proposal, to_json
from indexer import HitJson, hit_to_json
from search_web.access import public
from search_web.api.endpoint import Endpoint, endpoint
from search_web.api.parameters import text, whole
from search_web.site import current_reader, current_site

__all__: list[str] = []

#: Similar proposals given unless asked otherwise, and at most.
_SIMILAR, _MOST_SIMILAR = 5, 50

_ID = text("proposal_id", "编码", longest=200, place="path")
_MISSING = "没有这件记录"


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
