"""``tian explain``: why a hit has its score."""

from __future__ import annotations

from dataclasses import asdict

import click

from indexer.cli.chinese import ChineseCommand
from indexer.cli.output import echo_json
from indexer.errors import IndexerError
from indexer.request import Reader, SearchRequest
from indexer.service import open_service
from indexer.settings import Settings

__all__ = ["explain"]


@click.command(cls=ChineseCommand)
@click.argument("query", metavar="查询")
@click.argument("id", metavar="编码")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.pass_obj
def explain(settings: Settings, query: str, id: str, as_json: bool) -> None:
    """说明一件提案在这次检索里的得分从哪里来。"""
    found = open_service(settings).explain(SearchRequest(query, reader=Reader(internal=True)), id)
    if found is None:
        raise IndexerError(f"检索“{query}”找不到编码为 {id} 的提案，没有得分可以说明。")
    if as_json:
        echo_json(asdict(found))
        return
    click.echo(f"得分 {found.score:.4f}")
    for part in found.parts:
        share = part.score / found.score * 100 if found.score else 0.0
        click.echo(f"{part.score:9.4f}  {share:4.0f}%  {part.what}" + (f"（{part.where}）" if part.where else ""))
