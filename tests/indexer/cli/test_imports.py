"""What a command imports: no more than it needs, since that is most of what a short command takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from indexer.cli.lazy_group import LazyGroup, docstring_of
from indexer.cli.main import cli
from tests.indexer.cli.running import ROOT, tian

#: Packages that take long to import, by what they are for.
SITE, OFFICE = {"flask", "werkzeug", "jinja2"}, {"openpyxl", "docx", "lxml"}
CHINESE, ENGINE = {"jieba", "rjieba", "opencc", "pypinyin", "cn2an"}, {"whoosh", "numpy"}
DATABASE, WRITING = {"sqlalchemy"}, {"filelock"}
HEAVY = SITE | OFFICE | CHINESE | ENGINE | DATABASE | WRITING
#: Runs a command and tells on the last line of standard error what of these it imported.
TOLD = f"""
import json, sys
from indexer.cli import main
try:
    main(sys.argv[1:])
finally:
    print(file=sys.stderr)
    print(json.dumps(sorted({HEAVY!r} & set(sys.modules))), end="", file=sys.stderr)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one proposal, indexed."""
    folder = tmp_path_factory.mktemp("imports")
    record = {"title": "关于增设停车位的建议", "text": "老城区停车难，建议增设停车位。"}
    (folder / "one.jsonl").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    assert tian(folder / "home", "import", folder / "one.jsonl").code == 0
    assert tian(folder / "home", "reindex", "--workers", "1").code == 0
    return folder / "home"


def imported(*args: str, **environment: str) -> set[str]:
    """Return the heavy packages that a command imports."""
    command = [sys.executable, "-c", TOLD, *args]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, check=False)
    return set(json.loads(done.stderr.decode().splitlines()[-1]))


def test_the_list_of_commands_imports_nothing_heavy() -> None:
    assert imported("--help") == set()


def test_nor_does_it_from_another_folder_where_only_the_installation_knows_the_packages(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("tian")
    if not program.exists():
        pytest.skip("the command is not installed beside this Python")
    away = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-X", "importtime", str(program), "--help"]
    done = subprocess.run(command, cwd=tmp_path, env=away, capture_output=True, text=True, check=True)
    assert {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()} & HEAVY == set()


def test_the_help_page_says_of_every_command_what_its_own_page_says() -> None:
    assert isinstance(cli, LazyGroup)
    context = click.Context(cli)
    lines = {name: cli.help_line(context, name) for name in cli.list_commands(context)}
    for name, line in lines.items():
        command = cli.get_command(context, name)
        assert command is not None
        assert (name, line) == (name, command.get_short_help_str(60))
    assert all(lines.values())


def test_a_function_without_source_or_docstring_has_no_line() -> None:
    assert (docstring_of("nowhere.at.all:x"), docstring_of("json:loads_nothing"), docstring_of("")) == ("", "", "")


@pytest.mark.parametrize("words", ["tian s", "tian --ho", "tian show --"])
def test_completing_a_command_imports_nothing_of_site_or_engine(words: str) -> None:
    asked = {"_TIAN_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    assert imported(**asked) <= DATABASE


@pytest.mark.parametrize("args", [["rejects"], ["show", "none"], ["export"]])
def test_a_command_on_the_archive_imports_no_engine(home: Path, args: list[str]) -> None:
    assert imported("--home", str(home), *args) <= DATABASE


def test_a_search_imports_nothing_of_what_writes(home: Path) -> None:
    assert imported("--home", str(home), "search", "停车").isdisjoint(WRITING)


@pytest.mark.parametrize("args", [["search", "停车"], ["stats"], ["update"], ["verify"]])
def test_a_command_on_the_index_imports_neither_site_nor_office_formats(home: Path, args: list[str]) -> None:
    assert imported("--home", str(home), *args).isdisjoint(SITE | OFFICE | {"jieba", "pypinyin"})


def test_importing_a_table_of_text_imports_no_site(home: Path) -> None:
    assert imported("--home", str(home), "import", str(home.parent / "one.jsonl")).isdisjoint(SITE | {"docx", "jieba"})
