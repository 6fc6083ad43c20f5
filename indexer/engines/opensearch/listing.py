"""Lists too long for one answer, read page by page: all values of a field, all rows of an index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opensearchpy import OpenSearch

from indexer.engines.opensearch.errors import checked, told
from indexer.engines.opensearch.layout import ORDER, VERSION
from indexer.engines.opensearch.translate import Dsl

__all__ = ["all_values", "every_row", "values_of"]

_PAGE = 5_000
_KEPT_OPEN = "5m"


def all_values(
    client: OpenSearch, index: str, field: str, query: Dsl | None = None, after: str = ""
) -> Iterator[tuple[str, int]]:
    """Yield every value of a keyword field in order, with the number of matching documents that have it; exact."""
    doing = "清点"
    last = {"value": after} if after else None
    while True:
        listing: Dsl = {"size": _PAGE, "sources": [{"value": {"terms": {"field": field}}}]}
        if last:
            listing["after"] = last
        request = {"size": 0, "query": query or {"match_all": {}}, "aggs": {"all": {"composite": listing}}}
        with told(doing):
            answer = client.search(index=index, body=request, params={"allow_partial_search_results": "false"})
        found = checked(answer, doing)["aggregations"]["all"]
        yield from ((bucket["key"]["value"], bucket["doc_count"]) for bucket in found["buckets"])
        if len(found["buckets"]) < _PAGE:
            return
        last = found["after_key"]


def values_of(
    client: OpenSearch, index: str, field: str, prefix: str, query: Dsl | None = None
) -> Iterator[tuple[str, int]]:
    """Yield the values that start with a prefix, in order, with how many matching documents have each."""
    if not prefix:
        yield from all_values(client, index, field, query)
        return
    # Listing goes on behind a value. Before everything that starts with the prefix comes what starts with the
    # prefix less its last step.
    before = prefix[:-1] + chr(ord(prefix[-1]) - 1) if ord(prefix[-1]) not in (0, 0xE000) else prefix[:-1]
    for value, count in all_values(client, index, field, query, before):
        if value.startswith(prefix):
            yield value, count
        elif value > prefix:
            return


def every_row(client: OpenSearch, index: str) -> Iterator[tuple[str, str]]:
    """Yield ``(id, version)`` of every document, all of one moment."""
    doing = "核对索引"
    with told(doing):
        opened: dict[str, Any] = client.create_pit(index=index, params={"keep_alive": _KEPT_OPEN})
    moment = opened["pit_id"]
    try:
        after: list[Any] | None = None
        while True:
            request: Dsl = {
                "size": _PAGE,
                "pit": {"id": moment, "keep_alive": _KEPT_OPEN},
                "sort": [{ORDER: "asc"}],
                "_source": False,
                "docvalue_fields": [VERSION],
                "track_total_hits": False,
            }
            if after:
                request["search_after"] = after
            with told(doing):
                answer = client.search(body=request, params={"allow_partial_search_results": "false"})
            hits = checked(answer, doing)["hits"]["hits"]
            yield from ((hit["_id"], hit["fields"][VERSION][0]) for hit in hits)
            if len(hits) < _PAGE:
                return
            after = hits[-1]["sort"]
    finally:
        with told(doing):
            client.delete_pit(body={"pit_id": [moment]})
