"""``facets/<name>``: every value of one facet under a search; ``units``: the units that answer, with other names."""

from __future__ import annotations

from typing import Annotated, TypedDict

from flask import abort, request

from corpus import UnitAuthority
from indexer import FACETS, BucketJson, SearchPage, SearchRequest, bucket_to_json, facet_named, find_values, parse
from search_web.accounts.rules import public
from search_web.api.endpoint import Endpoint, endpoint
from search_web.api.parameters import choice, text, whole
from search_web.api.search import FILTERS
from search_web.site.context import current_reader, current_site
from search_web.site.links import on_only, search_url

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


class UnitJson(TypedDict):
    """A unit and how much it has to do with."""

    name: Annotated[str, "规范名称，也是筛选的值"]
    count: Annotated[int, "经办的件数，不分角色"]
    lead: Annotated[int, "其中主办的件数"]
    support: Annotated[int, "其中协办的件数"]
    aliases: Annotated[list[str], "现在的其他名称"]
    former_names: Annotated[list[str], "以前的名称，包括职责并入的单位"]


class UnitsJson(TypedDict):
    """The units of the archive."""

    total: Annotated[int, "符合 find 的单位共有几个"]
    units: Annotated[list[UnitJson], "各个单位，件数多的在前"]


class UnitWholeJson(TypedDict):
    """One unit: what it answered, how and when."""

    unit: UnitJson
    outcomes: Annotated[list[BucketJson], "各种办理结果的件数"]
    years: Annotated[list[BucketJson], "各年的件数"]
    url: Annotated[str, "在网站上看这些提案"]


@endpoint(
    Endpoint(
        "/api/v1/units",
        UnitsJson,
        "办理单位",
        "档案里的全部办理单位，各有几件，还叫过什么。",
        parameters=(FIND, LIMIT),
        example="/api/v1/units?find=公安",
    )
)
@public
def units() -> UnitsJson:
    """Answer with the units of the archive."""
    page = _everything()
    found = find_values(page.facet("unit").buckets, request.args.get("find", ""))
    limit = int(request.args.get("limit", LIST_LIMIT))
    lead, support = _counts(page, "lead_unit"), _counts(page, "support_unit")
    listed = [_unit(each.value, each.count, lead, support) for each in found[:limit]]
    return {"total": len(found), "units": listed}


@endpoint(
    Endpoint(
        "/api/v1/units/<name>",
        UnitWholeJson,
        "一个办理单位",
        "它办了多少、结果怎样、各年几件。名称可以用别名或以前的名称。",
        parameters=(text("name", "单位名称", longest=200, place="path"),),
        missing="档案里没有这个单位经办的提案",
    )
)
@public
def unit(name: str) -> UnitWholeJson:
    """Answer with one unit, by any of its names."""
    facet = facet_named("unit")
    assert facet is not None
    page = _everything(on_only("unit", facet.canonical(name)))
    if not page.total:
        abort(404, f"没有“{name}”经办的提案。全部单位见 /api/v1/units。")
    value, *others = page.request.chosen("unit")
    asked = on_only("unit", value)
    if others:
        # A Simplified writing of several Traditional names: the one that has most.
        page = _everything(asked)
    return {
        "unit": _unit(value, page.total, _counts(page, "lead_unit"), _counts(page, "support_unit")),
        "outcomes": [bucket_to_json(each) for each in page.facet("outcome").buckets],
        "years": [bucket_to_json(each) for each in page.facet("year").buckets],
        "url": search_url(asked),
    }


def _everything(asked: SearchRequest | None = None) -> SearchPage:
    """What this reader may see of a search, or of the whole archive: its counts matter, not its hits."""
    filters = asked.filters if asked else ()
    return current_site().service.search(SearchRequest(filters=filters, limit=1, reader=current_reader()))


def _counts(page: SearchPage, facet: str) -> dict[str, int]:
    return {bucket.value: bucket.count for bucket in page.facet(facet).buckets}


def _unit(name: str, count: int, lead: dict[str, int], support: dict[str, int]) -> UnitJson:
    authority = UnitAuthority.load()
    return {
        "name": name,
        "count": count,
        "lead": lead.get(name, 0),
        "support": support.get(name, 0),
        "aliases": list(authority.aliases(name)),
        "former_names": list(authority.former_names(name)),
    }
