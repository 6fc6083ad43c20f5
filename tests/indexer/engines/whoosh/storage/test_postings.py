"""Posting lists come back as they were written, one at a time and as a block."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines.whoosh.storage.arrayfile import ArrayFile, ArrayFileWriter
from indexer.engines.whoosh.storage.postings import FieldPostings, Postings
from indexer.engines.whoosh.storage.postings_writer import FieldKind, PostingsWriter
from indexer.engines.whoosh.storage.term_states import TermStateArrays, TermStates, list_sizes
from indexer.engines.whoosh.storage.termdict import Terms

sizes = st.integers(1, 5) | st.sampled_from([62, 63, 64, 254, 255, 256, 70_000])


@given(st.lists(st.tuples(sizes, st.integers(0, 3), sizes), min_size=1, max_size=100), st.integers(1, 100_000))
def test_term_states_are_found_between_samples(rows: list[tuple[int, int, int]], doc_count: int) -> None:
    df, kinds = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    tokens = df + np.array([row[2] for row in rows]) - 1
    states = TermStates(TermStateArrays.of(df, kinds, tokens, doc_count), doc_count)
    lengths = list_sizes(df, kinds, doc_count)
    for number in range(len(rows)):
        state = states.one(number)
        assert state[:2] == (df[number], kinds[number])
        assert state.tokens == states.tokens(number) == tokens[number]
        assert (state.doc_at, state.token_at) == (lengths[:number].sum(), tokens[:number].sum())
    for found, expected in zip(states.many(1, len(rows)), (df, kinds, tokens), strict=True):
        assert found.tolist() == expected[1:].tolist()


@st.composite
def posting_lists(draw: st.DrawFn) -> tuple[int, list[dict[int, list[int]]]]:
    """How many documents there are, and per term, document → positions, with gaps and positions of all widths."""
    doc_count = draw(st.sampled_from([1, 9, 300, 70_000, 300_000]))
    documents = st.integers(0, doc_count - 1)
    positions = st.sets(st.integers(0, 40) | st.sampled_from([255, 256, 4095, 4096, 65_536, 1_000_000]), min_size=1)
    lists = st.dictionaries(documents, positions.map(sorted), min_size=1, max_size=12)
    dense = st.just({number: [number % 7] for number in range(0, doc_count, 2)}) if doc_count <= 300 else lists
    return doc_count, draw(st.lists(lists | dense, min_size=1, max_size=6))


@settings(deadline=None)
@given(posting_lists(), st.sampled_from([0, 4, 8]))
def test_lists_come_back_one_at_a_time_and_as_a_block(
    given_lists: tuple[int, list[dict[int, list[int]]]], high_bits: int
) -> None:
    doc_count, lists = given_lists
    flat = [(docs, docs[number]) for docs in lists for number in sorted(docs)]
    block = Postings(
        df=np.array([len(docs) for docs in lists]),
        docs=np.array([number for docs in lists for number in sorted(docs)]),
        tokens=np.array([sum(map(len, docs.values())) for docs in lists]),
        first=np.array([number == 0 for _, positions in flat for number in range(len(positions))]),
        positions=np.array([place for _, positions in flat for place in positions]),
    )
    with TemporaryDirectory() as name:
        scratch = Path(name)
        writer = PostingsWriter("field", FieldKind(freqs=True, positions=True), doc_count, high_bits, scratch)
        writer.add(block)
        terms = Terms.from_sorted([b"%03d" % number for number in range(len(lists))])
        stored = writer.finish(terms, np.zeros(doc_count, np.uint8), len(flat))
        file = ArrayFileWriter(scratch / "field.arr")
        for array in stored.arrays:
            array.append_to(file)
        file.set_meta(fields={"field": stored.meta})
        file.close()
        field = FieldPostings(ArrayFile(scratch / "field.arr"), "field", doc_count)
        for number, docs in enumerate(lists):
            state = field.states.one(number)
            positions = [place for document in sorted(docs) for place in docs[document]]
            assert field.docs(state).tolist() == sorted(docs)
            assert field.positions(state).tolist() == positions
        found = field.block(0, len(lists))
        for part in ("df", "docs", "tokens", "first", "positions"):
            assert getattr(found, part).tolist() == getattr(block, part).tolist()
        if len(lists) > 1:
            rest = field.block(1, len(lists))
            assert rest.docs.tolist() == block.docs[block.df[0] :].tolist()
