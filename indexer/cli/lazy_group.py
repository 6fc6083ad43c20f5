"""A group whose commands are imported when they are called: names, places and help are known before.

Its own commands stand in a table from name to import path. Packages above this one join by the entry point group
``tian.commands``. The help page and completion take the one line of help from the source, so that they import nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from indexer.cli.chinese import ChineseCommand, ChineseGroup

__all__ = ["LazyGroup", "docstring_of"]


class LazyGroup(ChineseGroup):
    """A group of commands known by their import paths, and of those registered from outside (the site's ``serve``).

    Args:
        paths: name → ``module:attribute``, in the order of work.
    """

    def __init__(self, *args: Any, paths: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.paths = paths

    def path_of(self, name: str) -> str | None:
        """Return where a command is to be imported from; None where there is no such command."""
        return self.paths.get(name) or _joined().get(name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Its own commands in the order of work, then the others by name."""
        return list(dict.fromkeys([*self.paths, *sorted(_joined())]))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, importing its module only when it is wanted."""
        if cmd_name not in self.commands and (path := self.path_of(cmd_name)):
            module, _, attribute = path.partition(":")
            command = getattr(import_module(module), attribute)
            self.add_command(command if cmd_name in self.paths else _in_chinese(command, cmd_name), cmd_name)
        return self.commands.get(cmd_name)

    def help_line(self, ctx: click.Context, name: str) -> str:
        """Return a command's line on the help page, from the source where that can be read."""
        text = docstring_of(self.path_of(name) or "")
        command = click.Command(name, help=text) if text else self.get_command(ctx, name)
        return command.get_short_help_str(60) if command else ""

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands and options that what was typed may become."""
        names = (name for name in self.list_commands(ctx) if name.startswith(incomplete))
        items = [CompletionItem(name, help=self.help_line(ctx, name)) for name in names]
        return items + click.Command.shell_complete(self, ctx, incomplete)


def docstring_of(path: str) -> str:
    """Return the docstring of ``module:function`` without importing it; ``""`` where no source tells.

    >>> docstring_of("indexer.cli.archive:show")
    '显示一件提案的全部内容。'
    """
    module, _, attribute = path.partition(":")
    source = _source_of(module)
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == attribute:
            return ast.get_docstring(node) or ""
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                if attribute == (alias.asname or alias.name):
                    return docstring_of(f"{node.module}:{alias.name}")
    return ""


def _source_of(module: str) -> str:
    """A module's source, found as an import would find it, without running the packages on the way."""
    places, whole, spec = None, "", None
    for part in filter(None, module.split(".")):
        whole = f"{whole}.{part}" if whole else part
        # A package of its own is found by whatever knows it: an editable install has a finder besides the path.
        spec = PathFinder.find_spec(whole, places) if places else find_spec(whole)
        if spec is None:
            return ""
        places = spec.submodule_search_locations
    source = Path(spec.origin) if spec and spec.origin else None
    return source.read_text(encoding="utf-8") if source and source.suffix == ".py" else ""


def _joined() -> dict[str, str]:
    return {point.name: point.value for point in entry_points(group="tian.commands")}


def _in_chinese(command: click.Command, name: str) -> click.Command:
    if isinstance(command, click.Group):
        parts = {part: _in_chinese(each, part) for part, each in command.commands.items()}
        return ChineseGroup(name, commands=parts, help=command.help)
    return ChineseCommand(name, callback=command.callback, params=command.params, help=command.help)
