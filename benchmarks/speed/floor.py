"""The floor under a latency: the bytes a question must touch, over the bandwidth of memory.

Whatever the engine, the posting lists of a question's terms and the facet columns of its matches must be read. The
bytes are counted as a good compression would keep them, not as any engine here does:

* documents: a gap of 1, 2 or 4 bytes each, or one bit for every document of the index, whichever is less;
* frequencies: one bit an occurrence; lengths: one byte a match and field that scores;
* positions: one byte for each word of a phrase and match;
* facets: one code of one or two bytes a match.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import index
from whoosh.query import Phrase, Prefix, Query, Term

from benchmarks.speed.figures import Floor
from benchmarks.speed.questions import FACETS, Question
from indexer.index.documents import INDEX_FIELDS

__all__ = ["bandwidth", "floors", "list_bytes"]

_BANDWIDTH_BYTES = 512 << 20
_BANDWIDTH_PASSES = 7


def bandwidth() -> float:
    """Return how many bytes a second one core reads from memory: the best of some sums over half a gigabyte."""
    block = np.ones(_BANDWIDTH_BYTES // 8, np.int64)
    best = float("inf")
    for _ in range(_BANDWIDTH_PASSES):
        started = time.perf_counter()
        block.sum()
        best = min(best, time.perf_counter() - started)
    return _BANDWIDTH_BYTES / best


def floors(directory: Path, questions: Sequence[Question], totals: Mapping[Question, int]) -> tuple[Floor, ...]:
    """Return the floor of every question, from the statistics that stock Whoosh reads in our index.

    Args:
        totals: question → how many documents match it.
    """
    reader = index.open_dir(str(directory)).reader()
    facet_bytes = sum(1 if len(list(reader.lexicon(facet))) < 256 else 2 for facet in FACETS)
    found = []
    for question in questions:
        matches = totals[question]
        leaves = [(field, text) for leaf in _leaves(question.tree()) for field, text in _terms(reader, leaf)]
        frequencies = [(field, text, reader.doc_frequency(field, text)) for field, text in leaves]
        filters = [(each.facet, value) for each in question.filters for value in each.values]
        postings = sum(df for _, _, df in frequencies)
        touched = sum(_term_bytes(reader, *each) for each in frequencies)
        touched += sum(list_bytes(reader.doc_frequency(*each), reader.doc_count_all()) for each in filters)
        touched += matches * len({field for field, _ in leaves})
        touched += matches * len(question.tokens) * (question.kind == "phrase")
        found.append(Floor(question, postings, int(touched), matches * facet_bytes))
    reader.close()
    return tuple(found)


def list_bytes(frequency: int, documents: int) -> float:
    """Return the bytes of one list of ``frequency`` documents out of ``documents``.

    >>> list_bytes(1_000, 200_000), list_bytes(100_000, 200_000), list_bytes(10, 200_000)
    (1000, 25000.0, 20)
    """
    gap = documents / max(frequency, 1)
    width = 1 if gap < 1 << 8 else 2 if gap < 1 << 16 else 4
    return min(frequency * width, documents / 8)


def _leaves(tree: Query) -> Iterator[Query]:
    return (leaf for leaf in tree.leaves() if isinstance(leaf, Term | Phrase | Prefix))


def _terms(reader: Any, leaf: Query) -> Iterator[tuple[str, str]]:
    if isinstance(leaf, Phrase):
        yield from ((leaf.fieldname, word) for word in leaf.words)
    elif isinstance(leaf, Prefix):
        texts = (text.decode("utf-8") for text in reader.expand_prefix(leaf.fieldname, leaf.text))
        yield from ((leaf.fieldname, text) for text in texts)
    else:
        yield leaf.fieldname, leaf.text


def _term_bytes(reader: Any, field: str, text: str, frequency: int) -> float:
    size = list_bytes(frequency, reader.doc_count_all())
    if field in INDEX_FIELDS.exact or not frequency:
        return size
    leaves = (leaf for leaf, _ in reader.leaf_readers() if (field, text) in leaf)
    return size + sum(float(leaf.frequency(field, text)) for leaf in leaves) / 8
