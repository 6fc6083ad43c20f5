"""Lucene's way with Chinese (CJKAnalyzer), through tantivy: pairs of characters within runs, whole Latin words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from benchmarks.quality.collection import Collection, key_of, text_of
from benchmarks.quality.systems.base import DEPTH, Ranker

__all__ = ["cjk_tokens", "lucene_cjk"]

_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z0-9]+")


def cjk_tokens(text: str) -> list[str]:
    """Return the tokens of Lucene's CJKAnalyzer; a pair never spans punctuation, a lone character stays alone.

    >>> cjk_tokens("停车难，５Ｇ 站")
    ['停车', '车难', '5g', '站']
    """
    tokens: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        if run.isascii() or len(run) == 1:
            tokens.append(run)
        else:
            tokens += ["".join(pair) for pair in pairwise(run)]
    return tokens


@contextmanager
def lucene_cjk(collection: Collection, directory: Path) -> Iterator[Ranker]:
    """Give the ranker of tantivy over these tokens, any of which may match; ImportError where it is not installed."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field("number", stored=True)
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(heap_size=64 << 20, num_threads=1)
    for number, each in enumerate(collection.documents):
        writer.add_document(tantivy.Document(text=" ".join(cjk_tokens(text_of(each))), number=number))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    keys = [key_of(each) for each in collection.documents]

    def rank(query: str) -> list[str]:
        terms = [tantivy.Query.term_query(schema, "text", token) for token in dict.fromkeys(cjk_tokens(query))]
        tree = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        hits = searcher.search(tree, limit=DEPTH).hits
        return [keys[searcher.doc(address)["number"][0]] for _, address in hits]

    yield rank
