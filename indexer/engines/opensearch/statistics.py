"""How rare terms are, as the cluster knows it: asked many at a time, remembered while the index stays as it is."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import log
from typing import Any

from opensearchpy import OpenSearch

from indexer.engines.opensearch.errors import told
from indexer.engines.opensearch.tokens import joined, safe_token

__all__ = ["Statistics"]

#: Terms remembered before all are forgotten.
_MOST = 200_000


class Statistics:
    """Document frequencies of one index.

    The cluster tells them for a text that is not indexed (``_termvectors``), which costs one look-up a term. Of an
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
        found, _ = self._ask({fieldname: wanted})[fieldname]
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
            for field, (frequencies, documents) in self._ask(missing).items():
                for term in missing[field]:
                    known[field, term] = _idf(documents, frequencies.get(safe_token(term), 0))
        return {key: factor * known[key] for key, factor in factors.items() if known[key]}

    def _ask(self, terms: Mapping[str, list[str]]) -> dict[str, tuple[dict[str, int], int]]:
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
        with told("查询词频"):
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
