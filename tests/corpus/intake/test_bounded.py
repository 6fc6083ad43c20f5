"""Whatever a file costs, reading it ends; the next file is read as if nothing had been."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from corpus import BoundedReader, Profile, ReadLimits, read

TEXT = "关于停车的建议\n建议增设车位。".encode()


def test_what_is_read_is_what_is_read_without_limits() -> None:
    with BoundedReader() as reader:
        for name, content in (
            ("a.txt", TEXT),
            ("b.docx", b"PK\x03\x04 broken"),
            ("c.csv", "标题,正文\n甲,乙".encode()),
        ):
            found = reader.read(name, content, Profile.generic())
            assert found == tuple(read(name, content, profile=Profile.generic()))


def test_a_file_that_takes_too_long_is_refused_and_the_next_is_read() -> None:
    slow = ("<html><body>" + "<p " + "a=1 " * 400_000 + ">停车</p></body></html>").encode() * 8
    with BoundedReader(ReadLimits(seconds=60)) as patient:
        patient.read("a.txt", TEXT, Profile.generic())
        patient.limits = ReadLimits(seconds=0.001)
        (refused,) = patient.read("slow.html", slow, Profile.generic())
        assert refused.reject is not None
        assert "还没有读完" in refused.reject.reason
        patient.limits = ReadLimits(seconds=60)
        (after,) = patient.read("a.txt", TEXT, Profile.generic())
        assert after.record is not None


@pytest.mark.skipif(sys.platform != "linux", reason="a limit of memory that every system keeps is not known")
def test_a_file_that_takes_too_much_memory_is_refused_and_the_next_is_read() -> None:
    with BoundedReader(ReadLimits(memory=400 << 20)) as reader:
        found = reader.read("big.txt", "停车场".encode() * 30_000_000, Profile.generic())
        assert len(found) == 1
        assert found[0].reject is not None
        assert "内存超过" in found[0].reject.reason
        (after,) = reader.read("a.txt", TEXT, Profile.generic())
        assert after.record is not None


@pytest.mark.skipif(sys.platform != "linux", reason="who runs is told by Linux's /proc")
def test_no_process_is_left_behind() -> None:
    with BoundedReader() as reader:
        reader.read("a.txt", TEXT, Profile.generic())
        assert reader._child is not None
        pid = reader._child.pid
        assert Path(f"/proc/{pid}").exists()
    assert not Path(f"/proc/{pid}").exists()
