"""Answers as JSON-ready values: the contract that scripts outside the project rely on (docs/api.md)."""

from __future__ import annotations

from typing import Annotated, TypedDict

from corpus import Kind
from indexer.search.results import Bucket, FacetCounts, Hit, SearchPage, Snippet

__all__ = ["BucketJson", "HitJson", "SearchJson", "bucket_to_json", "hit_to_json", "page_to_json"]

_Marks = Annotated[list[list[int]], "符合的地方，[开始, 结束]，按所在文字的字数从 0 计，不含结束位置"]


class SnippetJson(TypedDict):
    """A passage with the matches in it."""

    field: Annotated[str, "出自哪个字段：content 是正文，reply 是答复"]
    text: Annotated[str, "原文的一段"]
    marks: _Marks


class HitJson(TypedDict):
    """One proposal found."""

    id: Annotated[str, "编码，重新导入、重建索引都不变"]
    title: Annotated[str, "标题"]
    kind: Annotated[Kind, "种类"]
    session: Annotated[str | None, "届次，如 12-5"]
    number: Annotated[int | None, "案号"]
    category: Annotated[str, "类别"]
    proposers: Annotated[list[str], "提出者"]
    lead_units: Annotated[list[str], "主办单位"]
    support_units: Annotated[list[str], "协办单位"]
    reply_date: Annotated[str | None, "答复日期，知道多少写多少"]
    date: Annotated[str | None, "排序和筛选用的日期"]
    score: Annotated[float, "得分，只在同一次检索里可比"]
    title_marks: _Marks
    snippets: Annotated[list[SnippetJson], "符合的段落"]


class BucketJson(TypedDict):
    """One value of a facet."""

    value: Annotated[str, "筛选时用的值"]
    label: Annotated[str, "显示的名称"]
    count: Annotated[int, "在其他筛选之下，只选这个值能看到的件数"]
    selected: Annotated[bool, "是否已选；已选的值即使是 0 也在"]


class CorrectionJson(TypedDict):
    """A query as it was probably meant."""

    query: Annotated[str, "改正后的全部检索词"]
    total: Annotated[int, "不加筛选能找到的件数"]


class SearchJson(TypedDict):
    """The answer to a search."""

    query: Annotated[str, "检索词"]
    total: Annotated[int, "共有多少件，准确数"]
    relaxed: Annotated[bool, "没有同时符合全部词的，已放宽"]
    understood: Annotated[str, "检索词是怎样理解的"]
    notice: Annotated[str, "关于这次结果的说明，如怎样放宽"]
    corrections: Annotated[list[CorrectionJson], "可能要找的是"]
    page: Annotated[int, "第几页；超出最后一页时是最后一页"]
    pages: Annotated[int, "共几页，至少 1"]
    next: Annotated[str | None, "接着往下取的游标，放进参数 cursor；没有更多时为 null"]
    took_ms: Annotated[float, "用时，毫秒"]
    hits: Annotated[list[HitJson], "这一页的提案"]
    related: Annotated[list[HitJson], "也可能相关的：没有同时符合全部词，不计入 total 和筛选的件数；多半是空的"]
    facets: Annotated[dict[str, list[BucketJson]], "各栏筛选的值和件数"]


def page_to_json(page: SearchPage) -> SearchJson:
    """Return a search answer as plain JSON values, every key always present."""
    return {
        "query": page.request.query,
        "total": page.total,
        "relaxed": page.relaxed,
        "understood": page.understood,
        "notice": page.notice,
        "corrections": [{"query": each.text, "total": each.found} for each in page.corrections],
        "page": page.request.page,
        "pages": page.pages,
        "next": page.next or None,
        "took_ms": round(page.took_ms, 3),
        "hits": [hit_to_json(hit) for hit in page.hits],
        "related": [hit_to_json(hit) for hit in page.related],
        "facets": {facet.name: _buckets(facet) for facet in page.facets},
    }


def hit_to_json(hit: Hit) -> HitJson:
    """Return one hit as plain JSON values."""
    proposal = hit.proposal
    return {
        "id": proposal.id,
        "title": proposal.title,
        "kind": proposal.kind,
        "session": proposal.session.code if proposal.session else None,
        "number": proposal.number,
        "category": proposal.category,
        "proposers": list(proposal.proposers),
        "lead_units": list(proposal.lead_units),
        "support_units": list(proposal.support_units),
        "reply_date": str(proposal.reply_date) if proposal.reply_date else None,
        "date": str(proposal.date) if proposal.date else None,
        "score": round(hit.score, 6),
        "title_marks": [list(mark) for mark in hit.title.marks],
        "snippets": [_snippet(snippet) for snippet in hit.snippets],
    }


def bucket_to_json(bucket: Bucket) -> BucketJson:
    """Return one value of a facet as plain JSON values."""
    return {
        "value": bucket.value,
        "label": bucket.label,
        "count": bucket.count,
        "selected": bucket.selected,
    }


def _snippet(snippet: Snippet) -> SnippetJson:
    return {"field": snippet.field, "text": snippet.text, "marks": [list(mark) for mark in snippet.marks]}


def _buckets(facet: FacetCounts) -> list[BucketJson]:
    return [bucket_to_json(bucket) for bucket in facet.buckets]
