"""``tian completion``: the script that teaches a shell to complete tian's commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from indexer.cli.chinese import ChineseCommand

__all__ = ["completion"]


@click.command(cls=ChineseCommand)
@click.argument("shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """输出命令补全脚本，例如：tian completion bash >> ~/.bashrc。"""
    completer = get_completion_class(shell)
    assert completer is not None, "click knows every shell offered"
    root = context.find_root().command
    click.echo(completer(root, {}, "tian", "_TIAN_COMPLETE").source())
