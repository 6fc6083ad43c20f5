"""``tian rejects``: what could not be read, where, and why."""

from __future__ import annotations

from dataclasses import asdict

import click

from indexer.cli.chinese import ChineseCommand
from indexer.cli.output import echo_json
from indexer.home import open_archive
from indexer.settings import Settings

__all__ = ["rejects"]


@click.command(cls=ChineseCommand)
@click.option("--all", "resolved", is_flag=True, help="连同后来已读入的一起列出。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，每行一处。")
@click.pass_obj
def rejects(settings: Settings, resolved: bool, as_json: bool) -> None:
    """列出没能读入的内容：文件、位置、原因。"""
    with open_archive(settings) as archive:
        rows = [*archive.rejects(), *(archive.rejects(resolved=True) if resolved else ())]
    for row in rows:
        if as_json:
            echo_json(asdict(row), line=True)
        else:
            place = f"，{row.place}" if row.place else ""
            click.echo(f"{row.file}{place}：{row.reason}" + ("（后来已读入）" if row.resolved else ""))
    if not rows and not as_json:
        click.echo("没有未读入的内容。")
