"""``search`` and ``suggest``: what a person asks with words."""

from __future__ import annotations

from typing import Annotated, TypedDict

from flask import request
from werkzeug.exceptions import Gone, NotFound

from indexer import (
    FACETS,
    MAX_LIMIT,
    MAX_PAGE,
    MAX_QUERY,
    MAX_VALUES,
    CursorInvalid,
    CursorOutdated,
    SearchJson,
    Sort,
    page_to_json,
    parse,
)
from search_web.accounts.rules import public
from search_web.api.endpoint import Endpoint, endpoint
from search_web.api.parameters import Parameter, choice, day, text, values, whole
from search_web.site.context import current_reader, current_site, one_request_at_a_time
from search_web.site.errors import BadParameter
from search_web.site.links import suggestion_url

__all__ = ["FILTERS", "SEARCH"]

#: Suggestions given unless asked otherwise, and at most.
_SUGGESTIONS, _MOST_SUGGESTIONS = 8, 20

_Q = text("q", "检索词，写法见“检索说明”；不写则不限", longest=MAX_QUERY)

#: What narrows a search down; every address that counts within a search takes these.
FILTERS: tuple[Parameter, ...] = (
    _Q,
    *(values(facet.name, f"{facet.label}；写几次是“或”", most=MAX_VALUES) for facet in FACETS),
    day("from", "开始日期，年、月或日"),
    day("to", "结束日期，年、月或日；写年或月时包括它的每一天"),
)
SEARCH: tuple[Parameter, ...] = (
    *FILTERS,
    choice("sort", "排序：相关度、最新、最早", Sort, default=Sort.RELEVANCE.value),
    whole("page", "第几页", most=MAX_PAGE, default=1),
    whole("limit", "每页件数", most=MAX_LIMIT, default=10),
    Parameter(
        "cursor",
        "上一页给出的 next，从那里接着往下取，不受页数限制；其他参数须与上一页相同，不能与 page 同用",
        {"type": "string", "minLength": 1, "maxLength": 200},
        "上一页给出的 next",
    ),
)


class SuggestionJson(TypedDict):
    """What a person may want."""

    text: Annotated[str, "显示的文字"]
    kind: Annotated[str, "title、unit、proposer 或 session"]
    label: Annotated[str, "它的中文；以别名写出的单位，这里也有别名"]
    value: Annotated[str, "标题所属记录的编码，或筛选的值"]
    count: Annotated[int, "件数"]
    marks: Annotated[list[list[int]], "与所写对应的部分，[开始, 结束]"]
    url: Annotated[str, "选择它以后去的页面"]


class SuggestJson(TypedDict):
    """What is offered to a person who types."""

    query: Annotated[str, "所写的"]
    suggestions: Annotated[list[SuggestionJson], "可能要找的，最可能的在前"]


@endpoint(
    Endpoint(
        "/api/v1/search",
        SearchJson,
        "检索",
        "参数与网站首页的网址相同。同一栏筛选写几次是“或”，不同的栏之间是“且”。每一页的 next 可以接着往下取，"
        "没有页数限制；索引更新以后旧的游标答 410，须从头再取。",
        parameters=SEARCH,
        example="/api/v1/search?q=停车&limit=3",
        missing="没有这个游标：被改动过，或者属于另一次检索",
    )
)
@public
@one_request_at_a_time
def search() -> SearchJson:
    """Answer a search with the contract's search object."""
    cursor = request.args.get("cursor", "")
    asked = parse(request.args.to_dict(flat=False), reader=current_reader())
    try:
        page = current_site().service.search(asked, cursor=cursor)
    except CursorInvalid as error:
        raise NotFound(str(error)) from error
    except CursorOutdated as error:
        raise Gone(str(error)) from error
    if cursor and "page" in request.args:
        raise BadParameter("page", "参数“page”不能与“cursor”同用。")
    return page_to_json(page)


@endpoint(
    Endpoint(
        "/api/v1/suggest",
        SuggestJson,
        "边写边给的提示",
        "写了一部分时，可能要找的标题、办理单位、提出者和届次。q 可以是汉字、拼音、拼音首字母或混写。",
        parameters=(
            text("q", "写到一半的检索词", longest=MAX_QUERY),
            whole("limit", "条数", most=_MOST_SUGGESTIONS, default=_SUGGESTIONS),
        ),
        example="/api/v1/suggest?q=gongan",
    )
)
@public
def suggest() -> SuggestJson:
    """Answer with what a person who has typed this much may want, and where each choice leads."""
    typed = request.args.get("q", "")
    limit = int(request.args.get("limit", _SUGGESTIONS))
    found = current_site().service.suggest(typed, current_reader(), limit=limit)
    offered: list[SuggestionJson] = [
        {
            "text": each.text,
            "kind": each.kind,
            "label": each.label,
            "value": each.value,
            "count": each.count,
            "marks": [list(mark) for mark in each.marks],
            "url": suggestion_url(each),
        }
        for each in found
    ]
    return {"query": typed, "suggestions": offered}
