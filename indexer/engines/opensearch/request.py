"""From an ``EngineQuery`` to one request, and from its answer to counts. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from indexer.engines.base import EngineQuery, FacetFilter, Place, Sort
from indexer.engines.opensearch.layout import INTERNAL, NEWEST, OLDEST, ORDER, safe_value
from indexer.engines.opensearch.translate import Dsl, Translator

__all__ = [
    "after_of",
    "base_request",
    "counts_of",
    "facet_narrowed",
    "incomplete_facets",
    "place_of",
    "same_copy",
]

#: Values of a facet counted in one request: enough for all but people, and together below the cluster's limit of
#: 65,535. Whatever has more is counted page by page (see ``incomplete_facets``).
MOST_VALUES = 5_000


def base_request(to: Translator, query: EngineQuery) -> Dsl:
    """Return the request without how many rows are wanted: what matches, what is counted, in which order."""
    request: Dsl = {
        "query": _matching(to, query),
        "sort": _sort(query.sort),
        "track_total_hits": True,
        "track_scores": True,
        "_source": False,
    }
    if query.filters:
        # Behind the aggregations: every facet is counted under all filters but its own.
        request["post_filter"] = _chosen(query.filters)
    if query.facets:
        request["aggs"] = {name: _counting(name, query.filters) for name in query.facets}
    return request


def facet_narrowed(to: Translator, query: EngineQuery, facet: str) -> Dsl:
    """Return the query of the documents that a facet is counted over."""
    others = [each for each in query.filters if each.facet != facet]
    return {"bool": {"filter": [_matching(to, query), *([_chosen(others)] if others else [])]}}


def same_copy(request: Dsl) -> str:
    """Return what has the same query answered by the same copies of the shards, so that pages join.

    Copies that hold the same documents may differ in what they deleted, and so slightly in scores.
    """
    return "q" + hashlib.sha256(repr(request["query"]).encode("utf-8", "replace")).hexdigest()[:16]


def counts_of(answer: Mapping[str, Any], facets: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return facet → value → count."""
    found = answer.get("aggregations", {})
    return {
        name: {bucket["key"]: bucket["doc_count"] for bucket in found[name]["values"]["buckets"]} for name in facets
    }


def incomplete_facets(answer: Mapping[str, Any], facets: Sequence[str]) -> list[str]:
    """Return the facets with more values than were counted, or whose counts a shard left open."""
    found = answer.get("aggregations", {})
    values = {name: found[name]["values"] for name in facets}
    return [name for name, each in values.items() if each["sum_other_doc_count"] or each["doc_count_error_upper_bound"]]


def place_of(sort: Sort, values: Sequence[float]) -> Place:
    """Return where a row stands by the values the cluster sorted it by."""
    key, order = values
    return Place(float(key) if sort is Sort.OLDEST else -float(key), int(order))


def after_of(sort: Sort, place: Place) -> list[float]:
    """Return the inverse of :func:`place_of`, for ``search_after``."""
    if sort is Sort.RELEVANCE:
        return [-place.key, place.order]
    return [int(place.key) if sort is Sort.OLDEST else -int(place.key), place.order]


def _matching(to: Translator, query: EngineQuery) -> Dsl:
    narrowed = [] if query.scope is None else [to.matching(query.scope)]
    if not query.internal:
        narrowed.append({"term": {INTERNAL: False}})
    scored = to.scoring(query.tree)
    return {"bool": {"must": [scored], "filter": narrowed}} if narrowed else scored


def _sort(sort: Sort) -> list[Dsl]:
    first = {Sort.RELEVANCE: ("_score", "desc"), Sort.NEWEST: (NEWEST, "desc"), Sort.OLDEST: (OLDEST, "asc")}[sort]
    return [{first[0]: first[1]}, {ORDER: "asc"}]


def _chosen(filters: Sequence[FacetFilter]) -> Dsl:
    chosen = [{"terms": {f"facets.{each.facet}": list(map(safe_value, each.values))}} for each in filters]
    return {"bool": {"filter": chosen}}


def _counting(facet: str, filters: Sequence[FacetFilter]) -> Dsl:
    others = [each for each in filters if each.facet != facet]
    values = {"terms": {"field": f"facets.{facet}", "size": MOST_VALUES, "shard_size": MOST_VALUES}}
    return {"filter": _chosen(others) if others else {"match_all": {}}, "aggs": {"values": values}}
