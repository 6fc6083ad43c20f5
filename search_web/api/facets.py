"""``facets/<name>``: every value of one facet under a search, however many there are."""

from __future__ import annotations

from typing import Annotated, TypedDict

from flask import abort, request

from indexer import FACETS, BucketJson, bucket_to_json, find_values, parse
from search_web.access import public
from search_web.api.endpoint import Endpoint, endpoint
from search_web.api.parameters import choice, text, whole
from search_web.api.search import FILTERS
from search_web.site import current_reader, current_site

__all__ = ["FIND", "LIMIT", "LIST_LIMIT"]

#: Values given unless asked otherwise, and at most.
LIST_LIMIT, _MOST = 100, 10_000

FIND = text("find", "只列名称里有这些字的，以它开头的在前", longest=100)
LIMIT = whole("limit", "最多列几个", most=_MOST, default=LIST_LIMIT)


class FacetJson(TypedDict):
    """Every value of one facet."""

    name: Annotated[str, "筛选的名称"]
    label: Annotated[str, "它的中文"]
    total: Annotated[int, "符合 find 的值共有几个"]
    values: Annotated[list[BucketJson], "各个值"]


@endpoint(
    Endpoint(
        "/api/v1/facets/<name>",
        FacetJson,
        "一栏筛选的全部值",
        "在一次检索之下，这一栏有哪些值、各有几件。检索的参数都可以用。",
        parameters=(
            choice("name", "筛选的名称", [facet.name for facet in FACETS], place="path"),
            *FILTERS,
            FIND,
            LIMIT,
        ),
        example="/api/v1/facets/unit?q=停车&find=市",
        missing="没有这一栏筛选",
    )
)
@public
def facet(name: str) -> FacetJson:
    """Answer with the values of one facet under a search."""
    if name not in [each.name for each in FACETS]:
        abort(404, f"没有名为“{name}”的筛选。可用的：{'、'.join(each.name for each in FACETS)}。")
    args = request.args.to_dict(flat=False)
    limit = int(args.pop("limit", [str(LIST_LIMIT)])[0])
    page = current_site().service.search(parse({**args, "limit": ["1"]}, reader=current_reader()))
    counted = page.facet(name)
    found = find_values(counted.buckets, request.args.get("find", ""))
    values = [bucket_to_json(each) for each in found[:limit]]
    return {"name": name, "label": counted.label, "total": len(found), "values": values}
