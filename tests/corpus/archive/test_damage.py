"""What is no longer as it was written is told by name, and stops nothing else."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from corpus.archive import Archive, back_up
from corpus.errors import ArchiveError
from corpus.model import Proposal
from tests.corpus.archive.files import put
from tests.fixtures.frozen import engine_of

ONE, OTHER = Proposal("关于停车的建议", text="停车难" * 50), Proposal("关于桥梁的建议", text="桥面破损" * 50)


def _flip(place: str | Path, table: str, column: str, key: str, which: object) -> None:
    """Turn one bit over in the middle of a value, as a failing disk does."""
    engine = engine_of(place)
    with engine.begin() as connection:
        found = connection.execute(text(f"SELECT {column} FROM {table} WHERE {key} = :key"), {"key": which}).scalar()
        broken = bytearray(bytes(found))  # type: ignore[arg-type]
        broken[len(broken) // 2] ^= 4
        connection.execute(
            text(f"UPDATE {table} SET {column} = :broken WHERE {key} = :key"), {"broken": bytes(broken), "key": which}
        )
    engine.dispose()


def test_one_flipped_bit_is_told_with_its_record_and_the_others_are_read(place: str | Path) -> None:
    with Archive.open(place) as archive:
        put(archive, "a.csv", [ONE, OTHER])
        assert archive.damage() == ()
        ids = [record.id for record in archive.all()]
    _flip(place, "payloads", "body", "pk", 1)
    with Archive.open(place) as archive:
        assert [record.id for record in archive.all()] == [ids[1]]
        assert [stored.record.id for stored in archive.stored(ids=ids)] == [ids[1]]
        assert (archive.get(ids[0]), archive.revisions(ids[0])) == (None, ())
        told = archive.damage()
        assert len(told) == 2
        assert all(line.startswith(ids[0]) for line in told)
        assert put(archive, "b.csv", [OTHER]).unchanged == 1


def test_a_damaged_original_is_told_by_its_name(place: str | Path) -> None:
    with Archive.open(place) as archive:
        put(archive, "a.csv", [ONE])
        (source,) = archive.sources(next(archive.all()).id)
    _flip(place, "sources", "content", "sha256", source.sha256)
    with Archive.open(place) as archive:
        (told,) = archive.damage()
        assert "a.csv" in told
        with pytest.raises(ArchiveError, match="与校验和不符"):
            archive.raw(source.sha256)


def test_a_copy_and_a_backup_hold_what_is_damaged_and_tell_it_when_asked(tmp_path: Path) -> None:
    place = tmp_path / "archive.sqlite"
    with Archive.open(place) as archive:
        put(archive, "a.csv", [ONE, OTHER])
    _flip(place, "payloads", "body", "pk", 1)
    back_up(place, tmp_path / "kept.sqlite")
    with Archive.open(place) as archive, Archive.open(tmp_path / "copy.sqlite") as copied:
        archive.copy_to(copied)
        assert copied.damage() == archive.damage() != ()
    with Archive.open(tmp_path / "kept.sqlite") as kept:
        assert len(kept.damage()) == 2


@pytest.mark.skipif(os.name == "nt", reason="rights are another matter there")
def test_nobody_else_may_read_what_an_archive_or_a_backup_writes(tmp_path: Path) -> None:
    place = tmp_path / "home" / "archive.sqlite"
    with Archive.open(place) as archive:
        put(archive, "a.csv", [ONE])
        back_up(place, tmp_path / "home" / "kept.sqlite")
        rights = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [*place.parent.iterdir(), place.parent]}
    assert rights.pop("home") == 0o700
    assert set(rights.values()) == {0o600}
