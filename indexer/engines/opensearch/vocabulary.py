"""What an index holds: all values of a field, all versions, document frequencies of terms.

Lists too long for one answer are read page by page.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import log
from typing import Any

from opensearchpy import OpenSearch

from indexer.engines.opensearch.client import cluster_errors, require_complete
from indexer.engines.opensearch.layout import ORDER, VERSION, joined, safe_token
from indexer.engines.opensearch.translate import Dsl

__all__ = ["TermStatistics", "all_values", "all_versions", "values_with_prefix"]

_PAGE = 5_000
_KEPT_OPEN = "5m"
#: Terms remembered before all are forgotten.
_MOST = 200_000


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
        with cluster_errors(doing):
            answer = client.search(index=index, body=request, params={"allow_partial_search_results": "false"})
        found = require_complete(answer, doing)["aggregations"]["all"]
        yield from ((bucket["key"]["value"], bucket["doc_count"]) for bucket in found["buckets"])
        if len(found["buckets"]) < _PAGE:
            return
        last = found["after_key"]


def values_with_prefix(
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


def all_versions(client: OpenSearch, index: str) -> Iterator[tuple[str, str]]:
    """Yield ``(id, version)`` of every document, all of one moment."""
    doing = "核对索引"
    with cluster_errors(doing):
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
            with cluster_errors(doing):
                answer = client.search(body=request, params={"allow_partial_search_results": "false"})
            hits = require_complete(answer, doing)["hits"]["hits"]
            yield from ((hit["_id"], hit["fields"][VERSION][0]) for hit in hits)
            if len(hits) < _PAGE:
                return
            after = hits[-1]["sort"]
    finally:
        with cluster_errors(doing):
            client.delete_pit(body={"pit_id": [moment]})


class TermStatistics:
    """Document frequencies of one index: asked many at a time, remembered while the index stays as it is.

    The cluster gives them for a text that is not indexed (``_termvectors``), which costs one look-up a term. Of an
    index in several shards, one shard answers and speaks for all: terms are spread by chance, since documents are.
    """

    def __init__(self, client: OpenSearch, index: str, shards: int) -> None:
        self._client = client
        self._index = index
        self._shards = shards
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], float] = {}
        self._state = ""

    def frequencies(self, fieldname: str, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many documents each term is."""
        wanted = list(dict.fromkeys(terms))
        if not wanted:
            return {}
        found, _ = self._request({fieldname: wanted})[fieldname]
        return {term: found.get(safe_token(term), 0) * self._shards for term in wanted}

    def weighted(self, factors: Mapping[tuple[str, str], float], state: str) -> dict[tuple[str, str], float]:
        """Return factors times Lucene's idf, ln(1 + (N − df + ½) / (df + ½)), for the terms there are."""
        with self._lock:
            if state != self._state or len(self._known) > _MOST:
                self._known, self._state = {}, state
            known = self._known
        missing: dict[str, list[str]] = defaultdict(list)
        for field, term in factors:
            if (field, term) not in known:
                missing[field].append(term)
        if missing:
            for field, (frequencies, documents) in self._request(missing).items():
                for term in missing[field]:
                    known[field, term] = _idf(documents, frequencies.get(safe_token(term), 0))
        return {key: factor * known[key] for key, factor in factors.items() if known[key]}

    def _request(self, terms: Mapping[str, list[str]]) -> dict[str, tuple[dict[str, int], int]]:
        """Return, per field, the frequencies of the terms there are, and how many documents were counted."""
        request = {
            "doc": {field: joined(each) for field, each in terms.items()},
            "fields": list(terms),
            "term_statistics": True,
            "field_statistics": True,
            "positions": False,
            "offsets": False,
            "payloads": False,
        }
        with cluster_errors("查询词频"):
            # Always the same shard, so that the same question has the same answer.
            answer: Mapping[str, Any] = self._client.termvectors(
                index=self._index, body=request, params={"routing": "0", "preference": "statistics"}
            )
        vectors = answer["term_vectors"]
        result = {}
        for field in terms:
            found = vectors.get(field, {"terms": {}, "field_statistics": {"doc_count": 0}})
            frequencies = {term: each.get("doc_freq", 0) for term, each in found["terms"].items()}
            result[field] = (frequencies, found["field_statistics"]["doc_count"])
        return result


def _idf(documents: int, frequency: int) -> float:
    return log(1 + (documents - frequency + 0.5) / (frequency + 0.5)) if frequency else 0.0
