"""A profile says which function the time went to."""

from __future__ import annotations

import pstats
from pathlib import Path

import pytest

from benchmarks.profile import profile_work


def _slow() -> int:
    return sum(len(str(number)) for number in range(2000))


def test_a_profile_is_kept_and_names_the_function_that_worked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = profile_work("求和", _slow, tmp_path)
    functions = {name for _, _, name in pstats.Stats(str(file)).stats}  # type: ignore[attr-defined]
    assert "_slow" in functions
    assert "_slow" in capsys.readouterr().out
