"""Commands on the index as a whole: ``reindex``, ``update``, ``verify``, ``stats``."""

from __future__ import annotations

import os
from dataclasses import asdict

import click

from indexer.analysis.fingerprints import Fingerprinting
from indexer.cli.chinese import ChineseCommand
from indexer.cli.output import echo_json, progress_bar
from indexer.errors import IndexDamaged, IndexMissing, IndexOutdated
from indexer.index.build import BuildReport, reindex, update
from indexer.index.live import LiveIndex
from indexer.index.manifest import Manifest
from indexer.index.store import open_generations
from indexer.index.verify import Verification, verify
from indexer.search.facets import value_label
from indexer.settings import Settings, open_archive

__all__ = ["reindex_command", "stats", "update_command", "verify_command"]


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
        archive.amendments.overwrite()
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
        _verify_tell(found)
    if not found.sound:
        click.get_current_context().exit(1)


def _verify_tell(found: Verification) -> None:
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
    for damage in (*found.damage, *found.archive_damage):
        click.echo(damage)
    if found.sound:
        click.echo("两边一致，文件完好。")


@click.command(cls=ChineseCommand)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.pass_obj
def stats(settings: Settings, as_json: bool) -> None:
    """显示档案和索引里各有多少。"""
    with open_archive(settings) as archive:
        counts = archive.counts()
    index = _index(settings)
    internal = _internal(settings) if index else 0
    if as_json:
        # ``cutter`` is the former name of ``tokenizer``, kept for one version.
        described = {**asdict(index), "internal": internal, "cutter": index.tokenizer} if index else None
        echo_json({"archive": asdict(counts), "index": described})
        return
    click.echo(
        f"档案：{counts.records} 件，其中 {counts.answered} 件有答复；修订过 {counts.revisions - counts.records} 次。"
    )
    click.echo(f"来源文件 {counts.sources} 个；未能读入 {counts.rejects} 处；删除过 {counts.deleted} 件。")
    if counts.merged:
        told = "，".join(f"{evidence or '旧版本所并，未记依据'} {count}" for evidence, count in counts.merged.items())
        click.echo(f"多个来源认作同一件（依据和次数）：{told}。认错的用 tian split 拆开。")
    for label, facet, values in (("种类", "kind", counts.kinds), ("届次", "session", counts.sessions)):
        listed = "，".join(f"{value_label(facet, value) or '未注明'} {count}" for value, count in values.items())
        click.echo(f"{label}：{listed or '无'}。")
    if index is None:
        click.echo("索引：还没有。请运行 tian reindex。")
    else:
        hidden = f"，其中内部 {internal} 件，网站只给登录的人看" if internal else ""
        click.echo(f"索引：{index.documents} 件{hidden}；{index.changed} 更新，分词 {index.tokenizer}。")


def _internal(settings: Settings) -> int:
    """How many documents only staff may see; 0 where the index cannot be searched, which ``verify`` tells."""
    try:
        return LiveIndex(open_generations(settings)).get().count_internal()
    except (IndexDamaged, IndexOutdated):
        return 0


def _index(settings: Settings) -> Manifest | None:
    try:
        return Manifest.read(open_generations(settings).live())
    except IndexMissing:
        return None
