"""Answers as JSON-ready values: the contract that scripts outside the project rely on (docs/api.md)."""

from __future__ import annotations

from indexer.results import Bucket, FacetCounts, Hit, SearchPage, Snippet

__all__ = ["page_to_json"]

Json = dict[str, object]


def page_to_json(page: SearchPage) -> Json:
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
        "took_ms": round(page.took_ms, 3),
        "hits": [_hit(hit) for hit in page.hits],
        "facets": {facet.name: _buckets(facet) for facet in page.facets},
    }


def _hit(hit: Hit) -> Json:
    proposal = hit.proposal
    return {
        "id": proposal.id,
        "title": proposal.title,
        "kind": proposal.kind.value,
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


def _snippet(snippet: Snippet) -> Json:
    return {"field": snippet.field, "text": snippet.text, "marks": [list(mark) for mark in snippet.marks]}


def _buckets(facet: FacetCounts) -> list[Json]:
    return [_bucket(bucket) for bucket in facet.buckets]


def _bucket(bucket: Bucket) -> Json:
    return {
        "value": bucket.value,
        "label": bucket.label,
        "count": bucket.count,
        "selected": bucket.selected,
    }
