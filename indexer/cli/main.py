"""The group of commands, and the one place where errors become messages and exit codes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from corpus import CorpusError
from indexer.cli.chinese import explain
from indexer.cli.completion import completion
from indexer.cli.copying import backup_command, copy_command
from indexer.cli.duplicates import duplicates
from indexer.cli.engine_options import engine_options
from indexer.cli.explain import explain as explain_command
from indexer.cli.export import export
from indexer.cli.importing import import_command
from indexer.cli.indexing import reindex_command, update_command
from indexer.cli.open_group import OpenGroup
from indexer.cli.rejects import rejects
from indexer.cli.search import search
from indexer.cli.show import show
from indexer.cli.stats import stats
from indexer.cli.verify import verify_command
from indexer.errors import IndexerError
from indexer.settings import EngineSettings, Settings

__all__ = ["main"]

#: Exit codes of the contract: 1 when something was refused, 2 on wrong usage, 130 when stopped by hand.
REFUSED, USAGE, STOPPED = 1, 2, 130


@click.group(cls=OpenGroup, context_settings={"help_option_names": ["-h", "--help"]})
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


for _command in (
    import_command,
    rejects,
    reindex_command,
    update_command,
    search,
    show,
    duplicates,
    explain_command,
    verify_command,
    stats,
    export,
    copy_command,
    backup_command,
    completion,
):
    cli.add_command(_command)


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
