"""A batch is the office's; the archive knows nothing of it until it is kept, and loses nothing then."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from corpus import Archive, ArchiveError, Overtaken, Pair, Ruling, Visibility
from indexer import Against, DecisionService, Verdict
from search_web.desk.batches.checking import Checker
from search_web.desk.batches.decisions import BatchDecisions
from search_web.desk.batches.folder import BatchFolder
from search_web.desk.batches.keeping import keep
from search_web.desk.batches.model import BatchState, DeskError, Match
from search_web.desk.batches.store import LIFETIME, MAX_FILES, MAX_PASTED, MOST, BatchStore, Upload, pasted, uploaded
from tests.indexer.archives import add
from tests.search_web.desk.fakes import FakeDuplicates
from tests.search_web.desk.samples import ARCHIVED, docx_file, new_text


class Sent:
    """A file as the framework would hand it over."""

    def __init__(self, filename: str | None, content: bytes = b"x") -> None:
        self.filename = filename
        self._content = content

    def read(self) -> bytes:
        return self._content


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    home = tmp_path_factory.mktemp("home")
    with Archive.open(home / "archive.sqlite") as opened:
        add(opened, home / "files", ARCHIVED)
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> BatchStore:
    return BatchStore(tmp_path / "batches")


@pytest.fixture
def checker(archive: Archive) -> Iterator[Checker]:
    made = Checker(FakeDuplicates(archive))
    yield made
    made.close()


#: A new one, a copy of an archived one, a copy of the first, and something that cannot be read.
UPLOADS = [
    Upload("甲.docx", docx_file("关于甲的提案", new_text(1))),
    Upload("乙.docx", docx_file("关于乙的提案", ARCHIVED[3].text)),
    Upload("丙.txt", f"关于丙的提案\n{new_text(1)}".encode()),
    Upload("丁.pdf", b"%PDF-1.7 scanned"),
]


def _checked(store: BatchStore, checker: Checker, uploads: list[Upload] | None = None) -> BatchFolder:
    batch = store.create("王芳", "一批", Against.BOTH, UPLOADS if uploads is None else uploads)
    folder = store.folder(batch.id)
    assert folder
    checker.check_now(folder)
    return folder


def test_a_check_finds_copies_in_the_archive_and_in_the_batch_and_names_what_it_cannot_read(
    store: BatchStore, checker: Checker
) -> None:
    folder = _checked(store, checker)
    batch = folder.get()
    assert batch
    assert (batch.state, batch.drafts, batch.found, batch.done, batch.total) == (BatchState.DONE, 3, 3, 3, 3)
    assert [(each.file, "PDF" in each.reason) for each in batch.unread] == [("丁.pdf", True)]
    best = [line.best.other if line.best else "" for line in folder.lines()]
    assert (best[0], best[2]) == ("新-3", "新-1")
    (second,) = folder.drafts({2})
    assert second.proposal.text == ARCHIVED[3].text
    assert [line.title for line in folder.lines()] == ["关于甲的提案", "关于乙的提案", "关于丙的提案"]
    assert all(match.passages for matches in folder.matches().values() for match in matches)


def test_nothing_of_a_checked_batch_is_in_the_archive(store: BatchStore, checker: Checker, archive: Archive) -> None:
    before = archive.counts()
    _checked(store, checker)
    assert archive.counts() == before


def test_a_batch_is_opened_by_any_clerk_and_by_no_other_name(store: BatchStore) -> None:
    batch = store.create("王芳", "一批", Against.BOTH, UPLOADS[:1])
    assert [(each.id, each.owner) for each in store.all()] == [(batch.id, "王芳")]
    assert store.folder(batch.id)
    for id in ("", "..", "../batches", "0" * 24, batch.id.upper()):
        assert store.folder(id) is None


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_an_upload_that_ended_half_way_is_no_batch(store: BatchStore, error: BaseException) -> None:
    written = Path.write_bytes

    def broken(path: Path, content: bytes) -> int:
        if path.parent.name == "0002":
            raise error
        return written(path, content)

    with patch.object(Path, "write_bytes", broken), pytest.raises((DeskError, KeyboardInterrupt)):
        store.create("王芳", "一批", Against.BOTH, UPLOADS[:2])
    assert store.all() == []


def test_a_batch_nobody_opened_for_a_fortnight_is_gone(store: BatchStore) -> None:
    old, kept = (store.create("王芳", name, Against.BOTH, UPLOADS[:1]) for name in ("旧", "新"))
    folder = store.folder(old.id)
    assert folder
    past = time.time() - LIFETIME.total_seconds() - 60
    os.utime(folder.path, (past, past))
    other = store.create("李明", "另一批", Against.BOTH, UPLOADS[:1])
    assert {each.id for each in store.all()} == {kept.id, other.id}


def test_a_desk_has_an_end(store: BatchStore) -> None:
    for _ in range(MOST):
        store.create("王芳", "一批", Against.BOTH, UPLOADS[:1])
    with pytest.raises(DeskError, match="丢弃"):
        store.create("王芳", "一批", Against.BOTH, UPLOADS[:1])
    assert len(store.all()) == MOST


def test_one_batch_is_checked_once_at_a_time_and_a_lock_ends_with_its_holder(
    store: BatchStore, checker: Checker
) -> None:
    batch = store.create("王芳", "一批", Against.BOTH, UPLOADS)
    folder = store.folder(batch.id)
    assert folder
    lock = folder.take()
    assert lock
    with lock, pytest.raises(DeskError, match="正在查重"):
        checker.start(folder)
    assert not folder.at_work
    checker.start(folder)
    for _ in range(6_000):
        now = folder.get()
        if now and now.state.over:
            break
        time.sleep(0.01)
    assert now
    assert now.state is BatchState.DONE


def test_a_batch_discarded_while_it_is_checked_ends_quietly(store: BatchStore, archive: Archive) -> None:
    started, discarded = threading.Event(), threading.Event()

    class Slow(FakeDuplicates):
        def batch(self, *args, **kwargs):  # type: ignore[no-untyped-def]
            started.set()
            discarded.wait(5)
            return super().batch(*args, **kwargs)

    checker = Checker(Slow(archive))
    batch = store.create("王芳", "一批", Against.BOTH, UPLOADS)
    folder = store.folder(batch.id)
    assert folder
    checker.start(folder)
    assert started.wait(5)
    folder.discard()
    discarded.set()
    checker.close()
    assert store.all() == []


def test_keeping_imports_the_files_and_takes_the_decisions_along(
    store: BatchStore, checker: Checker, tmp_path: Path
) -> None:
    with Archive.open(tmp_path / "archive.sqlite") as archive:
        add(archive, tmp_path / "files", ARCHIVED[:5])
        old = next(record.id for record in archive.all() if record.text == ARCHIVED[3].text)
        folder = _checked(store, Checker(FakeDuplicates(archive)))
        decisions = BatchDecisions(folder, DecisionService(archive))
        within, across = Pair.of("新-1", "新-3"), Pair.of("新-2", old)
        first = decisions.decide(across, Ruling.PENDING, who="王芳", note="再看")
        decisions.undo(across, decisions.decide(across, Ruling.DISTINCT, who="王芳").id, who="李明")
        decisions.decide(within, Ruling.MERGE, who="王芳", main="新-1")
        assert decisions.current([across, within])[across] == first
        assert archive.decisions.count() == 0

        kept = keep(archive, folder, visibility=Visibility.INTERNAL)
        assert (kept.added, kept.decisions) == (3, 4)
        again = keep(archive, folder, visibility=Visibility.INTERNAL)
        assert (again.added, again.decisions) == (0, 0)
        ids = folder.kept()
        assert set(ids) == {"新-1", "新-2", "新-3"}
        records = archive.get_many(ids.values())
        assert {each.visibility for each in records.values()} == {Visibility.INTERNAL}
        source = records[ids["新-2"]].source
        assert source
        assert source.name == "乙.docx"
        assert archive.raw(source.sha256) == UPLOADS[1].content

        history = archive.decisions.history(Pair.of(ids["新-2"], old))
        assert [(each.ruling, each.who, each.note) for each in history] == [
            (Ruling.PENDING, "王芳", "再看"), (Ruling.DISTINCT, "王芳", ""), (None, "李明", ""),
        ]  # fmt: skip
        merged = archive.decisions.current([Pair.of(ids["新-1"], ids["新-3"])])
        assert [each.main for each in merged.values()] == [ids["新-1"]]

        later = BatchDecisions(folder, DecisionService(archive))
        assert later.history(across) == history
        later.decide(across, Ruling.MERGE, who="王芳", main="新-2")
        assert archive.decisions.of_records([old])[Pair.of(ids["新-2"], old)].main == ids["新-2"]


def test_decisions_on_a_batch_keep_their_history_and_refuse_what_no_longer_stands(
    store: BatchStore, checker: Checker, archive: Archive
) -> None:
    folder = _checked(store, checker)
    decisions = BatchDecisions(folder, DecisionService(archive))
    pair = Pair.of("新-1", "新-3")
    with pytest.raises(DeskError, match="主案"):
        decisions.decide(pair, Ruling.MERGE, who="王芳", main="新-2")
    first = decisions.decide(pair, Ruling.PENDING, who="王芳")
    assert decisions.decide(pair, Ruling.PENDING, who="王芳") == first
    second = decisions.decide(pair, Ruling.MERGE, who="王芳", main="新-3")
    with pytest.raises(DeskError, match="刷新"):
        decisions.undo(pair, first.id, who="王芳")
    decisions.undo(pair, second.id, who="王芳")
    assert decisions.current([pair]) == {pair: first}
    assert len(decisions.history(pair)) == 3


def test_names_lose_folders_and_what_file_systems_read_into_them() -> None:
    names = ["新提案/六届/甲.docx", "C:\\提案\\乙.docx", "../../etc/passwd", 'a<b>:"c|?*.txt', "长" * 300 + ".docx"]
    found = {each.name for each in uploaded([Sent(name) for name in names])}
    assert found == {"甲.docx", "乙.docx", "passwd", "a_b___c___.txt", "长" * 70 + ".docx"}


def test_files_come_in_the_order_in_which_people_number_them() -> None:
    found = [each.name for each in uploaded([Sent(name) for name in ("10.docx", "2.docx", "第3件.txt", "1.docx")])]
    assert found == ["1.docx", "2.docx", "10.docx", "第3件.txt"]


def test_litter_of_folders_is_no_upload() -> None:
    litter = ["~$甲.docx", ".DS_Store", "新提案/Thumbs.db", "", None]
    assert [each.name for each in uploaded([*map(Sent, litter), Sent("甲.docx")])] == ["甲.docx"]
    with pytest.raises(DeskError, match="没有收到文件"):
        uploaded(map(Sent, litter))


def test_limits_say_what_to_do() -> None:
    with pytest.raises(DeskError, match="分几批"):
        uploaded(Sent(f"{number}.docx") for number in range(MAX_FILES + 1))
    with pytest.raises(DeskError, match="只贴一件"):
        pasted("标题", "字" * (MAX_PASTED + 1))
    with pytest.raises(DeskError, match="还没有内容"):
        pasted(" ", "\n")


def test_a_pasted_text_is_read_with_its_title(store: BatchStore, checker: Checker) -> None:
    folder = _checked(store, checker, [pasted(" 关于停车的提案\n", "甲。\r\n乙。")])
    (draft,) = folder.drafts()
    assert (draft.proposal.title, draft.proposal.text) == ("关于停车的提案", "甲。\n乙。")


def test_an_archive_that_is_gone_fails_the_check_in_words(store: BatchStore) -> None:
    class Gone(FakeDuplicates):
        def batch(self, *args, **kwargs):  # type: ignore[no-untyped-def]
            raise ArchiveError("档案库打不开。请检查磁盘。")

    batch = store.create("王芳", "一批", Against.BOTH, UPLOADS)
    folder = store.folder(batch.id)
    assert folder
    Checker(Gone(None)).check_now(folder)  # type: ignore[arg-type]
    now = folder.get()
    assert now
    assert (now.state, now.message) == (BatchState.FAILED, "档案库打不开。请检查磁盘。")


def test_of_two_clerks_who_decide_in_the_same_moment_one_is_told(store: BatchStore, archive: Archive) -> None:
    folder = store.folder(store.create("王芳", "一批", Against.BOTH, UPLOADS[:2]).id)
    assert folder
    pair, start = Pair.of("新-1", "新-2"), threading.Barrier(2)
    told: list[str] = []

    def decide(who: str) -> None:
        taken = BatchDecisions(folder, DecisionService(archive))
        start.wait()
        try:
            taken.decide(pair, Ruling.DISTINCT, who=who, seen="")
        except Overtaken:
            told.append(who)

    threads = [threading.Thread(target=decide, args=(who,)) for who in ("王芳", "李明")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(told) == 1
    assert len(folder.decisions()) == 1


def test_a_short_neighbour_in_the_same_batch_never_hides_the_archived_source() -> None:
    source = Match("12-5-0300-7c2e9a", Verdict.OVERLAPS, 0.41, coverage=0.49, reverse_coverage=0.48)
    neighbour = Match("新-2", Verdict.CONTAINS, 0.63, coverage=0.08, reverse_coverage=1.0)
    whole = Match("新-3", Verdict.CONTAINS, 0.7, coverage=0.6, reverse_coverage=1.0)
    nearly = Match("新-4", Verdict.NEAR_IDENTICAL, 0.9, coverage=0.9, reverse_coverage=0.9)
    ordered = sorted([neighbour, source, whole, nearly], key=lambda match: match.order)
    assert ordered == [nearly, whole, source, neighbour]
