"""An index is either whole or refused; a search sees one state of it."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from whoosh import query
from whoosh.index import open_dir

from indexer.engines.base import EngineQuery, IndexDocument
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.engines.whoosh.schema import TokenStreamAnalyzer
from indexer.engines.whoosh.segment import ArraySegment, verify_files
from indexer.engines.whoosh.storage.arrayfile import IndexDamaged
from indexer.engines.whoosh.writer import build
from tests.indexer.engines.whoosh.corpora import FIELDS, TOKENS, identity

TREE = query.Term("content_bigrams", "养老")


def make(number: int, marker: str = "养老") -> IndexDocument:
    """A document of a few dozen tokens with one certain token."""
    chosen = Random(number)
    tokens = [chosen.choice(TOKENS) for _ in range(40)]
    return IndexDocument(
        f"d{number}",
        f"v{number}",
        {"content_bigrams": [[marker, *tokens], tokens], "content_chars": [tokens]},
        {"session": ["12-1"]},
        {"session": ["12-1"], "unit": ["民政局", "财政局"][: number % 3]},
        date=20210000 + number % 12,
    )


def make_slowly(number: int) -> IndexDocument:
    """As :func:`make`, leaving time to be killed."""
    time.sleep(0.0005)
    return make(number)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """An index that was built and updated."""
    build(tmp_path / "index", range(50), make, fields=FIELDS)
    WhooshEngine(tmp_path / "index").update([make(number) for number in range(45, 60)], ["d3"])
    return tmp_path / "index"


def _accepted(directory: Path) -> bool:
    try:
        WhooshEngine(directory).close()
        verify_files(directory)
    except IndexDamaged:
        return False
    return True


def test_a_flipped_byte_anywhere_is_noticed(directory: Path) -> None:
    chosen = Random(1)
    for path in (each for each in directory.iterdir() if each.stat().st_size):
        content = path.read_bytes()
        places = {0, 8, len(content) - 1, *(chosen.randrange(len(content)) for _ in range(300))}
        for place in sorted(places):
            changed = bytearray(content)
            changed[place] ^= 1 << chosen.randrange(8)
            path.write_bytes(changed)
            assert not _accepted(directory), (path.name, place)
        path.write_bytes(content)
    assert _accepted(directory)


def test_the_message_says_which_file_and_what_to_do(directory: Path) -> None:
    path = next(directory.glob("*.arr"))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexDamaged, match=rf"{path.name}.*tian reindex"):
        WhooshEngine(directory)


def test_a_file_that_is_missing_or_cut_short_is_noticed(directory: Path) -> None:
    for path in (each for each in directory.iterdir() if each.stat().st_size):
        content = path.read_bytes()
        for size in (0, 10, len(content) // 2, len(content) - 1):
            path.write_bytes(content[:size])
            assert not _accepted(directory)
        path.unlink()
        assert not _accepted(directory)
        path.write_bytes(content)


def _build_slowly(directory: Path) -> None:
    build(directory, range(100_000), make_slowly, fields=FIELDS)


def test_a_build_that_was_killed_leaves_nothing_that_opens(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_build_slowly, args=(tmp_path / "index",))
    process.start()
    while not list((tmp_path / "index").glob("*.arr")):
        time.sleep(0.01)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    with pytest.raises(IndexDamaged):
        WhooshEngine(tmp_path / "index")


def _update_forever(directory: Path) -> None:
    engine = WhooshEngine(directory)
    for number in range(100_000):
        engine.update([make(number % 200)], [f"d{(number * 7) % 200}"])


def test_an_update_that_was_killed_leaves_a_whole_index(directory: Path) -> None:
    context = multiprocessing.get_context("spawn")
    engine = WhooshEngine(directory)
    for delay in (0.05, 0.11, 0.17):
        before = (directory / "MAIN_WRITELOCK").stat().st_mtime_ns, sorted(each.name for each in directory.iterdir())
        process = context.Process(target=_update_forever, args=(directory,))
        process.start()
        while before[1] == sorted(each.name for each in directory.iterdir()):
            time.sleep(0.01)
        time.sleep(delay)
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        verify_files(directory)
        engine.update([make(1000)])
        rows = engine.search(EngineQuery(query.Term("id", "d1000"))).rows
        assert [row.id for row in rows] == ["d1000"]
        ids = [id for id, _ in engine.versions()]
        assert len(ids) == len(set(ids))


def test_what_another_engine_commits_is_seen_by_the_next_search(directory: Path) -> None:
    reader, writer = WhooshEngine(directory), WhooshEngine(directory)
    for number in range(100, 130):
        writer.update([make(number)], [f"d{number - 1}"])
        rows = reader.search(EngineQuery(query.Term("id", f"d{number}"))).rows
        assert [row.id for row in rows] == [f"d{number}"]
        assert reader.search(EngineQuery(query.Term("id", f"d{number - 1}"))).total == 0


def test_threads_search_while_documents_are_replaced(directory: Path) -> None:
    engine = WhooshEngine(directory)
    total = engine.search(EngineQuery(TREE)).total
    failures: list[Any] = []
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            result = engine.search(EngineQuery(TREE, facets=("session", "unit"), limit=100))
            ids = [row.id for row in result.rows]
            if result.total != total or len(set(ids)) != total or result.counts["session"] != {"12-1": total}:
                failures.append(result)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for round_number in range(25):
        engine.update([make(number) for number in range(10 + round_number % 5, 20)])
    done.set()
    for thread in threads:
        thread.join()
    assert not failures


def test_many_small_updates_keep_few_segments_and_the_order_of_arrival(tmp_path: Path) -> None:
    build(tmp_path / "index", range(5), make, fields=FIELDS)
    engine = WhooshEngine(tmp_path / "index")
    for number in range(5, 70):
        engine.update([make(number)])
    assert len(open_dir(str(tmp_path / "index")).reader().leaf_readers()) <= 5
    rows = engine.search(EngineQuery(query.Every(), limit=100)).rows
    assert [row.id for row in rows] == [f"d{number}" for number in range(70)]
    verify_files(tmp_path / "index")


def test_removing_everything_leaves_an_empty_index_that_can_be_filled_again(directory: Path) -> None:
    engine = WhooshEngine(directory)
    engine.update([], [id for id, _ in engine.versions()])
    assert engine.search(EngineQuery(query.Every(), facets=("unit",))).total == 0
    engine.update([make(7)])
    assert [row.id for row in engine.search(EngineQuery(TREE)).rows] == ["d7"]


def test_a_directory_with_something_in_it_is_not_built_into(directory: Path) -> None:
    with pytest.raises(FileExistsError, match="不是空的"):
        build(directory, [], identity, fields=FIELDS)


def test_a_field_the_index_does_not_have_is_refused_by_name(tmp_path: Path) -> None:
    document = IndexDocument("d1", "v", {"summary_words": [["养老"]]})
    with pytest.raises(ValueError, match="summary_words"):
        build(tmp_path / "index", [document], identity, fields=FIELDS)


def test_processes_build_the_same_index_as_one(tmp_path: Path) -> None:
    numbers = range(4_500)
    for workers in (1, 2):
        build(tmp_path / f"index{workers}", numbers, make, fields=FIELDS, workers=workers)
    results = [
        WhooshEngine(tmp_path / f"index{workers}").search(EngineQuery(TREE, facets=("unit",), limit=5000))
        for workers in (1, 2)
    ]
    # The state names one build, so that a cursor of the other is not taken for its own.
    assert results[0].state != results[1].state
    assert replace(results[0], state="") == replace(results[1], state="")
    assert results[0].total == len(numbers)


def test_an_id_with_odd_characters_is_replaced_and_not_doubled(tmp_path: Path) -> None:
    ids = ["a\0b", "第0300号", "x" * 300, " ", "\U0002b740"]
    documents = [IndexDocument(id, "1", {"content_bigrams": [["养老"]]}) for id in ids]
    build(tmp_path / "index", documents, identity, fields=FIELDS)
    engine = WhooshEngine(tmp_path / "index")
    engine.update([IndexDocument(id, "2", {"content_bigrams": [["养老"]]}) for id in ids])
    assert sorted(engine.versions()) == sorted((id, "2") for id in ids)


def test_a_query_on_a_field_the_index_does_not_have_finds_nothing(directory: Path) -> None:
    engine = WhooshEngine(directory)
    unknown = [
        query.Term("nowhere", "养老"),
        query.Prefix("nowhere", "养"),
        query.Phrase("nowhere", ["养老", "服务"]),
        query.Every("nowhere"),
    ]
    for tree in unknown:
        assert engine.search(EngineQuery(tree)).total == 0
        assert engine.search(EngineQuery(query.And([query.Every(), query.Not(tree)]))).total > 0


def test_an_index_names_classes_as_those_built_before_it_do(directory: Path) -> None:
    # The table of contents is a pickle: where one of these moves, no index that exists could be opened.
    contents = next(directory.glob("*.toc")).read_bytes()
    named = {name.decode() for name in re.findall(rb"indexer\.[.\w]+", contents)}
    assert named == {"indexer.engines.whoosh.schema", "indexer.engines.whoosh.segment"}
    assert (TokenStreamAnalyzer.__module__, ArraySegment.__module__) == tuple(sorted(named))
