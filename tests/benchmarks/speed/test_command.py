"""The command: what it refuses, it refuses before it measures."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def told(*arguments: str) -> str:
    command = [sys.executable, "-m", "benchmarks.speed", *arguments]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode != 0
    assert answer.stdout == ""
    return answer.stderr


def test_an_unknown_engine_is_named_with_those_there_are() -> None:
    assert "没有 lucene，可选：arrays,tantivy,sqlite,stock" in told("--engines", "arrays,lucene")


def test_a_document_without_marks_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("# 速度\n", encoding="utf-8")
    assert "没有标记" in told("--markdown", str(tmp_path / "page.md"))


def test_the_page_in_the_documents_has_its_marks_in_order() -> None:
    page = (ROOT / "docs/benchmarks.md").read_text(encoding="utf-8")
    assert 0 < page.find("<!-- 以下由程序写入 -->") < page.find("<!-- 以上由程序写入 -->")
