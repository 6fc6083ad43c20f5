"""What is installed from a wheel holds all that the pages need besides code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def _beside_code(root: Path) -> set[str]:
    paths = (path.relative_to(root) for path in (root / "search_web").rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if path.suffix not in (".py", ".pyc")}


def test_a_wheel_holds_every_template_and_static_file(tmp_path: Path) -> None:
    pytest.importorskip("setuptools")
    command = [
        sys.executable,
        "-c",
        "from setuptools import setup; setup()",
        "-q",
        "build_py",
        "--build-lib",
        str(tmp_path),
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    built = _beside_code(tmp_path)
    assert built == _beside_code(ROOT)
    assert {"search_web/results/page.html", "search_web/exports/opensearch.xml", "search_web/py.typed"} <= built
    assert {each.rpartition(".")[2] for each in built} >= {"html", "xml", "css", "js", "svg"}
