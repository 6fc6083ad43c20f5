"""Commands that ask the archive alone: ``show``, ``rejects``, ``export``, ``copy``, ``backup``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from corpus import ATTRIBUTES, Archive, Proposal, back_up, decision_to_json, to_json
from indexer.cli.chinese import ChineseCommand
from indexer.cli.output import echo_json, progress_bar
from indexer.errors import IndexerError, SettingsError
from indexer.settings import Settings, open_archive

__all__ = ["backup_command", "copy_command", "export", "rejects", "show"]


@click.command(cls=ChineseCommand)
@click.argument("id", metavar="编码")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.pass_obj
def show(settings: Settings, id: str, as_json: bool) -> None:
    """显示一件提案的全部内容。"""
    with open_archive(settings) as archive:
        proposal = archive.get(id)
    if proposal is None:
        raise IndexerError(f"档案里没有编码为 {id} 的提案。编码见 tian search 的结果。")
    if as_json:
        echo_json(to_json(proposal))
    else:
        click.echo("\n".join(_lines(proposal)))


def _lines(proposal: Proposal) -> list[str]:
    lines = [proposal.title, ""]
    lines += [f"{label}：{value}" for label, value in _facts(proposal) if value]
    if proposal.text:
        lines += ["", f"【{proposal.kind.value}内容（{proposal.coverage.value}）】", proposal.text]
    for reply in proposal.replies:
        facts = [
            reply.title,
            "、".join(reply.units),
            reply.document_number,
            str(reply.replied or reply.published or ""),
        ]
        lines += ["", "【答复】" + " ".join(fact for fact in facts if fact), reply.text]
    return lines


def _facts(proposal: Proposal) -> list[tuple[str, str]]:
    handlings = [(each.role.value, each.unit) for each in proposal.handlings]
    return [
        ("编码", proposal.id),
        ("种类", proposal.kind.value),
        ("届次", proposal.session.label if proposal.session else ""),
        ("案号", proposal.number_written),
        ("提出者", "、".join(proposal.proposers)),
        ("附议人", "、".join(proposal.cosigners)),
        *((attribute.label, "、".join(proposal.attribute(name))) for name, attribute in ATTRIBUTES.items()),
        *handlings,
        ("提交日期", str(proposal.submitted or "")),
        ("立案日期", str(proposal.filed or "")),
        ("发布日期", str(proposal.published or "")),
        ("办理结果", proposal.outcome.text if proposal.outcome else ""),
        ("公开属性", proposal.visibility.value),
        *proposal.extra,
        ("来源", proposal.source.name if proposal.source else ""),
    ]


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


@click.command(cls=ChineseCommand)
@click.pass_obj
def export(settings: Settings) -> None:
    """把档案里的全部提案和查重的决定逐行输出为 JSON；可以再用 tian import 读回。"""
    with open_archive(settings) as archive:
        held, given = archive.counts().records, 0
        for proposal in archive.all():
            echo_json(to_json(proposal), line=True)
            given += 1
        for decision in archive.decisions.all():
            echo_json(decision_to_json(decision), line=True)
        damage = archive.damage() if given < held else ()
    _end_with(damage)


def _end_with(damage: tuple[str, ...]) -> None:
    """Say what is damaged, and end with the code for that."""
    for line in damage:
        click.echo(line, err=True)
    if damage:
        click.get_current_context().exit(1)


@click.command("copy", cls=ChineseCommand)
@click.argument("target", metavar="目标")
@click.option(
    "--password-file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="文件",
    help="只写着目标数据库密码的文件。",
)
@click.pass_obj
def copy_command(settings: Settings, target: str, password_file: Path | None) -> None:
    """把整个档案（修订、原件、未能读入的、查重决定）复制到另一个 SQLite 文件或 PostgreSQL；再复制一次只补上变动。"""
    there = Settings(home=settings.home, archive_url=target, archive_password_file=password_file)
    with (
        open_archive(settings) as archive,
        open_archive(there, create=True) as copied,
        progress_bar("复制") as progress,
    ):
        report = archive.copy_to(copied, progress=progress)
        damage = copied.damage()
    click.echo(
        f"已复制到目标：共 {report.rows} 行，新写入 {report.added} 行，改动 {report.changed} 行，"
        f"两边核对一致（{report.checksum[:16]}）。"
    )
    _end_with(damage)


@click.command("backup", cls=ChineseCommand)
@click.argument("target", metavar="文件", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def backup_command(settings: Settings, target: Path) -> None:
    """把档案备份成一个完整的 SQLite 文件；期间导入和检索照常。"""
    if settings.archive_url:
        raise SettingsError(
            "档案在数据库服务器里，请用 PostgreSQL 自己的 pg_dump 备份（写法见 docs/deployment.md）；"
            "也可以用 tian copy 复制成一个 SQLite 文件。"
        )
    if not settings.archive_exists:
        raise SettingsError(f"{settings.home} 里还没有档案，没有可备份的。请用 --home 指定目录。")
    size = back_up(Path(settings.archive), target)
    with Archive.open(target, create=False) as kept:
        damage = kept.damage()
    told = "其中有损坏的，见下；其余完好" if damage else "内容已核对完好"
    click.echo(f"已备份到 {target}（{size / 1_000_000:.1f} MB），{told}。")
    _end_with(damage)
