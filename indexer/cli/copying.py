"""``tian copy`` and ``tian backup``: the whole archive elsewhere, and into a file to keep."""

from __future__ import annotations

from pathlib import Path

import click

from corpus import back_up
from indexer.cli.chinese import ChineseCommand
from indexer.cli.progress import progress_bar
from indexer.errors import SettingsError
from indexer.home import open_archive
from indexer.settings import Settings

__all__ = ["backup_command", "copy_command"]


@click.command("copy", cls=ChineseCommand)
@click.argument("target", metavar="目标")
@click.option(
    "--password-file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="文件",
    help="只写着目标数据库密码的文件。",
)
@click.pass_obj
def copy_command(settings: Settings, target: str, password_file: Path | None) -> None:
    """把整个档案（修订、原件、未能读入的、查重决定）复制到另一个 SQLite 文件或 PostgreSQL；再复制一次只补上变动。"""
    there = Settings(home=settings.home, archive_url=target, archive_password_file=password_file)
    with (
        open_archive(settings) as archive,
        open_archive(there, create=True) as copied,
        progress_bar("复制") as progress,
    ):
        report = archive.copy_to(copied, progress=progress)
    click.echo(
        f"已复制到目标：共 {report.rows} 行，新写入 {report.added} 行，改动 {report.changed} 行，"
        f"两边核对一致（{report.checksum[:16]}）。"
    )


@click.command("backup", cls=ChineseCommand)
@click.argument("target", metavar="文件", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def backup_command(settings: Settings, target: Path) -> None:
    """把档案备份成一个完整的 SQLite 文件；期间导入和检索照常。"""
    if settings.archive_url:
        raise SettingsError(
            "档案在数据库服务器里，请用 PostgreSQL 自己的 pg_dump 备份（写法见 docs/deployment.md）；"
            "也可以用 tian copy 复制成一个 SQLite 文件。"
        )
    if not settings.archive_exists:
        raise SettingsError(f"{settings.home} 里还没有档案，没有可备份的。请用 --home 指定目录。")
    size = back_up(Path(settings.archive), target)
    click.echo(f"已备份到 {target}（{size / 1_000_000:.1f} MB），内容已核对完好。")
