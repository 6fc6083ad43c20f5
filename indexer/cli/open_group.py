"""A group that packages above this one join by the entry point group ``tian.commands``, loaded when called."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

import click

from indexer.cli.chinese import ChineseCommand, ChineseGroup

__all__ = ["OpenGroup"]


def _points() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group="tian.commands")}


class OpenGroup(ChineseGroup):
    """Commands of its own, and those that were registered from outside (the site's ``serve``)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Its own commands in the order they were added, then the others by name."""
        return list(dict.fromkeys([*super().list_commands(ctx), *sorted(_points())]))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, loading its package only when it is wanted."""
        if (own := super().get_command(ctx, cmd_name)) is not None:
            return own
        point = _points().get(cmd_name)
        return _in_chinese(point.load(), cmd_name) if point else None


def _in_chinese(command: click.Command, name: str) -> click.Command:
    if isinstance(command, click.Group):
        parts = {part: _in_chinese(each, part) for part, each in command.commands.items()}
        return ChineseGroup(name, commands=parts, help=command.help)
    return ChineseCommand(name, callback=command.callback, params=command.params, help=command.help)
