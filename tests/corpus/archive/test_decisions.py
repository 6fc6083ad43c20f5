"""What was decided on a pair: the last word stands, nothing is forgotten, and undoing gives back what was before."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Archive, Decision, Pair, Profile, Ruling, decision_to_json, import_paths, standing, to_json
from corpus.archive import migrations
from corpus.errors import ArchiveError, Overtaken
from corpus.model import Proposal
from corpus.values.sessions import Session
from tests.corpus.archive.files import put
from tests.corpus.archive.places import Places, temporary_archive

WHO = ("王芳", "李明")


def _filled(archive: Archive, count: int = 4) -> list[str]:
    session = Session(12, 5)
    put(
        archive,
        "a.csv",
        [Proposal(f"关于第{n}件事的建议", session=session, number=n, body="江城") for n in range(count)],
    )
    return [record.id for record in archive.all()]


def test_the_order_of_a_pair_does_not_matter(archive: Archive) -> None:
    one, other, *_ = _filled(archive)
    kept = archive.decisions.decide(Pair.of(one, other), Ruling.MERGE, who="王芳", main=other, note=" 同一件事 ")
    assert archive.decisions.current([Pair.of(other, one)]) == {Pair.of(one, other): kept}
    assert (kept.main, kept.note, kept.who) == (other, "同一件事", "王芳")


def test_a_merge_names_one_of_the_two_as_main_case(archive: Archive) -> None:
    one, other, third, _ = _filled(archive)
    for main in ("", third):
        with pytest.raises(ArchiveError, match="主案"):
            archive.decisions.decide(Pair.of(one, other), Ruling.MERGE, who="王芳", main=main)
    assert archive.decisions.history(Pair.of(one, other)) == ()


def test_nothing_is_decided_on_a_record_that_is_not_there(archive: Archive) -> None:
    one, *_ = _filled(archive)
    with pytest.raises(ArchiveError, match="没有编号 x-1"):
        archive.decisions.decide(Pair.of(one, "x-1"), Ruling.DISTINCT, who="王芳")


def test_saying_the_same_again_is_one_entry(archive: Archive) -> None:
    pair = Pair.of(*_filled(archive)[:2])
    first = archive.decisions.decide(pair, Ruling.PENDING, who="王芳", note="再看")
    assert archive.decisions.decide(pair, Ruling.PENDING, who="王芳", note="再看") == first
    assert archive.decisions.decide(pair, Ruling.PENDING, who="李明", note="再看") != first
    assert len(archive.decisions.history(pair)) == 2


def test_undoing_is_an_entry_and_gives_back_what_stood_before(archive: Archive) -> None:
    pair = Pair.of(*_filled(archive)[:2])
    first = archive.decisions.decide(pair, Ruling.PENDING, who="王芳")
    second = archive.decisions.decide(pair, Ruling.DISTINCT, who="李明")
    undo = archive.decisions.undo(second.id, who="王芳", note="看错了")
    assert archive.decisions.current([pair])[pair] == first
    assert archive.decisions.history(pair) == (first, second, undo)
    archive.decisions.undo(first.id, who="王芳")
    assert archive.decisions.current([pair]) == {}
    assert len(archive.decisions.history(pair)) == 4


def test_what_somebody_else_has_changed_meanwhile_is_not_undone(archive: Archive) -> None:
    pair = Pair.of(*_filled(archive)[:2])
    first = archive.decisions.decide(pair, Ruling.PENDING, who="王芳")
    archive.decisions.decide(pair, Ruling.DISTINCT, who="李明")
    for entry in (first.id, "0" * 64):
        with pytest.raises(ArchiveError, match="刷新"):
            archive.decisions.undo(entry, who="王芳")


Step = tuple[int, int, Ruling | None, str]
STEPS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from([*Ruling, None]), st.sampled_from(WHO)), max_size=25
)


def _take(archive: Archive, ids: list[str], steps: list[Step]) -> None:
    for one, other, ruling, who in steps:
        if one == other:
            continue
        pair = Pair.of(ids[one], ids[other])
        if ruling:
            archive.decisions.decide(pair, ruling, who=who, main=ids[one], note=str(one))
        elif now := archive.decisions.current([pair]).get(pair):
            archive.decisions.undo(now.id, who=who)


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_replaying_the_history_gives_the_current_state_in_every_listing(places: Places, steps: list[Step]) -> None:
    with temporary_archive(places) as archive:
        ids = _filled(archive)
        _take(archive, ids, steps)
        pairs = [Pair.of(one, other) for one in ids for other in ids if one < other]
        replayed = {pair: now for pair in pairs if (now := standing(archive.decisions.history(pair)))}
        assert archive.decisions.current(pairs) == replayed
        newest_first = sorted(replayed.values(), key=lambda each: each.made, reverse=True)
        assert {each.id for each in archive.decisions.listed()} == {each.id for each in newest_first}
        made = [each.made for each in archive.decisions.listed()]
        assert made == sorted(made, reverse=True)
        for who in WHO:
            said = {each.id for each in replayed.values() if each.who == who}
            assert {each.id for each in archive.decisions.listed(who=who)} == said
            assert archive.decisions.count(who=who) == len(said)
        for id in ids:
            assert archive.decisions.of_records([id]) == {pair: replayed[pair] for pair in replayed if id in pair}


@settings(max_examples=15, deadline=None)
@given(STEPS)
def test_an_export_imported_elsewhere_decides_the_same_and_only_once(places: Places, steps: list[Step]) -> None:
    with temporary_archive(places) as archive, temporary_archive(places) as other:
        _take(archive, _filled(archive), steps)
        lines = [json.dumps(to_json(record)) for record in archive.all()]
        lines += [json.dumps(decision_to_json(entry)) for entry in archive.decisions.all()]
        for content in ("\n".join(lines), "\n".join([*lines, ""])):
            with tempfile.TemporaryDirectory() as folder:
                Path(folder, "export.jsonl").write_text(content, encoding="utf-8")
                report = import_paths(other, [Path(folder, "export.jsonl")], profile=Profile.generic())
            assert report.rejects == ()
            assert list(other.decisions.all()) == list(archive.decisions.all())
        assert [record.id for record in other.all()] == [record.id for record in archive.all()]


def test_a_decision_on_records_that_never_came_is_kept_as_a_reject(archive: Archive, tmp_path: Path) -> None:
    entry = Decision(Pair.of("x-1", "x-2"), Ruling.DISTINCT, who="王芳", made="2026-11-25T00:00:00.000000+00:00")
    path = tmp_path / "decisions.jsonl"
    path.write_text(json.dumps(decision_to_json(entry)), encoding="utf-8")
    (reject,) = import_paths(archive, [path], profile=Profile.generic()).rejects
    assert "没有编号 x-1" in reject.reason
    assert reject.excerpt == "x-1 x-2"


@pytest.mark.parametrize(
    "changed",
    [{"ruling": "不知道"}, {"main": "x-3"}, {"second": "x-1"}, {"ruling": ""}, {"who": None}, {"more": "x"},
     {"format": "tian-decision/9"}],
)  # fmt: skip
def test_a_broken_line_is_refused_with_its_place(archive: Archive, tmp_path: Path, changed: dict[str, str]) -> None:
    entry = Decision(Pair.of("x-1", "x-2"), Ruling.MERGE, "x-1", who="王芳", made="2026-11-25T00:00:00.000000+00:00")
    path = tmp_path / "decisions.jsonl"
    path.write_text(json.dumps({**decision_to_json(entry), **changed}), encoding="utf-8")
    report = import_paths(archive, [path], profile=Profile.generic())
    assert [reject.place for reject in report.rejects if "没有编号" not in reject.reason] in ([""], ["第 1 行"])
    assert report.added == 0


def test_listing_by_day_includes_the_whole_day(archive: Archive) -> None:
    ids = _filled(archive)
    kept = archive.decisions.decide(Pair.of(ids[0], ids[1]), Ruling.PENDING, who="王芳")
    day = kept.made[:10]
    assert archive.decisions.listed(since=day, until=day) == (kept,)
    assert archive.decisions.listed(since=day, until=day[:4], ruling=Ruling.PENDING) == (kept,)
    assert archive.decisions.listed(until="2020") == ()
    assert archive.decisions.count(since="2999") == 0


def test_an_archive_of_the_first_format_gains_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "archive.sqlite"
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:1])
        Archive.open(path).close()
    with sqlite3.connect(path) as connection:
        assert not connection.execute("select name from sqlite_master where name = 'decisions'").fetchall()
    connection.close()
    with Archive.open(path) as archive:
        ids = _filled(archive)
        archive.decisions.decide(Pair.of(ids[0], ids[1]), Ruling.DISTINCT, who="王芳")
        assert archive.decisions.count() == 1


def test_of_two_who_decide_in_the_same_moment_one_is_told(archive: Archive) -> None:
    ids, start = _filled(archive), threading.Barrier(2)
    told: list[str] = []

    def decide(who: str, pair: Pair) -> None:
        start.wait()
        try:
            archive.decisions.decide(pair, Ruling.DISTINCT, who=who, seen="")
        except Overtaken:
            told.append(who)

    for other in ids[1:]:
        pair = Pair.of(ids[0], other)
        threads = [threading.Thread(target=decide, args=(who, pair)) for who in WHO]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert len(archive.decisions.history(pair)) == 1
    assert len(told) == 3
