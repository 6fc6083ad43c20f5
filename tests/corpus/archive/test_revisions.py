"""One record or two, and which state is current: docs/decisions/0005, rule by rule."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.identity import evidence, identity
from corpus.model import Coverage, Proposal, Reply
from corpus.values.dates import PartialDate
from corpus.values.sessions import Session
from tests.corpus.archive.files import put, said
from tests.corpus.archive.places import Places, temporary_archive

CASE = Proposal(
    "关于停车的建议",
    text="老旧小区停车位不足，建议增设立体车库。",
    session=Session(12, 5),
    number=300,
    body="江城市政协",
    proposers=("甲",),
)
ANSWERED = replace(CASE, replies=(Reply("已增设立体车库三座。", replied=PartialDate(2021, 6, 28)),))

#: Few titles, bodies, texts and replies, so that records of different files meet.
crowded = st.builds(
    Proposal,
    title=st.sampled_from(["关于停车", "关于桥梁"]),
    text=st.sampled_from(["", "全文甲", "全文乙"]),
    session=st.sampled_from([None, Session(12, 5)]),
    number=st.sampled_from([None, 1, 2]),
    body=st.sampled_from(["", "江城市政协"]),
    proposers=st.sampled_from([(), ("甲",)]),
    category=st.sampled_from(["", "城建"]),
    coverage=st.sampled_from(Coverage),
    replies=st.lists(st.sampled_from([Reply("已增设车位。"), Reply("已拓宽桥面。")]), max_size=2, unique=True).map(
        tuple
    ),
)
folders = st.dictionaries(st.sampled_from(["a.csv", "b.csv", "c.csv"]), st.lists(crowded, max_size=4), min_size=1)


def _contents(archive: Archive) -> list[Proposal]:
    return [said(record) for record in archive.all()]


def _one_way(records: list[Proposal]) -> list[Proposal]:
    """The records with every identity in one form only, as nearly all real files have it."""
    first: dict[str, Proposal] = {}
    return [first.setdefault(identity(record), record) for record in records]


def _met_by_number_alone(files: dict[str, list[Proposal]]) -> bool:
    """Whether some are one record though called differently: its id is that of the one that came first."""
    every = [record for records in files.values() for record in records]
    return any(identity(one) != identity(other) and evidence(one, other) for one in every for other in every)


@settings(max_examples=30, deadline=None)
@given(folders)
def test_importing_again_changes_nothing(places: Places, files: dict[str, list[Proposal]]) -> None:
    with temporary_archive(places) as archive:
        for name, records in files.items():
            put(archive, name, records)
        before = (_contents(archive), list(archive.versions()), archive.counts().revisions, archive.sequence())
        for name, records in files.items():
            assert put(archive, name, records).unchanged == len(records)
        assert (_contents(archive), list(archive.versions()), archive.counts().revisions, archive.sequence()) == before


@settings(max_examples=30, deadline=None)
@given(folders, st.randoms(use_true_random=False))
def test_ids_do_not_depend_on_the_order_of_files(
    places: Places, files: dict[str, list[Proposal]], chance: random.Random
) -> None:
    files = {name: _one_way(records) for name, records in files.items()}
    assume(not _met_by_number_alone(files))
    shuffled = list(files)
    chance.shuffle(shuffled)
    with temporary_archive(places) as one, temporary_archive(places) as other:
        for name in files:
            put(one, name, files[name])
        for name in shuffled:
            put(other, name, files[name])
        assert sorted(id for id, _ in one.versions()) == sorted(id for id, _ in other.versions())


@settings(max_examples=30, deadline=None)
@given(folders)
def test_whatever_a_file_said_is_current_or_a_revision_or_part_of_one(
    places: Places, files: dict[str, list[Proposal]]
) -> None:
    with temporary_archive(places) as archive:
        for name, records in files.items():
            put(archive, name, records)
        ever = [revision.record for record in archive.all() for revision in archive.revisions(record.id)]
        for record in (record for records in files.values() for record in records):
            states = [state for state in ever if (state.title, state.number) == (record.title, record.number)]
            if record.coverage is Coverage.FULL:
                assert any(state.text == record.text or not record.text for state in states)
            for reply in record.replies:
                assert any(reply.text in other.text for state in states for other in state.replies)


def test_records_that_a_file_repeats_exactly_all_stay(archive: Archive) -> None:
    put(archive, "a.csv", [CASE, CASE, CASE])
    first, second, third = (record.id for record in archive.all())
    assert (second, third) == (f"{first}-2", f"{first}-3")


def test_the_same_number_with_other_titles_never_overwrites(archive: Archive) -> None:
    road, bridge = replace(CASE, title="关于道路的建议"), replace(CASE, title="关于桥梁的建议")
    put(archive, "a.csv", [CASE, road])
    put(archive, "b.csv", [bridge])
    assert _contents(archive) == [CASE, road, bridge]


def test_two_cities_without_a_name_stay_apart(archive: Archive) -> None:
    here = replace(CASE, body="")
    there = replace(here, proposers=("乙",), text="另一座城市的情况。")
    put(archive, "here/list.csv", [here])
    put(archive, "there/list.csv", [there])
    assert _contents(archive) == [here, there]


def test_another_publication_adds_a_revision_and_a_source(archive: Archive) -> None:
    put(archive, "list.csv", [CASE])
    counts = put(archive, "page.html", [replace(ANSWERED, proposers=())])
    assert (counts.added, counts.revised) == (0, 1)
    (current,) = archive.all()
    assert said(current) == ANSWERED
    assert [said(revision.record) for revision in archive.revisions(current.id)] == [CASE, ANSWERED]
    assert [source.file for source in archive.sources(current.id)] == ["list.csv", "page.html"]


def test_a_poorer_publication_drops_nothing(archive: Archive) -> None:
    put(archive, "page.html", [ANSWERED])
    poorer = replace(CASE, text="建议增设车库。", coverage=Coverage.ABSTRACT)
    assert put(archive, "list.csv", [poorer]).unchanged == 1
    assert _contents(archive) == [ANSWERED]


def test_a_source_may_correct_itself(archive: Archive) -> None:
    wrong = replace(CASE, replies=(Reply("这是另一件提案的答复。"),))
    put(archive, "page.html", [wrong])
    put(archive, "page.html", [ANSWERED])
    assert _contents(archive) == [ANSWERED]
    assert [said(revision.record) for revision in archive.revisions(next(archive.all()).id)] == [wrong, ANSWERED]


def test_a_copy_of_an_old_file_does_not_bring_the_old_state_back(archive: Archive) -> None:
    put(archive, "page.html", [CASE])
    put(archive, "list.csv", [replace(CASE, text="老旧小区停车位严重不足，建议增设立体车库。")])
    put(archive, "copy of page.html", [CASE])
    assert [record.text for record in _contents(archive)] == ["老旧小区停车位严重不足，建议增设立体车库。"]


def test_a_retitled_record_of_the_same_file_keeps_its_id(archive: Archive) -> None:
    put(archive, "a.csv", [CASE])
    id = next(archive.all()).id
    assert put(archive, "a.csv", [replace(CASE, title="关于老旧小区停车的建议")]).revised == 1
    assert [record.id for record in archive.all()] == [id]


def test_a_different_case_under_a_reused_number_and_file_name_is_a_record_of_its_own(archive: Archive) -> None:
    put(archive, "latest.csv", [CASE])
    other = replace(CASE, title="关于河道治理的提案", text="河水变黑，建议清淤。", proposers=("乙",))
    assert put(archive, "latest.csv", [other]).added == 1
    assert _contents(archive) == [CASE, other]


def test_an_edited_text_without_number_is_a_revision_in_its_own_file_only(archive: Archive) -> None:
    message = Proposal("关于停车", text="小区停车难", submitted=PartialDate(2020, 1, 6), number=17)
    edited = replace(message, text="小区停车真难")
    put(archive, "a.xlsx", [message])
    assert put(archive, "b.xlsx", [edited]).added == 1
    assert put(archive, "a.xlsx", [replace(message, text="小区停车非常难")]).revised == 1
    assert len(_contents(archive)) == 2


def test_reading_the_same_bytes_by_another_profile_revises_each_record_in_its_place(archive: Archive) -> None:
    raw = [Proposal("关于停车"), Proposal("关于桥"), Proposal("关于停车")]
    put(archive, "a.csv", raw, content=b"the same bytes")
    ids = [record.id for record in archive.all()]
    told = [replace(record, body="江城市政协", session=Session(12, 5), number=n) for n, record in enumerate(raw)]
    counts = put(archive, "a.csv", told, content=b"the same bytes")
    assert (counts.added, counts.revised) == (0, 3)
    assert [record.id for record in archive.all()] == ids
    assert _contents(archive) == told


def test_a_reader_that_counts_places_otherwise_moves_no_record(archive: Archive) -> None:
    rows = [Proposal("关于停车"), Proposal("关于桥"), Proposal("关于路")]
    put(archive, "a.csv", rows, content=b"the same bytes")
    before = list(archive.versions())
    heading = Proposal("表头")
    assert put(archive, "a.csv", [heading, *rows], content=b"the same bytes").revised == 0
    assert list(archive.versions())[:3] == before


def test_a_file_that_lists_one_number_and_title_twice_keeps_both_through_any_later_file(archive: Archive) -> None:
    one, other = replace(CASE, text="第一种正文。"), replace(CASE, text="截然不同的第二种。")
    put(archive, "a.csv", [one, other])
    put(archive, "b.csv", [other])
    put(archive, "c.csv", [replace(CASE, text="第三种。")])
    assert _contents(archive)[:2] == [one, other]
    put(archive, "a.csv", [other, one])
    assert _contents(archive)[:2] == [one, other]


def test_a_record_missing_from_a_newer_file_stays(archive: Archive) -> None:
    other = replace(CASE, title="关于桥梁的建议", number=301)
    put(archive, "a.csv", [CASE, other])
    put(archive, "a.csv", [other])
    assert _contents(archive) == [CASE, other]


def test_an_exported_id_is_kept_where_it_is_free(archive: Archive) -> None:
    put(archive, "export.jsonl", [replace(CASE, id="12-5-0300-abcdef"), replace(CASE, title="关于桥", id="../x")])
    first, second = (record.id for record in archive.all())
    assert first == "12-5-0300-abcdef"
    assert second.startswith("12-5-0300-")
    put(archive, "other.jsonl", [replace(CASE, title="关于路", id="12-5-0300-abcdef")])
    assert len({record.id for record in archive.all()}) == 3
