"""The engine on a cluster: one index of an OpenSearch, asked and kept up to date over HTTP."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from opensearchpy import OpenSearch

from indexer.engines.base import EngineQuery, EngineResult, IndexDocument, Place, ProximityRescoring, Row, Sort
from indexer.engines.opensearch.bulk import Action, send
from indexer.engines.opensearch.client import cluster_errors, require_complete
from indexer.engines.opensearch.layout import INTERNAL, ORDER, Layout, safe_token
from indexer.engines.opensearch.metadata import read_metadata, write_metadata
from indexer.engines.opensearch.proximity import Weights, proximity_score, scoring_terms
from indexer.engines.opensearch.request import (
    after_of,
    base_request,
    counts_of,
    facet_narrowed,
    incomplete_facets,
    place_of,
    same_copy,
)
from indexer.engines.opensearch.translate import Dsl, Translator
from indexer.engines.opensearch.vocabulary import TermStatistics, all_values, all_versions, values_with_prefix

__all__ = ["OpenSearchEngine"]

#: Rows that one request may reach to (``index.max_result_window``); what lies deeper is read on from row to row.
_WINDOW = 10_000
_SEARCHING = "检索"

Hit = Mapping[str, Any]


class OpenSearchEngine:
    """One index in a cluster. Safe to share between threads, and between machines."""

    def __init__(self, client: OpenSearch, index: str, layout: Layout, *, shards: int = 1, dfs: bool = True) -> None:
        """Open an index that :class:`ClusterGenerations` made; nothing is sent yet.

        Args:
            shards: in how many parts the index lies.
            dfs: whether all shards weigh terms by what all shards hold; without it, each by its own documents.
        """
        self._client = client
        self._index = index
        self._layout = layout
        self._translator = Translator(layout)
        self._dfs = dfs and shards > 1
        self._statistics = TermStatistics(client, index, shards)

    def search(self, query: EngineQuery) -> EngineResult:
        """Return exactly the documents that match, best first, with exact totals and counts.

        Raises:
            IndexUnavailable: the cluster does not answer, or not in full; it never answers in part.
        """
        state = self._state()
        request = base_request(self._translator, query)
        weights = self._rescoring_weights(query, state)
        if query.limit <= 0:
            answer = self._request({**request, "size": 0})
            rows: tuple[Row, ...] = ()
            end = None
        elif weights is not None:
            answer, rows, end = self._rescored_page(request, query, weights)
        else:
            answer, rows, end = self._page(request, query)
        total = answer["hits"]["total"]["value"]
        return EngineResult(total, rows, self._counts(query, answer), end, state)

    def versions(self) -> Iterator[tuple[str, str]]:
        """Yield ``(id, version)`` of every live document."""
        yield from all_versions(self._client, self._index)

    def terms(self, fieldname: str, prefix: str = "", *, internal: bool = True) -> Iterator[tuple[str, int]]:
        """Yield ``(term, document frequency)`` in term order; exact, over all shards and what may be seen.

        Raises:
            ValueError: the layout keeps no list of the field's terms.
        """
        if fieldname not in self._layout.listed:
            raise ValueError(f"索引没有保存字段 {fieldname} 的词表")
        seen = None if internal else {"term": {INTERNAL: False}}
        column = f"listed.{fieldname}"
        yield from values_with_prefix(self._client, self._index, column, safe_token(prefix) if prefix else "", seen)

    def frequencies(self, fieldname: str, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many documents each term is; with several shards, as one of them says."""
        return self._statistics.frequencies(fieldname, terms)

    def update(self, documents: Iterable[IndexDocument], removed: Iterable[str] = ()) -> None:
        """Replace the documents with the same ids, add new ones, drop ``removed``; visible on return."""
        self._renew_state()
        order = self._next_order()
        actions = (Action(each.id, self._layout.source(each, order + n)) for n, each in enumerate(documents))
        send(self._client, self._index, (Action(id) for id in removed))
        send(self._client, self._index, actions)
        with cluster_errors("更新索引"):
            require_complete(self._client.indices.refresh(index=self._index), "更新索引")
        self._renew_state()

    def close(self) -> None:
        """Nothing to release: the connection belongs to whoever opened it."""

    def _page(self, request: Dsl, query: EngineQuery) -> tuple[Mapping[str, Any], tuple[Row, ...], Place | None]:
        """A page in the cluster's own order."""
        if query.after is not None:
            request["search_after"] = after_of(query.sort, query.after)
        answer, hits = self._read(request, query.offset, query.limit + 1)
        page = hits[: query.limit]
        rows = tuple(Row(hit["_id"], hit["_score"]) for hit in page)
        more = len(hits) > query.limit and bool(page)
        return answer, rows, place_of(query.sort, page[-1]["sort"]) if more else None

    def _read(self, request: Dsl, skip: int, wanted: int) -> tuple[Mapping[str, Any], list[Hit]]:
        """Return the first answer and some hits; what no single request reaches is read on from row to row."""
        hits: list[Hit] = []
        passed, first, following = 0, None, request
        while True:
            size = min(skip + wanted - passed, _WINDOW)
            answer = self._request({**following, "size": size})
            first = first or answer
            found = answer["hits"]["hits"]
            hits += found[max(0, skip - passed) :]
            passed += len(found)
            if len(found) < size or passed >= skip + wanted:
                return first, hits
            following = _behind(request, found[-1]["sort"])

    def _rescoring_weights(self, query: EngineQuery, state: str) -> Weights | None:
        """Return what proximity rescoring counts: (field, term) → idf times factor; None where there is nothing."""
        how = query.rescoring
        if how is None or query.sort is not Sort.RELEVANCE or query.offset >= how.hits or query.limit <= 0:
            return None
        wanted = {name for each in how.fields for name in (each.characters, *each.streams)}
        factors = {key: factor for key, factor in scoring_terms(query.tree).items() if key[0] in wanted}
        weights = self._statistics.weighted(factors, state)
        return weights or None

    def _rescored_page(
        self, request: Dsl, query: EngineQuery, weights: Weights
    ) -> tuple[Mapping[str, Any], tuple[Row, ...], Place | None]:
        """A page of the order after rescoring the best hits; the others follow in the cluster's own order."""
        how = query.rescoring
        assert how is not None
        kept = [f"kept.{each.characters}" for each in how.fields]
        answer = self._request({**request, "size": how.hits, "_source": kept})
        candidates = answer["hits"]["hits"]
        head = sorted(
            ((_rescored_place(hit, weights, how), hit["_id"]) for hit in candidates),
            key=lambda each: (each[0].key, each[0].order),
        )
        ranked = head if query.after is None else [each for each in head if _is_behind(each[0], query.after)]
        wanted = query.offset + query.limit + 1
        if len(ranked) < wanted and len(candidates) == how.hits:
            # Rescored hits only gained, so all others stand behind the last of them.
            last = place_of(Sort.RELEVANCE, candidates[-1]["sort"])
            start = last if query.after is None or _is_behind(last, query.after) else query.after
            _, others = self._read(_behind(request, after_of(Sort.RELEVANCE, start)), 0, wanted - len(ranked))
            ranked = [*ranked, *((place_of(Sort.RELEVANCE, hit["sort"]), hit["_id"]) for hit in others)]
        page = ranked[query.offset : query.offset + query.limit]
        more = len(ranked) > query.offset + query.limit and bool(page)
        return answer, tuple(Row(id, -place.key) for place, id in page), page[-1][0] if more else None

    def _counts(self, query: EngineQuery, answer: Mapping[str, Any]) -> dict[str, dict[str, int]]:
        counts = counts_of(answer, query.facets)
        for facet in incomplete_facets(answer, query.facets):
            narrowed = facet_narrowed(self._translator, query, facet)
            counts[facet] = dict(all_values(self._client, self._index, f"facets.{facet}", narrowed))
        return counts

    def _request(self, request: Dsl) -> Mapping[str, Any]:
        with cluster_errors(_SEARCHING):
            answer = self._client.search(
                index=self._index,
                body={**request, "timeout": "30s"},
                params={
                    "allow_partial_search_results": "false",
                    "preference": same_copy(request),
                    "search_type": "dfs_query_then_fetch" if self._dfs else "query_then_fetch",
                },
            )
        return require_complete(answer, _SEARCHING)

    def _state(self) -> str:
        """The committed state: changed before and after every update, so places of two states differ."""
        return f"{self._index}.{read_metadata(self._client, self._index, local=True).state}"

    def _renew_state(self) -> None:
        metadata = read_metadata(self._client, self._index)
        write_metadata(self._client, self._index, metadata.in_state(secrets.token_hex(6)))

    def _next_order(self) -> int:
        """A number above all before; by the clock, so that a number is never given twice, even after a removal."""
        with cluster_errors("更新索引"):
            answer = self._client.search(
                index=self._index,
                body={"size": 0, "aggs": {"last": {"max": {"field": ORDER}}}},
                params={"allow_partial_search_results": "false"},
            )
        last = require_complete(answer, "更新索引")["aggregations"]["last"]["value"] or 0
        return max(int(last) + 1, time.time_ns() // 1_000)


def _behind(request: Dsl, sorted_by: Sequence[float]) -> Dsl:
    """The request for what stands behind a hit; what is counted was counted with the first."""
    following = {name: part for name, part in request.items() if name != "aggs"}
    return {**following, "track_total_hits": False, "search_after": list(sorted_by)}


def _is_behind(one: Place, other: Place) -> bool:
    return (one.key, one.order) > (other.key, other.order)


def _rescored_place(hit: Mapping[str, Any], weights: Weights, how: ProximityRescoring) -> Place:
    characters: Mapping[str, Sequence[str]] = hit.get("_source", {}).get("kept", {})
    score, order = hit["sort"]
    return Place(-(score + proximity_score(characters, weights, how)), int(order))
