"""The command ``tian``: its options, the table of its commands, and the one place where errors become exit codes."""

from __future__ import annotations

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
from indexer.settings import ENGINES, EngineSettings, Settings, addresses

__all__ = ["completion", "engine_options", "main"]


def engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the engine's options; it is called with ``engine``, an ``EngineSettings``."""

    @click.option(
        "--engine",
        "kind",
        type=click.Choice(ENGINES),
        envvar="TIAN_ENGINE",
        default="whoosh",
        help="检索引擎：whoosh 在本机（默认），opensearch 在集群上；也可用环境变量 TIAN_ENGINE 指定。",
    )
    @click.option(
        "--engine-url",
        "urls",
        multiple=True,
        envvar="TIAN_ENGINE_URL",
        metavar="地址",
        help="OpenSearch 集群节点的地址，如 http://10.0.0.1:9200；可多次给出，也可用逗号隔开。"
        "也可用环境变量 TIAN_ENGINE_URL 指定。",
    )
    @click.option(
        "--engine-prefix",
        "prefix",
        envvar="TIAN_ENGINE_PREFIX",
        default="tian",
        metavar="名称",
        help="集群里索引名称的开头，默认 tian；几套档案共用一个集群时各用各的。",
    )
    @click.option(
        "--engine-shards",
        "shards",
        type=click.IntRange(1, 1024),
        envvar="TIAN_ENGINE_SHARDS",
        default=1,
        metavar="N",
        help="集群里新建的索引分成几片，默认 1；每片以一千万件以内为宜。",
    )
    @wraps(command)
    def with_engine(*args: Any, kind: str, urls: tuple[str, ...], prefix: str, shards: int, **options: Any) -> Any:
        try:
            engine = EngineSettings(kind, addresses(urls), prefix, shards)
        except SettingsError as error:
            raise click.UsageError(str(error)) from None
        return command(*args, engine=engine, **options)

    return with_engine


#: Exit codes of the contract: 1 when something was refused, 2 on wrong usage, 130 when stopped by hand.
REFUSED, USAGE, STOPPED = 1, 2, 130


#: Every command of this package by where it is imported from when it is called, in the order of work.
COMMANDS = {
    "import": "indexer.cli.importing:import_command",
    "rejects": "indexer.cli.archive:rejects",
    "reindex": "indexer.cli.indexing:reindex_command",
    "update": "indexer.cli.indexing:update_command",
    "search": "indexer.cli.search:search",
    "show": "indexer.cli.archive:show",
    "duplicates": "indexer.cli.duplicates:duplicates",
    "explain": "indexer.cli.search:explain",
    "verify": "indexer.cli.indexing:verify_command",
    "stats": "indexer.cli.indexing:stats",
    "export": "indexer.cli.archive:export",
    "copy": "indexer.cli.archive:copy_command",
    "backup": "indexer.cli.archive:backup_command",
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
@click.option(
    "--archive",
    "archive_url",
    envvar="TIAN_ARCHIVE",
    default="",
    metavar="地址",
    help="档案库在 PostgreSQL 里时的地址：postgresql+psycopg://用户@主机/数据库；默认为目录里的 SQLite 文件。"
    "也可用环境变量 TIAN_ARCHIVE 指定。",
)
@click.option(
    "--archive-password-file",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="TIAN_ARCHIVE_PASSWORD_FILE",
    metavar="文件",
    help="只写着档案库密码的文件；也可用环境变量 TIAN_ARCHIVE_PASSWORD_FILE 指定。",
)
@engine_options
@click.version_option(package_name="tian-search", message="提案检索 %(version)s", help="显示版本号。")
@click.pass_context
def cli(
    context: click.Context,
    home: Path,
    archive_url: str,
    archive_password_file: Path | None,
    engine: EngineSettings,
) -> None:
    """提案检索：导入提案、建议和答复，建立索引，检索。"""
    context.obj = Settings(home, archive_url, archive_password_file, engine)


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
