"""``tian export``: the whole archive as JSON lines, which ``tian import`` reads back without loss."""

from __future__ import annotations

import click

from corpus import decision_to_json, to_json
from indexer.cli.chinese import ChineseCommand
from indexer.cli.output import echo_json
from indexer.home import open_archive
from indexer.settings import Settings

__all__ = ["export"]


@click.command(cls=ChineseCommand)
@click.pass_obj
def export(settings: Settings) -> None:
    """把档案里的全部提案和查重的决定逐行输出为 JSON；可以再用 tian import 读回。"""
    with open_archive(settings) as archive:
        for proposal in archive.all():
            echo_json(to_json(proposal), line=True)
        for decision in archive.decisions.all():
            echo_json(decision_to_json(decision), line=True)
