"""Measures an OpenSearch cluster with our token streams: bytes, indexing and searching, over its HTTP interface.

The streams and columns are those of the product (``DocumentMaker``), sent as text that is split on white space.
"""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.scale.embedded import QUESTIONS
from benchmarks.scale.figures import IndexFigures
from corpus import Archive
from indexer.analysis.analyzer import Analyzer
from indexer.engines.base import IndexDocument
from indexer.index.documents import INDEX_FIELDS, DocumentMaker

__all__ = ["measure_cluster"]

_INDEX = "tian-scale"
_BULK_BYTES = 8 << 20
_FACETS = ("session", "lead_unit", "support_unit", "year")
_WORDS = [name for name in INDEX_FIELDS.positional if name.endswith("_words")]
_ROUNDS = 6


def measure_cluster(address: str, archive: Path, documents: int) -> IndexFigures:
    """Index an archive in a new index of one shard without replicas, search it, and drop it again.

    Args:
        address: of any node: ``http://127.0.0.1:9200``.
    """
    server = _Server(address)
    server.ask("PUT", f"/{_INDEX}", _mapping())
    try:
        worked, began, own = server.cpu_seconds(), time.perf_counter(), time.process_time()
        for body in _bulks(archive):
            answer = server.send("POST", f"/{_INDEX}/_bulk", body, "application/x-ndjson")
            assert not answer["errors"], "the cluster refused a document"
        server.ask("POST", f"/{_INDEX}/_refresh")
        own_seconds, seconds = time.process_time() - own, time.perf_counter() - began
        server_seconds = server.cpu_seconds() - worked
        server.ask("POST", f"/{_INDEX}/_forcemerge?max_num_segments=1")
        # Merged segments are counted until they are dropped.
        server.ask("POST", f"/{_INDEX}/_flush?force=true&wait_if_ongoing=true")
        server.ask("POST", f"/{_INDEX}/_refresh")
        stats = server.ask("GET", f"/{_INDEX}/_stats/store,docs")["_all"]["primaries"]
        assert stats["docs"]["count"] == documents
        cpu_ms, ms = _search(server)
    finally:
        server.ask("DELETE", f"/{_INDEX}")
    size = stats["store"]["size_in_bytes"]
    return IndexFigures("opensearch", documents, size, seconds, own_seconds, server_seconds, cpu_ms, ms, 0)


class _Server:
    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")

    def ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        return self.send(method, path, json.dumps(body).encode() if body else None, "application/json")

    def send(self, method: str, path: str, body: bytes | None, kind: str) -> dict[str, Any]:
        request = urllib.request.Request(
            self._address + path, data=body, method=method, headers={"Content-Type": kind} if body else {}
        )
        with urllib.request.urlopen(request, timeout=600) as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    def cpu_seconds(self) -> float:
        """What all nodes have worked since they were started."""
        nodes = self.ask("GET", "/_nodes/stats/process")["nodes"].values()
        return float(sum(node["process"]["cpu"]["total_in_millis"] for node in nodes)) / 1000


def _mapping() -> dict[str, Any]:
    text = {"type": "text", "analyzer": "whitespace"}
    fields: dict[str, Any] = {name: text for name in INDEX_FIELDS.positional}
    fields |= {name: {**text, "index_options": "freqs"} for name in INDEX_FIELDS.frequency}
    fields |= {name: {"type": "keyword"} for name in INDEX_FIELDS.exact}
    fields |= {"date": {"type": "integer"}, "internal": {"type": "boolean"}}
    return {
        "settings": {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"},
        "mappings": {"dynamic": False, "_source": {"enabled": False}, "properties": fields},
    }


def _bulks(archive: Path) -> Iterator[bytes]:
    with Archive.open(archive, create=False) as opened:
        pieces: list[bytes] = []
        for line in _lines(map(DocumentMaker(Analyzer()), opened.all())):
            pieces.append(line)
            if sum(map(len, pieces)) > _BULK_BYTES:
                yield b"".join(pieces)
                pieces.clear()
        if pieces:
            yield b"".join(pieces)


def _lines(documents: Iterable[IndexDocument]) -> Iterator[bytes]:
    for document in documents:
        texts = {name: [" ".join(part) for part in parts] for name, parts in document.tokens.items()}
        terms = {name: list(values) for name, values in document.terms.items()}
        fields = {**terms, **texts, "date": document.date, "internal": document.internal}
        action = json.dumps({"index": {"_id": document.id}})
        yield f"{action}\n{json.dumps(fields, ensure_ascii=False)}\n".encode()


def _search(server: _Server) -> tuple[float, float]:
    """Mean milliseconds of the nodes' work and median of the time an answer took."""
    took: list[float] = []
    worked = 0.0
    for turn in range(_ROUNDS):
        if turn == 1:
            worked = server.cpu_seconds()
        for question in QUESTIONS:
            answer = server.ask("POST", f"/{_INDEX}/_search?request_cache=false", _query(question))
            if turn:
                took.append(float(answer["took"]))
    return 1000 * (server.cpu_seconds() - worked) / len(took), median(took)


def _query(question: str) -> dict[str, Any]:
    words = [{"multi_match": {"query": word, "fields": _WORDS, "type": "most_fields"}} for word in question.split()]
    return {
        "size": 10,
        "track_total_hits": True,
        "query": {"bool": {"must": words, "filter": [{"term": {"internal": False}}]}},
        "aggs": {facet: {"terms": {"field": facet, "size": 1000}} for facet in _FACETS},
    }
