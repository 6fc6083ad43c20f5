"""tantivy-py: pairs of characters cut beforehand, stored records, facets as columns, passages made in Python."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.answers.cutting import cut, passage, terms
from benchmarks.answers.engines.base import SHOWN, SNIPPETS, Answer, Built, Hit
from benchmarks.answers.processes import size_of
from benchmarks.answers.questions import Question
from benchmarks.answers.records import Records
from indexer import FACETS, TEXT_FIELDS, FacetFilter

__all__ = ["Tantivy"]

_HEAP_BYTES = 512 << 20
#: More than a facet has values here; asked of every segment, so that merged counts are exact.
_SEGMENT_VALUES = 65_000
_STORED = ("_key", "title", *SNIPPETS)


class Tantivy:
    """As many indexing threads as cores; waits until background merges are done."""

    label = "tantivy-py"
    how = "预先切成双字；整条记录存在索引里，分面是 fast field 上的 terms 聚合，摘录在 Python 里按位置取"
    used = "一个进程，索引线程每核一个"

    def missing(self) -> str:
        """The package from PyPI."""
        return "" if find_spec("tantivy") else "没有 tantivy（pip install tantivy）"

    def build(self, directory: Path, records: Records, workers: int) -> Built:
        """Cut, store and index in one pass."""
        import tantivy

        started = time.perf_counter()
        index = tantivy.Index(_schema(), path=str(directory))
        index.register_tokenizer("pairs", _spaces())
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=workers)
        for row in records.rows():
            writer.add_document(_document(row))
        writer.commit()
        writer.wait_merging_threads()
        # A new writer takes the files of merged segments away.
        index.writer(num_threads=1).garbage_collect_files()
        return Built(time.perf_counter() - started, 0.0, size_of(directory))

    def open(self, directory: Path) -> _Open:
        """Open the index."""
        import tantivy

        index = tantivy.Index.open(str(directory))
        index.register_tokenizer("pairs", _spaces())
        return _Open(index)


def _spaces() -> Any:
    import tantivy

    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for each in TEXT_FIELDS:
        builder.add_text_field(f"text_{each.name}", tokenizer_name="pairs", index_option="position")
    for facet in FACETS:
        builder.add_text_field(facet.name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_bytes_field("record", stored=True, indexed=False)
    return builder.build()


def _document(row: dict[str, Any]) -> Any:
    import tantivy

    document = tantivy.Document()
    for each in TEXT_FIELDS:
        if row[each.name]:
            document.add_text(f"text_{each.name}", cut(row[each.name]))
    for facet in FACETS:
        for value in row[facet.name]:
            document.add_text(facet.name, value)
    document.add_bytes("record", json.dumps([row[name] for name in _STORED], ensure_ascii=False).encode())
    return document


@dataclass
class _Open:
    index: Any
    searcher: Any = field(init=False)

    def __post_init__(self) -> None:
        self.searcher = self.index.searcher()

    def answer(self, question: Question, values: int) -> Answer:
        chosen = {each.facet for each in question.filters}
        query = self._query(question)
        found = self.searcher.search(query, SHOWN)
        counted = self._counted(query, [facet.name for facet in FACETS if facet.name not in chosen], values)
        for facet in chosen:
            counted |= self._counted(self._query(question.without(facet)), [facet], values)
        hits = (self._hit(address, question.words) for _, address in found.hits)
        return Answer(found.count, tuple(hits), counted)

    def _hit(self, address: Any, words: tuple[str, ...]) -> Hit:
        id, title, *texts = json.loads(bytes(self.searcher.doc(address)["record"][0]))
        return Hit(id, title, tuple(filter(None, (passage(text, words) for text in texts))))

    def _counted(self, query: Any, facets: list[str], values: int) -> dict[str, dict[str, int]]:
        asked = {name: {"terms": {"field": name, "size": values, "segment_size": _SEGMENT_VALUES}} for name in facets}
        answered = self.searcher.aggregate(query, asked)
        return {name: {bucket["key"]: bucket["doc_count"] for bucket in answered[name]["buckets"]} for name in facets}

    def _query(self, question: Question) -> Any:
        from tantivy import Occur, Query

        among = Occur.Should if question.any_word else Occur.Must
        query = Query.boolean_query([(among, self._word(word)) for word in question.words])
        if not question.filters:
            return query
        return Query.boolean_query(
            [(Occur.Must, query), *((Occur.Must, self._chosen(each)) for each in question.filters)]
        )

    def _word(self, word: str) -> Any:
        """A word in any of the six texts."""
        from tantivy import Occur, Query

        schema, pairs, fields = self.index.schema, terms(word), []
        for each in TEXT_FIELDS:
            name = f"text_{each.name}"
            if not pairs:
                query = Query.regex_query(schema, name, f"{word}.?")
            elif len(pairs) == 1:
                query = Query.term_query(schema, name, pairs[0], "freq")
            else:
                query = Query.phrase_query(schema, name, list(pairs))
            fields.append((Occur.Should, Query.boost_query(query, each.weight)))
        return Query.boolean_query(fields)

    def _chosen(self, each: FacetFilter) -> Any:
        from tantivy import Query

        wanted = Query.term_set_query(self.index.schema, each.facet, list(each.values))
        return Query.const_score_query(wanted, 0.0)

    def processes(self) -> tuple[int, ...]:
        return (os.getpid(),)

    def close(self) -> None:
        self.searcher = self.index = None
