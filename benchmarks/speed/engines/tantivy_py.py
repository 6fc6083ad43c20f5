"""tantivy-py: the native engine to measure against, fed ready-cut tokens split at spaces."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur
from whoosh import query as trees

from benchmarks.speed.engines.base import Answer, Prepared
from benchmarks.speed.questions import Question
from benchmarks.speed.tokens import TokenRecord, read_frames, unpack
from indexer.engines.base import FacetFilter
from indexer.fields import FACETS
from indexer.index.documents import INDEX_FIELDS

__all__ = ["Tantivy"]

_FACETS = frozenset(facet.name for facet in FACETS)
#: Memory for the postings of a segment before it is written, all threads together.
_HEAP_BYTES = 512 << 20
_ALL_VALUES = 65_000
_SPACES = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for name in INDEX_FIELDS.positional:
        builder.add_text_field(name, tokenizer_name="tokens", index_option="position")
    for name in INDEX_FIELDS.frequency:
        builder.add_text_field(name, tokenizer_name="tokens", index_option="freq")
    for name in INDEX_FIELDS.exact:
        fast = name in _FACETS
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=fast, stored=name == "id")
    builder.add_text_field("version", tokenizer_name="raw", index_option="basic", stored=True)
    builder.add_unsigned_field("day", fast=True)
    return builder.build()


def _document(record: TokenRecord) -> Any:
    document = tantivy.Document()
    for fields in (record.texts, record.terms):
        for name, values in fields.items():
            for value in values:
                document.add_text(name, value)
    document.add_text("version", record.version)
    document.add_unsigned("day", record.date)
    return document


class Tantivy:
    """tantivy with as many indexing threads as cores, facets as fast fields, no stored text."""

    def build(self, directory: Path, tokens: Path, workers: int) -> None:
        """Index a token file and wait until background merges are done."""
        index = tantivy.Index(_schema(), path=str(directory))
        index.register_tokenizer("tokens", _SPACES)
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=workers)
        for frame in read_frames(tokens):
            writer.add_document(_document(unpack(frame)))
        writer.commit()
        writer.wait_merging_threads()
        # A new writer takes the files of merged segments away.
        index.writer(num_threads=1).garbage_collect_files()

    def open(self, directory: Path) -> TantivyIndex:
        """Open a built index."""
        index = tantivy.Index.open(str(directory))
        index.register_tokenizer("tokens", _SPACES)
        return TantivyIndex(index)


@dataclass
class TantivyIndex:
    """An open tantivy index; the writer is opened by the first update and kept."""

    index: Any
    searcher: Any = field(init=False)
    writer: Any = None

    def __post_init__(self) -> None:
        self.searcher = self.index.searcher()

    def prepare(self, question: Question, facets: tuple[str, ...]) -> Prepared:
        """Return the question as tantivy query objects and aggregations."""
        schema = self.index.schema
        tree = translated(schema, question.tree())
        searched = _filtered(schema, tree, question.filters)
        chosen = {each.facet for each in question.filters}
        together = {facet: _terms(facet) for facet in facets if facet not in chosen}
        # A facet under its own choice is counted without it: a query of its own.
        alone = []
        for facet in (facet for facet in facets if facet in chosen):
            others = tuple(each for each in question.filters if each.facet != facet)
            alone.append((_filtered(schema, tree, others), {facet: _terms(facet)}))
        passes = [*([(searched, together)] if together else []), *alone]
        return Prepared(lambda: self._run(searched, passes), _answer)

    def _run(self, searched: Any, passes: list[tuple[Any, dict[str, Any]]]) -> Any:
        searcher = self.searcher
        found = searcher.search(searched, 10)
        ids = [searcher.doc(address)["id"][0] for _, address in found.hits]
        return found.count, ids, [searcher.aggregate(query, facets) for query, facets in passes]

    def update(self, old: TokenRecord, new: TokenRecord) -> None:
        """Replace a document and load the commit."""
        if self.writer is None:
            self.writer = self.index.writer(num_threads=1)
        self.writer.delete_documents_by_term("id", old.id)
        self.writer.add_document(_document(new))
        self.writer.commit()
        self.index.reload()
        self.searcher = self.index.searcher()

    def close(self) -> None:
        """Release the index."""
        self.writer = self.searcher = self.index = None


def _terms(facet: str) -> dict[str, Any]:
    return {"terms": {"field": facet, "size": _ALL_VALUES, "segment_size": _ALL_VALUES}}


def _filtered(schema: Any, tree: Any, filters: tuple[FacetFilter, ...]) -> Any:
    if not filters:
        return tree
    chosen = [tantivy.Query.term_set_query(schema, each.facet, list(each.values)) for each in filters]
    silent = [(Occur.Must, tantivy.Query.const_score_query(each, 0.0)) for each in chosen]
    return tantivy.Query.boolean_query([(Occur.Must, tree), *silent])


def _answer(raw: Any) -> Answer:
    total, ids, aggregated = raw
    counts = {
        facet: {bucket["key"]: bucket["doc_count"] for bucket in found["buckets"]}
        for each in aggregated
        for facet, found in each.items()
    }
    return Answer(total, tuple(str(id) for id in ids), counts)


def translated(schema: Any, tree: trees.Query) -> Any:
    """Return a Whoosh query tree as a tantivy query, boosts included."""
    query = _plain(schema, tree)
    return query if getattr(tree, "boost", 1.0) == 1.0 else tantivy.Query.boost_query(query, tree.boost)


def _plain(schema: Any, tree: trees.Query) -> Any:
    make = tantivy.Query
    if isinstance(tree, trees.ConstantScoreQuery):
        return make.const_score_query(translated(schema, tree.child), tree.score)
    if isinstance(tree, trees.AndMaybe):
        required, optional = (translated(schema, each) for each in (tree.a, tree.b))
        return make.boolean_query([(Occur.Must, required), (Occur.Should, optional)])
    if isinstance(tree, trees.And | trees.Or):
        occur = Occur.Must if isinstance(tree, trees.And) else Occur.Should
        return make.boolean_query([(occur, translated(schema, each)) for each in tree.subqueries])
    if isinstance(tree, trees.Phrase):
        return make.phrase_query(schema, tree.fieldname, list(tree.words))
    if isinstance(tree, trees.Prefix):
        return make.regex_query(schema, tree.fieldname, re.escape(tree.text) + ".*")
    if isinstance(tree, trees.Term):
        option = "basic" if tree.fieldname in INDEX_FIELDS.exact else "freq"
        return make.term_query(schema, tree.fieldname, tree.text, option)
    raise TypeError(f"tantivy：没有翻译 {type(tree).__name__}")
