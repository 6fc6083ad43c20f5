"""``tian import``: files and folders into the archive."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from corpus import ImportReport, Profile, VisibilityReport, import_paths, inspected_files
from indexer.cli.chinese import ChineseCommand
from indexer.cli.inspecting import tell_inspected, told_account
from indexer.cli.output import echo_json, progress_bar
from indexer.errors import IndexerError, IndexMissing
from indexer.index.store import open_generations
from indexer.settings import Settings, open_archive

__all__ = ["import_command"]

#: Rejects named one by one; the rest are counted, and listed by ``tian rejects``.
_SHOWN = 20


@click.command("import", cls=ChineseCommand)
@click.argument("paths", nargs=-1, required=True, metavar="文件或目录…", type=click.Path(path_type=Path))
@click.option(
    "--profile",
    "profile_path",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="文件",
    help="来源说明（TOML）：把来源的栏目和结果用语对应到本系统的字段。",
)
@click.option("--account", is_flag=True, help="另说可见的字各进了哪里：栏目、其余文字、未读处。")
@click.option("--dry-run", is_flag=True, help="只说会读到什么，什么也不存；逐项看用 tian inspect。")
@click.option("--again", is_flag=True, help="删除过的提案也重新收进来。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出结果。")
@click.pass_obj
def import_command(
    settings: Settings,
    paths: tuple[Path, ...],
    profile_path: Path | None,
    account: bool,
    dry_run: bool,
    again: bool,
    as_json: bool,
) -> None:
    """把文件和目录读入档案；重复导入不会改变什么。"""
    _check(paths)
    profile = Profile.load(profile_path) if profile_path else Profile.generic()
    if dry_run:
        tell_inspected(inspected_files(paths, profile), as_json=as_json, whole=False)
        return
    # An older archive is brought over first; that is seen, too.
    with progress_bar("导入") as progress, open_archive(settings, create=True, progress=progress) as archive:
        report = import_paths(archive, paths, profile=profile, again=again, progress=progress)
    if as_json:
        echo_json(_to_json(report))
    else:
        _tell(report, _next_step(settings))
        if account:
            click.echo(told_account(report.account))
    if report.rejects:
        click.get_current_context().exit(1)


def _check(paths: tuple[Path, ...]) -> None:
    """Refuse a mistyped path before anything is read: it is not content that could be kept."""
    missing = [str(path) for path in paths if not path.exists() and not path.is_symlink()]
    if missing:
        raise click.UsageError(
            f"找不到 {'、'.join(missing)}，什么也没有导入。请检查路径；相对路径从当前目录 {Path.cwd()} 算起。",
            click.get_current_context(),
        )


def _next_step(settings: Settings) -> str:
    """The command by which what was imported can be searched: the first index has to be built, later ones grow."""
    try:
        open_generations(settings).live()
    except IndexMissing:
        return "tian reindex 建立索引"
    except IndexerError:
        return "tian reindex 重建索引"
    return "tian update"


def _to_json(report: ImportReport) -> dict[str, object]:
    return {
        "files": report.files,
        "unchanged_files": report.unchanged_files,
        "added": report.added,
        "revised": report.revised,
        "unchanged": report.unchanged,
        "rejects": [{"file": reject.file, "place": reject.place, "reason": reject.reason} for reject in report.rejects],
        "withheld": [{"file": each.file, "place": each.place, "id": each.tombstone.id} for each in report.withheld],
        "visibility": _visibility_json(report.visibility),
        "account": asdict(report.account),
    }


def _visibility_json(told: VisibilityReport) -> dict[str, object]:
    return {
        "internal": [asdict(each) for each in told.restricted],
        "public": told.stated,
        "unstated": {visibility.value: count for visibility, count in told.unstated.items()},
    }


def _tell(report: ImportReport, next_step: str) -> None:
    click.echo(
        f"读了 {report.files} 个文件（其中 {report.unchanged_files} 个与上次相同）："
        f"新增 {report.added} 件，修订 {report.revised} 件，未变 {report.unchanged} 件。"
    )
    _tell_visibility(report.visibility)
    for each in report.withheld[:_SHOWN]:
        stone, place = each.tombstone, f"，{each.place}" if each.place else ""
        click.echo(
            f"没有收进：{each.file}{place}：{stone.id} 已于 {stone.made[:10]} 删除（{stone.reason}）。"
            "确要重新收进，请加 --again。",
            err=True,
        )
    for reject in report.rejects[:_SHOWN]:
        place = f"，{reject.place}" if reject.place else ""
        click.echo(f"未能读入：{reject.file}{place}：{reject.reason}", err=True)
    if len(report.rejects) > _SHOWN:
        click.echo(f"还有 {len(report.rejects) - _SHOWN} 处未能读入。", err=True)
    if report.rejects:
        click.echo("这些内容都已留存，运行 tian rejects 查看。", err=True)
    if report.added or report.revised:
        click.echo(f"运行 {next_step}，使新内容可以检索。", err=True)


def _tell_visibility(told: VisibilityReport) -> None:
    """Say what made records internal, and what those were taken for of which the source says nothing."""
    for each in told.restricted[:_SHOWN]:
        what = f"{each.label}：{each.value}" if each.label and each.value else each.label or f"文中写明“{each.value}”"
        whose = "的答复按内部收录" if each.reply else "按内部收录"
        click.echo(f"{what}：{each.count} 件{whose}，如 {each.example}")
    if len(told.restricted) > _SHOWN:
        click.echo(f"还有 {len(told.restricted) - _SHOWN} 种说法也按内部收录，用 --json 看全部。")
    if told.restricted:
        click.echo(
            "没有写明可以公开的都按内部收录；其中可公开的，请写进来源说明的 [visibilities]（docs/profiles.md）。"
        )
    for visibility, count in told.unstated.items():
        click.echo(f"来源没有公开属性：按{visibility.value}收录 {count} 件。")
