"""Commands by which people change the archive by hand: ``delete``, ``correct``, ``split``, ``restore``."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from corpus import Archive, ReadError, fields_from_text, restore
from indexer.cli.chinese import ChineseCommand
from indexer.cli.output import echo_json, progress_bar
from indexer.errors import IndexMissing, SettingsError
from indexer.index.build import update
from indexer.index.store import open_generations
from indexer.settings import Settings, open_archive

__all__ = ["correct_command", "delete_command", "restore_command", "split_command"]


def _accountable(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say why, and who: both are kept."""
    command = click.option("--who", metavar="姓名", help="谁做的，记入档案；默认为登录系统的用户名。")(command)
    return click.option("--reason", required=True, metavar="理由", help="为什么，记入档案；不要写被删的内容。")(command)


@click.command("delete", cls=ChineseCommand)
@click.argument("ids", nargs=-1, required=True, metavar="编码…")
@_accountable
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出结果。")
@click.pass_obj
def delete_command(settings: Settings, ids: tuple[str, ...], reason: str, who: str | None, as_json: bool) -> None:
    """删除提案：档案、修订、原件、决定和索引里都不再有；只记下谁、何时、为什么和编码。"""
    with progress_bar("重建索引") as progress, open_archive(settings) as archive:
        report = archive.amendments.delete(ids, who=who or getpass.getuser(), reason=reason)
        _bring_index_along(settings, archive, progress)
    if as_json:
        echo_json({"deleted": list(ids), "redacted": list(report.redacted), "overwritten": report.overwritten})
        return
    click.echo(f"已删除 {report.records} 件；再导入同样的来源不会带回来（tian import --again 才会）。")
    for name in report.redacted:
        click.echo(f"原件“{name}”里有被删的提案，原件不再保留；其余各件仍在档案里。")
    if not report.overwritten:
        click.echo("别的程序正在读档案，档案文件里可能还有残留。请停下网站，运行 tian reindex 清除。", err=True)


@click.command("correct", cls=ChineseCommand)
@click.argument("id", metavar="编码")
@click.option("--set", "settings_of", multiple=True, required=True, metavar="栏目=内容", help="可多次给出。")
@_accountable
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出结果。")
@click.pass_obj
def correct_command(
    settings: Settings, id: str, settings_of: tuple[str, ...], reason: str, who: str | None, as_json: bool
) -> None:
    """更正一件提案的栏目，如 --set 单位=市公安局、协办:市城管局；成为一次修订，再导入也不会被冲掉。"""
    values: dict[str, Any] = {}
    for each in settings_of:
        name, equals, written = each.partition("=")
        if not equals:
            raise click.UsageError(f"--set 要写成 栏目=内容，这里是“{each}”。", click.get_current_context())
        try:
            values |= fields_from_text(name, written)
        except ReadError as error:
            raise click.UsageError(f"没有更正：{error}。", click.get_current_context()) from error
    with progress_bar("更新索引") as progress, open_archive(settings) as archive:
        changed = archive.amendments.correct(id, values, who=who or getpass.getuser(), reason=reason)
        _bring_index_along(settings, archive, progress)
    if as_json:
        echo_json({"id": id, "changed": changed, "fields": sorted(values)})
    else:
        click.echo(f"已更正 {id}。" if changed else f"{id} 原来就是这样，没有改动。")


@click.command("split", cls=ChineseCommand)
@click.argument("id", metavar="编码")
@click.option("--reason", default="", metavar="理由", help="为什么，记入修订。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出结果。")
@click.pass_obj
def split_command(settings: Settings, id: str, reason: str, as_json: bool) -> None:
    """把误认作一件的拆开：第一个来源留在原编码，其余来源各成一件；再导入也不会合回去。"""
    with progress_bar("更新索引") as progress, open_archive(settings) as archive:
        parted = archive.amendments.split(id, reason=reason)
        _bring_index_along(settings, archive, progress)
    if as_json:
        echo_json({"id": id, "split": list(parted)})
    else:
        click.echo(f"{id} 已拆开，另成 {len(parted)} 件：{'、'.join(parted)}。")


@click.command("restore", cls=ChineseCommand)
@click.argument("backup", metavar="文件", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="不再询问。")
@click.pass_obj
def restore_command(settings: Settings, backup: Path, yes: bool) -> None:
    """用 tian backup 的文件换下现有的档案；之后删除过的提案不会随备份回来。"""
    if settings.archive_url:
        raise SettingsError("档案在数据库服务器里，请用 pg_restore 恢复；或用 tian copy 从备份复制到一个空的数据库。")
    if settings.archive_exists and not yes:
        click.confirm("现有的档案会被备份换下。已经用 tian backup 另存了吗？继续", abort=True)
    report = restore(backup, Path(settings.archive))
    click.echo(f"已从 {backup} 恢复 {report.records} 件；其中备份之后删除过的 {report.deleted} 件没有带回来。")
    for damage in report.damage:
        click.echo(damage, err=True)
    with progress_bar("重建索引") as progress, open_archive(settings) as archive:
        _bring_index_along(settings, archive, progress)
    if report.damage:
        click.get_current_context().exit(1)


def _bring_index_along(settings: Settings, archive: Archive, progress: Callable[[int, int], None]) -> None:
    """What was changed by hand is changed at once wherever people look, if they can look at all yet."""
    generations = open_generations(settings)
    try:
        generations.live()
    except IndexMissing:
        return
    update(archive, generations, progress=progress)
