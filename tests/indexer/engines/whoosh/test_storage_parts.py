"""Each part of the storage gives back what was put in: terms, states, lists, columns."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.analysis import Token

from indexer.engines.base import IndexDocument
from indexer.engines.whoosh import merge
from indexer.engines.whoosh.facets import FacetCounter
from indexer.engines.whoosh.invert import Batch
from indexer.engines.whoosh.merge import merge_segments
from indexer.engines.whoosh.schema import IndexFields, TokenStreamAnalyzer, token_text
from indexer.engines.whoosh.storage.arrayfile import ArrayFile, ArrayFileWriter
from indexer.engines.whoosh.storage.columns import FacetColumn, StringColumn
from indexer.engines.whoosh.storage.postings import FieldPostings, Postings
from indexer.engines.whoosh.storage.postings_writer import FieldKind, PostingsWriter
from indexer.engines.whoosh.storage.segment_file import SegmentFile
from indexer.engines.whoosh.storage.term_states import TermStateArrays, TermStates, list_sizes
from indexer.engines.whoosh.storage.termdict import TermDictionary, Terms, merge_dictionaries
from indexer.engines.whoosh.storage.tokens import SEPARATOR, JoinedTokens, terms_of_packed

texts = st.text(
    st.sampled_from("ab养老服务\U0002b740é\x01\x7f")
    | st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    max_size=9,
)
vocabularies = st.sets(texts.map(str.encode), max_size=40).map(sorted)


@given(vocabularies, st.lists(texts.map(str.encode), max_size=10))
def test_a_dictionary_finds_terms_prefixes_and_places_as_a_sorted_list_does(
    vocabulary: list[bytes], asked: list[bytes]
) -> None:
    dictionary = TermDictionary(Terms.from_sorted(vocabulary))
    assert list(dictionary.texts()) == vocabulary
    for text in (*asked, *vocabulary):
        assert dictionary.find(text) == (vocabulary.index(text) if text in vocabulary else -1)
        assert dictionary.lower_bound(text) == sum(term < text for term in vocabulary)
        start, stop = dictionary.prefix_range(text)
        assert vocabulary[start:stop] == [term for term in vocabulary if term.startswith(text)]


@given(st.lists(vocabularies, max_size=4))
def test_united_dictionaries_hold_every_term_once(vocabularies: list[list[bytes]]) -> None:
    terms, numbers = merge_dictionaries([TermDictionary(Terms.from_sorted(each)) for each in vocabularies])
    united = list(TermDictionary(terms).texts())
    assert united == sorted({term for each in vocabularies for term in each})
    for vocabulary, renumbered in zip(vocabularies, numbers, strict=True):
        assert [united[number] for number in renumbered.tolist()] == vocabulary


@given(st.lists(st.lists(texts | st.text("养老服ab\U0002b740", max_size=2), min_size=1, max_size=6), max_size=5))
def test_tokens_get_the_numbers_of_their_terms_in_byte_order(parts: list[list[str]]) -> None:
    tokens = [token for part in parts for token in part]
    joined = JoinedTokens([SEPARATOR.join(part) for part in parts])
    terms, numbers = joined.numbered()
    vocabulary = list(TermDictionary(terms).texts())
    assert vocabulary == sorted({token.encode() for token in tokens})
    assert [vocabulary[number].decode() for number in numbers.tolist()] == tokens
    packed = joined.packed(10)
    if packed is not None:
        keys, count, width = packed
        distinct, inverse = np.unique(keys, return_inverse=True)
        assert list(TermDictionary(terms_of_packed(distinct, count, width)).texts()) == vocabulary
        assert inverse.tolist() == numbers.tolist()


sizes = st.integers(1, 5) | st.sampled_from([62, 63, 64, 254, 255, 256, 70_000])


@given(st.lists(st.tuples(sizes, st.integers(0, 3), sizes), min_size=1, max_size=100), st.integers(1, 100_000))
def test_extents_are_found_between_samples(rows: list[tuple[int, int, int]], doc_count: int) -> None:
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


rows = st.lists(st.lists(st.sampled_from(["民政局", "财政局", "", "𫝀"]), max_size=4), min_size=1, max_size=20)


@given(rows, st.data())
def test_facets_are_counted_with_hits_and_with_what_is_missing(rows: list[list[str]], data: st.DataObject) -> None:
    counter = FacetCounter(FacetColumn.of(rows))
    chosen = np.array(sorted(data.draw(st.sets(st.integers(0, len(rows) - 1)))), np.intp)
    others = np.setdiff1d(np.arange(len(rows)), chosen)
    expected = {value: sum(value in rows[number] for number in chosen) for value in counter.values}
    assert dict(zip(counter.values, counter.count(chosen).tolist(), strict=True)) == expected
    assert counter.count_without(others).tolist() == counter.count(chosen).tolist()
    wanted = ("财政局", "不存在")
    assert counter.passes(wanted).tolist() == ["财政局" in row for row in rows]


@given(rows, rows)
def test_columns_of_two_segments_join_and_shrink(first: list[list[str]], second: list[list[str]]) -> None:
    kept = np.arange(0, len(first), 2)
    joined = FacetColumn.join([FacetColumn.of(first).take(kept), FacetColumn.of(second)])
    expected = FacetColumn.of([*first[::2], *second])
    assert joined.values == expected.values
    assert joined.starts.tolist() == expected.starts.tolist()
    assert joined.ordinals.tolist() == expected.ordinals.tolist()
    names = [" ".join(row) for row in (*first, *second)]
    column = StringColumn.join([StringColumn.of(names[: len(first)]).take(kept), StringColumn.of(names[len(first) :])])
    assert column.tolist() == [*names[: len(first) : 2], *names[len(first) :]]
    assert column.texts(np.arange(len(column))) == column.tolist()


@given(st.lists(st.lists(st.text("养老服务ab", min_size=1, max_size=3), max_size=5), max_size=4))
def test_joined_tokens_are_cut_back_into_the_same_positions(parts: list[list[str]]) -> None:
    def read(token: Token) -> tuple[str, int]:
        return token.text, token.pos

    found = [read(token) for token in TokenStreamAnalyzer()(token_text(parts))]
    expected, position = [], 0
    for part in parts:
        expected += [(token, position + number) for number, token in enumerate(part)]
        position += len(part) + 2
    assert found == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.lists(texts, max_size=8), max_size=2), min_size=3, max_size=9), st.data())
def test_merged_segments_hold_what_their_live_documents_hold(parts: list[list[list[str]]], data: st.DataObject) -> None:
    fields = IndexFields(positional=("words",), frequency=("chars",))
    documents = [IndexDocument(f"d{n}", "v", {"words": value, "chars": value}) for n, value in enumerate(parts)]
    deleted = data.draw(st.sets(st.integers(0, len(documents) - 1), max_size=len(documents) - 1))
    stretch, block = data.draw(st.sampled_from([3, 1000])), data.draw(st.integers(1, 30))
    with (
        TemporaryDirectory() as name,
        mock.patch.object(merge, "_RANGE_TERMS", stretch),
        mock.patch.object(merge, "_BLOCK_TOKENS", block),
    ):
        directory = Path(name)
        segments = []
        for start in range(0, len(documents), 3):
            batch = Batch(fields)
            for document in documents[start : start + 3]:
                batch.add(document)
            segment = batch.write(directory, directory)
            segments.append(segment.without({number - start for number in deleted if start <= number < start + 3}))
        merged = SegmentFile(directory / merge_segments(directory, segments, fields.kinds(), directory).filename())
        live = [document for number, document in enumerate(documents) if number not in deleted]
        assert merged.columns.ids.tolist() == [document.id for document in live]
        assert _positions(merged, "words") == _expected(live)
        assert {term: list(docs) for term, docs in _positions(merged, "words").items()} == _documents(merged, "chars")


def _expected(documents: list[IndexDocument]) -> dict[bytes, dict[int, list[int]]]:
    found: defaultdict[bytes, dict[int, list[int]]] = defaultdict(dict)
    for number, document in enumerate(documents):
        position = 0
        for part in document.tokens["words"]:
            for token in part:
                found[token.encode()].setdefault(number, []).append(position)
                position += 1
            position += 2
    return dict(found)


def _positions(file: SegmentFile, name: str) -> dict[bytes, dict[int, list[int]]]:
    field = file.field(name)
    assert field is not None
    found = {}
    for number, text in enumerate(field.terms.texts()):
        state = field.states.one(number)
        docs, starts = field.docs(state).tolist(), field.run_starts(state)
        ends = [*range(1, len(docs)), None] if starts is None else [*starts.tolist()[1:], None]
        firsts = range(len(docs)) if starts is None else starts.tolist()
        positions = field.positions(state).tolist()
        found[text] = {d: positions[first:end] for d, first, end in zip(docs, firsts, ends, strict=True)}
    return found


def _documents(file: SegmentFile, name: str) -> dict[bytes, list[int]]:
    field = file.field(name)
    assert field is not None
    return {text: field.docs(field.states.one(n)).tolist() for n, text in enumerate(field.terms.texts())}


def test_a_token_with_the_separator_in_it_does_not_shift_the_others(tmp_path: Path) -> None:
    batch = Batch(IndexFields(positional=("words",)))
    batch.add(IndexDocument("d0", "v", {"words": [["养老", "a\0b", "服务"]]}))
    file = SegmentFile(tmp_path / batch.write(tmp_path, tmp_path).filename())
    assert _positions(file, "words") == {
        "养老".encode(): {0: [0]},
        "a\ufffdb".encode(): {0: [1]},
        "服务".encode(): {0: [2]},
    }


def test_an_unfinished_file_does_not_open(tmp_path: Path) -> None:
    file = ArrayFileWriter(tmp_path / "a.arr")
    file.add("numbers", np.arange(1000))
    with pytest.raises(Exception, match="索引文件损坏"):
        ArrayFile(tmp_path / "a.arr")
    file.close()
    assert ArrayFile(tmp_path / "a.arr").array("numbers").tolist() == list(range(1000))
