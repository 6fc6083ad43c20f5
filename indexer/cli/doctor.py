"""The command ``doctor``: is this installation well, and what is to be done where it is not?"""

from __future__ import annotations

from dataclasses import asdict

import click

from indexer.cli.chinese import ChineseCommand
from indexer.cli.output import echo_json
from indexer.index.doctor import examine
from indexer.settings import Settings

__all__ = ["doctor"]


@click.command(cls=ChineseCommand)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.pass_obj
def doctor(settings: Settings, as_json: bool) -> None:
    """体检：版本、档案、索引、磁盘、权限、残留，哪里不对、该怎么办；什么也不改。"""
    found = examine(settings)
    sound = all(each.sound for each in found)
    if as_json:
        echo_json({"sound": sound, "findings": [asdict(each) for each in found]})
    else:
        for each in found:
            click.echo(f"{'正常' if each.sound else '不对'}  {each.about}：{each.says}")
            if each.advice:
                click.echo(f"      {each.advice}")
    if not sound:
        click.get_current_context().exit(1)
