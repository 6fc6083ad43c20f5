"""``tian reindex`` and ``tian update``: from the archive to a live index."""

from __future__ import annotations

import os

import click

from indexer.analysis import Fingerprinting
from indexer.build import BuildReport, reindex, update
from indexer.cli.chinese import ChineseCommand
from indexer.cli.output import echo_json
from indexer.cli.progress import progress_bar
from indexer.home import open_archive
from indexer.settings import Settings
from indexer.store import open_generations

__all__ = ["reindex_command", "update_command"]

_DONE = {
    "rebuilt": "索引已重建，共 {documents} 件。",
    "updated": "索引已更新 {indexed} 件，共 {documents} 件。",
    "unchanged": "索引已是最新，共 {documents} 件。",
}


@click.command("reindex", cls=ChineseCommand)
@click.option("--if-needed", is_flag=True, help="索引可用时只补上变动，不重建。")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=os.cpu_count() or 1,
    metavar="N",
    help="同时工作的进程数，默认与处理器核数相同。",
)
@click.option(
    "--copied",
    type=click.IntRange(12, 60),
    metavar="N",
    help="查重保证：连续相同达到 N 字就一定找到；默认沿用现有索引的设定，新建时为 20。",
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出结果。")
@click.pass_obj
def reindex_command(settings: Settings, if_needed: bool, workers: int, copied: int | None, as_json: bool) -> None:
    """在旁边重建索引，完成后切换；期间检索照常。"""
    with progress_bar("建立索引") as progress, open_archive(settings, progress=progress) as archive:
        report = reindex(
            archive,
            open_generations(settings),
            if_needed=if_needed,
            workers=workers,
            fingerprinting=Fingerprinting.with_guarantee(copied) if copied else None,
            progress=progress,
        )
    _tell(report, as_json)


@click.command("update", cls=ChineseCommand)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出结果。")
@click.pass_obj
def update_command(settings: Settings, as_json: bool) -> None:
    """把上次以来档案里的变动补进索引。"""
    with progress_bar("更新索引") as progress, open_archive(settings, progress=progress) as archive:
        report = update(archive, open_generations(settings), progress=progress)
    _tell(report, as_json)


def _tell(report: BuildReport, as_json: bool) -> None:
    fields = {"action": report.action, "documents": report.documents, "indexed": report.indexed}
    if as_json:
        echo_json({**fields, "generation": report.generation})
    else:
        click.echo(_DONE[report.action].format(documents=report.documents, indexed=report.indexed))
