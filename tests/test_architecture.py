"""The shape of the code is a rule like any other: doors, directions, sizes."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

#: Each package and the packages it may import. Imports run one way.
MAY_IMPORT = {"corpus": set(), "indexer": {"corpus"}, "sample_archive": {"corpus"}, "search_web": {"corpus", "indexer"}}
PACKAGES = tuple(MAY_IMPORT)

#: The house's limits. They are not loosened for a file that grows; the file is parted.
MOST_LINES, MOST_FUNCTION_LINES, MOST_SIBLINGS = 400, 60, 15


def _modules(package: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((ROOT / package).rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def _imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node.lineno


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_run_one_way(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path, tree in _modules(package)
        for name, line in _imports(tree)
        if (top := name.split(".")[0]) in PACKAGES and top != package and top not in MAY_IMPORT[package]
    ]
    assert wrong == []


@pytest.mark.parametrize("package", PACKAGES)
def test_other_packages_are_entered_by_their_door(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path, tree in _modules(package)
        for name, line in _imports(tree)
        if name.split(".")[0] in PACKAGES and name.split(".")[0] != package and "." in name
    ]
    assert wrong == []


@pytest.mark.parametrize("package", PACKAGES)
def test_a_door_offers_exactly_what_it_names(package: str) -> None:
    door = importlib.import_module(package)
    assert sorted(door.__all__) == sorted(set(door.__all__)), "listed twice"
    assert [name for name in door.__all__ if not hasattr(door, name)] == []


@pytest.mark.parametrize("package", [*PACKAGES, "benchmarks"])
def test_no_file_is_larger_than_the_house_allows(package: str) -> None:
    large = {
        str(path.relative_to(ROOT)): lines
        for path, _ in _modules(package)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert large == {}


@pytest.mark.parametrize("package", [*PACKAGES, "benchmarks"])
def test_no_function_is_longer_than_a_screen(package: str) -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path, tree in _modules(package)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno > MOST_FUNCTION_LINES
    ]
    assert long == []


#: What is held to small folders, and to files that do not import in a circle.
PARTED = ("corpus", "indexer", "sample_archive", "search_web", "tests/corpus", "tests/indexer", "tests/search_web")
ACYCLIC = ("corpus", "indexer", "sample_archive", "search_web")


@pytest.mark.parametrize("package", PARTED)
def test_no_folder_has_more_siblings_than_the_house_allows(package: str) -> None:
    folders = {path.parent for path in (ROOT / package).rglob("*") if "__pycache__" not in path.parts}
    crowded = {
        str(folder.relative_to(ROOT)): siblings
        for folder in sorted({*folders, ROOT / package})
        if (siblings := sum(path.name != "__pycache__" for path in folder.iterdir())) > MOST_SIBLINGS
    }
    assert crowded == {}


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.mark.parametrize("package", ACYCLIC)
def test_no_files_import_each_other_in_a_circle(package: str) -> None:
    """Whether for types or for use, at the top or in a function: what needs each other is one idea or badly parted."""
    modules = {_dotted(path): tree for path, tree in _modules(package)}
    needs: dict[str, set[str]] = {name: set() for name in modules}
    for name, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                wanted = {f"{node.module}.{alias.name}" for alias in node.names}
                needs[name] |= (wanted & modules.keys()) or ({node.module} & modules.keys())
            elif isinstance(node, ast.Import):
                needs[name] |= {alias.name for alias in node.names} & modules.keys()
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as circle:
        pytest.fail(" ← ".join(circle.args[1]))


@pytest.mark.parametrize("package", PACKAGES)
def test_public_functions_and_classes_say_what_the_caller_gets(package: str) -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path, tree in _modules(package)
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


#: Where an environment is handed to `read_settings`.
EDGES = (ROOT / "search_web" / "wsgi.py", ROOT / "indexer" / "cli" / "main.py")


@pytest.mark.parametrize("package", PACKAGES)
def test_only_the_edges_read_the_environment_and_print(package: str) -> None:
    loud = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in _modules(package)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv") and path not in EDGES)
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print")
    ]
    assert loud == []


def test_importing_the_library_starts_nothing_heavy() -> None:
    """A reader of the corpus does not pay for the web, nor a reader of the index for Flask."""
    import subprocess
    import sys

    code = "import indexer, sys; print([m for m in ('flask', 'playwright', 'search_web') if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
