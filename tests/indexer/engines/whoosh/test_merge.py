"""What is inverted and merged holds what its documents hold, at the same positions."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines.base import IndexDocument
from indexer.engines.whoosh import merge
from indexer.engines.whoosh.invert import Batch
from indexer.engines.whoosh.merge import merge_segments
from indexer.engines.whoosh.schema import IndexFields
from indexer.engines.whoosh.storage.segment_file import SegmentFile

texts = st.text(
    st.sampled_from("ab养老服务\U0002b740é\x01\x7f")
    | st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    max_size=9,
)


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
