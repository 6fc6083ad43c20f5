"""The documents say what the program does: commands, options, examples."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from indexer.cli.main import cli

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")

CONTEXT = click.Context(cli)
COMMANDS = sorted(cli.list_commands(CONTEXT))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_and_explains_itself_in_chinese(name: str) -> None:
    assert f"`tian {name}`" in README
    answer = CliRunner().invoke(cli, [name, "--help"])
    assert answer.exit_code == 0
    assert "用法：" in answer.output
    assert "Usage" not in answer.output
    assert "Options" not in answer.output


def test_every_command_the_readme_names_exists() -> None:
    named = set(re.findall(r"`tian ([a-z]+)`", README))
    assert named == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_help_text(name: str) -> None:
    command = cli.get_command(CONTEXT, name)
    assert command is not None
    silent = [param.name for param in command.params if isinstance(param, click.Option) and not param.help]
    assert silent == []


def test_every_make_target_the_readme_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", README, re.MULTILINE)) <= targets


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md")), ids=lambda p: p.name
)
def test_every_link_between_documents_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    broken = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert broken == []


def test_make_without_a_target_lists_what_there_is() -> None:
    answer = subprocess.run(["make", "-C", str(ROOT)], capture_output=True, text=True, check=True)
    assert "run" in answer.stdout
    assert "test" in answer.stdout
