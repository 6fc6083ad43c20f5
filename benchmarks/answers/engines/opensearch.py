"""Lucene through a node of OpenSearch at a given address: pairs of characters cut beforehand, over HTTP."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.answers.cutting import cut, passage, terms
from benchmarks.answers.engines.base import SHOWN, SNIPPETS, Answer, Built, Hit
from benchmarks.answers.questions import Question
from benchmarks.answers.records import Records
from indexer import FACETS, TEXT_FIELDS

__all__ = ["OpenSearch"]

_INDEX = "tian-answers"
_BULK_BYTES = 8 << 20
_STORED = ("title", *SNIPPETS)


class OpenSearch:
    """One index of one shard without replicas, merged into one segment; the tests' distribution has no analyzers."""

    label = "OpenSearch（Lucene）"
    how = "预先切成双字（所用的精简版没有 cjk 分析器）；`terms` 聚合，摘录在 Python 里按位置取；经 HTTP，一条连接"
    used = "一个 Java 进程"

    def __init__(self, address: str = "") -> None:
        self._address = address

    def missing(self) -> str:
        """An address."""
        return "" if self._address else "没有用 --opensearch 给出节点的地址"

    def build(self, directory: Path, records: Records, workers: int) -> Built:
        """Send the records in bulk, merge, and flush."""
        server = _Server(self._address)
        server.drop()
        started = time.perf_counter()
        server.ask("PUT", f"/{_INDEX}", _mapping())
        for body in _bulks(records):
            if server.send("POST", f"/{_INDEX}/_bulk", body, "application/x-ndjson")["errors"]:
                raise RuntimeError("OpenSearch 没有收下全部记录")
        server.ask("POST", f"/{_INDEX}/_refresh")
        server.ask("POST", f"/{_INDEX}/_forcemerge?max_num_segments=1")
        server.ask("POST", f"/{_INDEX}/_flush?force=true&wait_if_ongoing=true")
        server.ask("POST", f"/{_INDEX}/_refresh")
        seconds = time.perf_counter() - started
        size = server.ask("GET", f"/{_INDEX}/_stats/store")["_all"]["primaries"]["store"]["size_in_bytes"]
        return Built(seconds, 0.0, size)

    def open(self, directory: Path) -> _Open:
        """Connect to the node."""
        return _Open(_Server(self._address))


class _Server:
    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=600)

    def ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        return self.send(method, path, json.dumps(body).encode() if body else None, "application/json")

    def send(self, method: str, path: str, body: bytes | None, kind: str) -> dict[str, Any]:
        self._connection.request(method, path, body, {"Content-Type": kind} if body else {})
        answered = self._connection.getresponse()
        text = answered.read()
        if answered.status >= 400:
            raise RuntimeError(f"OpenSearch {method} {path}：{answered.status} {text[:500]!r}")
        found: dict[str, Any] = json.loads(text)
        return found

    def drop(self) -> None:
        """Take away what an earlier run left."""
        self.ask("DELETE", f"/{_INDEX}?ignore_unavailable=true")

    def processes(self) -> tuple[int, ...]:
        nodes = self.ask("GET", "/_nodes/process")["nodes"].values()
        return tuple(node["process"]["id"] for node in nodes)

    def close(self) -> None:
        self._connection.close()


def _mapping() -> dict[str, Any]:
    pairs = {"type": "text", "analyzer": "whitespace"}
    properties: dict[str, Any] = {f"text_{field.name}": pairs for field in TEXT_FIELDS}
    properties |= {facet.name: {"type": "keyword"} for facet in FACETS}
    return {
        "settings": {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"},
        "mappings": {"dynamic": False, "_source": {"includes": list(_STORED)}, "properties": properties},
    }


def _bulks(records: Records) -> Iterator[bytes]:
    pieces: list[bytes] = []
    size = 0
    for row in records.rows():
        fields = {name: row[name] for name in _STORED}
        fields |= {f"text_{field.name}": cut(row[field.name]) for field in TEXT_FIELDS}
        fields |= {facet.name: row[facet.name] for facet in FACETS}
        action = json.dumps({"index": {"_id": row["_key"]}})
        pieces.append(f"{action}\n{json.dumps(fields, ensure_ascii=False)}\n".encode())
        size += len(pieces[-1])
        if size > _BULK_BYTES:
            yield b"".join(pieces)
            pieces, size = [], 0
    if pieces:
        yield b"".join(pieces)


@dataclass
class _Open:
    server: _Server

    def answer(self, question: Question, values: int) -> Answer:
        chosen = {each.facet for each in question.filters}
        found = self._search(question, [facet.name for facet in FACETS if facet.name not in chosen], values, SHOWN)
        counted = dict(found["aggregations"])
        for facet in chosen:
            counted |= self._search(question.without(facet), [facet], values, 0)["aggregations"]
        hits = tuple(_hit(each, question) for each in found["hits"]["hits"])
        facets = {
            name: {bucket["key"]: bucket["doc_count"] for bucket in each["buckets"]} for name, each in counted.items()
        }
        return Answer(found["hits"]["total"]["value"], hits, facets)

    def _search(self, question: Question, facets: list[str], values: int, shown: int) -> dict[str, Any]:
        words = [_word(word) for word in question.words]
        matching = {"should": words, "minimum_should_match": 1} if question.any_word else {"must": words}
        chosen = [{"terms": {each.facet: list(each.values)}} for each in question.filters]
        body = {
            "size": shown,
            "track_total_hits": True,
            "query": {"bool": {**matching, "filter": chosen}},
            "aggs": {facet: {"terms": {"field": facet, "size": values}} for facet in facets},
        }
        return self.server.ask("POST", f"/{_INDEX}/_search?request_cache=false", body)

    def processes(self) -> tuple[int, ...]:
        return self.server.processes()

    def close(self) -> None:
        self.server.drop()
        self.server.close()


def _word(word: str) -> dict[str, Any]:
    """A word in any of the six texts; a single character is the beginning of pairs."""
    pairs = terms(word)
    if not pairs:
        return {"bool": {"should": [{"prefix": {f"text_{field.name}": word}} for field in TEXT_FIELDS]}}
    fields = [f"text_{field.name}^{field.weight}" for field in TEXT_FIELDS]
    return {"multi_match": {"query": " ".join(pairs), "fields": fields, "type": "phrase"}}


def _hit(found: dict[str, Any], question: Question) -> Hit:
    texts = (passage(found["_source"][name], question.words) for name in SNIPPETS)
    return Hit(found["_id"], found["_source"]["title"], tuple(filter(None, texts)))
