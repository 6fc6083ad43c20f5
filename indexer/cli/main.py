"""The command ``tian``: its options, the table of its commands, and the one place where errors become exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click
from click.shell_completion import get_completion_class

from corpus import CorpusError
from indexer.cli.chinese import ChineseCommand, explain
from indexer.cli.lazy_group import LazyGroup
from indexer.errors import IndexerError, SettingsError
from indexer.settings import FILE, OPTIONS, read_settings

__all__ = ["completion", "main", "settings_options"]


def settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command an option for everything that can be set; it is called with ``given``, flag → value."""

    @wraps(command)
    def with_settings(*args: Any, **values: Any) -> Any:
        given = {}
        for option in OPTIONS:
            value = values.pop(option.flag.replace("-", "_"))
            if value not in (None, ()):
                given[option.flag] = value
        return command(*args, given=given, **values)

    decorated: Callable[..., Any] = with_settings
    for option in reversed(OPTIONS):
        decorated = click.option(
            f"--{option.flag}",
            multiple=option.several,
            type=click.Choice(option.choices) if option.choices else str,
            metavar=option.metavar or None,
            help=f"{option.help}也可用环境变量 {option.variable}，或在 {FILE} 里写 {option.key}。",
        )(decorated)
    return decorated


#: Exit codes of the contract: 1 when something was refused, 2 on wrong usage, 130 when stopped by hand.
REFUSED, USAGE, STOPPED = 1, 2, 130


#: Every command of this package by where it is imported from when it is called, in the order of work.
COMMANDS = {
    "import": "indexer.cli.importing:import_command",
    "inspect": "indexer.cli.inspecting:inspect_command",
    "rejects": "indexer.cli.archive:rejects",
    "reindex": "indexer.cli.indexing:reindex_command",
    "update": "indexer.cli.indexing:update_command",
    "search": "indexer.cli.search:search",
    "show": "indexer.cli.archive:show",
    "duplicates": "indexer.cli.duplicates:duplicates",
    "explain": "indexer.cli.search:explain",
    "verify": "indexer.cli.indexing:verify_command",
    "stats": "indexer.cli.indexing:stats",
    "doctor": "indexer.cli.doctor:doctor",
    "export": "indexer.cli.archive:export",
    "copy": "indexer.cli.archive:copy_command",
    "backup": "indexer.cli.archive:backup_command",
    "restore": "indexer.cli.amending:restore_command",
    "delete": "indexer.cli.amending:delete_command",
    "correct": "indexer.cli.amending:correct_command",
    "split": "indexer.cli.amending:split_command",
    "completion": "indexer.cli.main:completion",
}


@click.group(cls=LazyGroup, paths=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="TIAN_HOME",
    default=Path("tian-home"),
    metavar="目录",
    help="档案和索引所在的目录，默认 ./tian-home；也可用环境变量 TIAN_HOME 指定。",
)
@settings_options
@click.option("-v", "--verbose", count=True, help="多说一些正在做什么（写两次更多）。")
@click.version_option(package_name="tian-search", message="提案检索 %(version)s", help="显示版本号。")
@click.pass_context
def cli(context: click.Context, home: Path, given: dict[str, Any], verbose: int) -> None:
    """提案检索：导入提案、建议和答复，建立索引，检索。"""
    if verbose:
        given = {"log-level": "info" if verbose == 1 else "debug", **given}
    try:
        settings = read_settings(home, given, os.environ)
    except SettingsError as error:
        raise click.UsageError(str(error)) from None
    settings.log.begin()
    # What an office keeps is nobody else's to read: archive, index, backups.
    os.umask(0o077)
    context.obj = settings


def main(args: Sequence[str] | None = None) -> None:
    """Run ``tian`` with these arguments (default: the process's own) and exit with the contract's code."""
    try:
        code = cli.main(args=args, prog_name="tian", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        click.echo(help_wanted.ctx.get_help() if help_wanted.ctx else "", err=True)
        sys.exit(USAGE)
    except click.UsageError as error:
        click.echo(explain(error), err=True)
        sys.exit(USAGE)
    except (CorpusError, IndexerError) as error:
        click.echo(f"错误：{error}", err=True)
        sys.exit(REFUSED)
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断。已经提交的内容都保留着，再运行一次同样的命令即可继续。", err=True)
        sys.exit(STOPPED)
    sys.exit(code if isinstance(code, int) else 0)


@click.command(cls=ChineseCommand)
@click.argument("shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """输出命令补全脚本，例如：tian completion bash >> ~/.bashrc。"""
    completer = get_completion_class(shell)
    assert completer is not None, "click knows every shell offered"
    root = context.find_root().command
    click.echo(completer(root, {}, "tian", "_TIAN_COMPLETE").source())
