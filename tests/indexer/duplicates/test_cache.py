"""What is kept beside the index is after an update what a full rebuild would keep, and damage to it is noticed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus import Archive, Proposal, Session
from indexer.duplicates.cache import FILE, read_duplicates
from indexer.index.build import reindex, update
from indexer.index.generations import Generations
from indexer.index.verify import verify
from tests.indexer.archives import add
from tests.indexer.duplicates.texts import internal, paragraph


def numbered(proposal: Proposal) -> Proposal:
    """The proposal as the archive knows it again when it is revised."""
    return replace(proposal, session=Session(12, 5), number_written=str(proposal.number), body="江州市政协")


def kept(archive: Archive, generations: Generations, *, public: bool) -> dict[str, set[str]]:
    """The titles of every proposal's copies, by its title."""
    found = read_duplicates(generations.live())
    titles = {each.id: each.title for each in archive.all()}
    return {
        title: {titles[other] for other in found.copies_of(id, internal=not public)} for id, title in titles.items()
    }


@pytest.mark.parametrize("public", [True, False])
def test_after_an_update_the_copies_are_those_of_a_rebuild(tmp_path: Path, public: bool) -> None:
    one, two, short = paragraph(1), paragraph(2), "建议在学校门前的路口增设行人信号灯和减速带。"
    before = [
        Proposal("甲", text=one, number=1),
        Proposal("乙", text=one, number=2),
        Proposal("丙", text=two, number=3),
        Proposal("丁", text=paragraph(4), number=4),
        Proposal("短一", text=short, number=5),
        Proposal("极短一", text="同意", number=6),
    ]
    after = [
        Proposal("乙", text=paragraph(5), number=2),  # no copy any more
        Proposal("丁", text=one + "另行补充。", number=4),  # has become one
        Proposal("新", text=two, number=7),
        internal("密", one, 8),
        internal("短二", short, 9),
        Proposal("极短二", text="同意", number=10),
    ]
    with Archive.open(tmp_path / "archive") as archive:
        generations = Generations(tmp_path / "index")
        add(archive, tmp_path, map(numbered, before))
        reindex(archive, generations)
        add(archive, tmp_path, map(numbered, after), "later.jsonl")
        assert update(archive, generations).action == "updated"
        updated = kept(archive, generations, public=public)
        reindex(archive, generations)
        assert updated == kept(archive, generations, public=public)
        assert updated["甲"] == ({"丁"} if public else {"丁", "密"})
        assert updated["乙"] == set()
        assert updated["丙"] == {"新"}
        assert updated["短一"] == (set() if public else {"短二"})
        assert updated["极短一"] == set()  # too short to be compared


@pytest.mark.parametrize("place", [-1, 40])
def test_a_changed_byte_is_damage_that_verify_names(tmp_path: Path, place: int) -> None:
    with Archive.open(tmp_path / "archive") as archive:
        generations = Generations(tmp_path / "index")
        add(
            archive,
            tmp_path,
            [Proposal("甲", text=paragraph(1), number=1), Proposal("乙", text=paragraph(1), number=2)],
        )
        reindex(archive, generations)
        assert verify(archive, generations).sound
        path = generations.live() / FILE
        content = bytearray(path.read_bytes())
        content[place] ^= 1
        path.write_bytes(content)
        assert verify(archive, generations).damage
        path.unlink()
        assert verify(archive, generations).damage
