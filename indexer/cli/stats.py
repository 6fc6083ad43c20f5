"""``tian stats``: how much there is, of what."""

from __future__ import annotations

from dataclasses import asdict

import click

from indexer.cli.chinese import ChineseCommand
from indexer.cli.output import echo_json
from indexer.errors import IndexMissing
from indexer.facets import value_label
from indexer.home import open_archive
from indexer.manifest import Manifest
from indexer.settings import Settings
from indexer.store import open_generations

__all__ = ["stats"]


@click.command(cls=ChineseCommand)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.pass_obj
def stats(settings: Settings, as_json: bool) -> None:
    """显示档案和索引里各有多少。"""
    with open_archive(settings) as archive:
        counts = archive.counts()
    index = _index(settings)
    if as_json:
        echo_json({"archive": asdict(counts), "index": asdict(index) if index else None})
        return
    click.echo(
        f"档案：{counts.records} 件，其中 {counts.answered} 件有答复；修订过 {counts.revisions - counts.records} 次。"
    )
    click.echo(f"来源文件 {counts.sources} 个；未能读入 {counts.rejects} 处。")
    for label, facet, values in (("种类", "kind", counts.kinds), ("届次", "session", counts.sessions)):
        listed = "，".join(f"{value_label(facet, value) or '未注明'} {count}" for value, count in values.items())
        click.echo(f"{label}：{listed or '无'}。")
    if index is None:
        click.echo("索引：还没有。请运行 tian reindex。")
    else:
        click.echo(f"索引：{index.documents} 件，{index.changed} 更新，分词 {index.cutter}。")


def _index(settings: Settings) -> Manifest | None:
    try:
        return Manifest.read(open_generations(settings).live())
    except IndexMissing:
        return None
