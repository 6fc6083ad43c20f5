"""``tian verify``: archive and index compared both ways."""

from __future__ import annotations

from dataclasses import asdict

import click

from indexer.cli.chinese import ChineseCommand
from indexer.cli.output import echo_json
from indexer.home import open_archive
from indexer.settings import Settings
from indexer.store import open_generations
from indexer.verify import Verification, verify

__all__ = ["verify_command"]

#: Ids named one by one for each kind of difference.
_SHOWN = 10


@click.command("verify", cls=ChineseCommand)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出结果。")
@click.pass_obj
def verify_command(settings: Settings, as_json: bool) -> None:
    """核对档案与索引：是否都在、是否都是最新、文件是否完好。"""
    with open_archive(settings) as archive:
        found = verify(archive, open_generations(settings))
    if as_json:
        echo_json({**asdict(found), "sound": found.sound})
    else:
        _tell(found)
    if not found.sound:
        click.get_current_context().exit(1)


def _tell(found: Verification) -> None:
    click.echo(f"档案 {found.archived} 件，索引 {found.indexed} 件。")
    differences = (
        ("档案里有、索引里没有", found.missing, "请运行 tian update。"),
        ("索引里是旧的修订", found.stale, "请运行 tian update。"),
        ("索引里有、档案里没有", found.orphans, "请运行 tian reindex。"),
    )
    for label, ids, advice in differences:
        if ids and not found.damage:
            more = f" 等 {len(ids)} 件" if len(ids) > _SHOWN else ""
            click.echo(f"{label}：{'、'.join(ids[:_SHOWN])}{more}。{advice}")
    for damage in found.damage:
        click.echo(damage)
    if found.sound:
        click.echo("两边一致，文件完好。")
