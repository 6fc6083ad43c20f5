"""The walks of ARCHITECTURE.md go through the code as it is: every step is there and is called by one before it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")

_WALK = re.compile(r"(?ms)^\*\*(A [^*]+)\*\*[^\n]*:\n\n((?:\d+\. [^\n]*\n)+)")
_STEP = re.compile(r"\d+\. `([\w/]+\.py)` `(\w+)`: .+")

#: A step that its user calls.
_BY_ITS_USER = "indexer/cli/"

WALKS = {title: _STEP.findall(steps) for title, steps in _WALK.findall(PAGE)}


def _functions(file: str) -> dict[str, ast.FunctionDef]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def _called(file: str) -> set[str]:
    """Every name that a file calls, or hands on to be called."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return names | {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def test_there_are_walks_of_a_record_a_query_and_a_duplicate_check() -> None:
    assert set(WALKS) == {"A record", "A query", "A duplicate check"}
    assert [len(steps) for steps in WALKS.values() if len(steps) < 8] == []


@pytest.mark.parametrize("title", WALKS)
def test_every_step_of_a_walk_is_a_function_of_its_file(title: str) -> None:
    assert [f"{file} {name}" for file, name in WALKS[title] if name not in _functions(file)] == []


@pytest.mark.parametrize("title", WALKS)
def test_every_step_of_a_walk_is_called_by_one_before_it(title: str) -> None:
    steps = WALKS[title]
    lost = [
        f"{place + 1}. {file} {name}"
        for place, (file, name) in enumerate(steps)
        if place
        and not file.startswith(_BY_ITS_USER)
        and not any(name in _called(earlier) for earlier, _ in steps[:place])
    ]
    assert lost == []
