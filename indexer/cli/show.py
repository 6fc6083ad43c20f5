"""``tian show``: one proposal, whole."""

from __future__ import annotations

import click

from corpus import Proposal, to_json
from indexer.cli.chinese import ChineseCommand
from indexer.cli.output import echo_json
from indexer.errors import IndexerError
from indexer.home import open_archive
from indexer.settings import Settings

__all__ = ["show"]


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
        ("类别", proposal.category),
        *handlings,
        ("提交日期", str(proposal.submitted or "")),
        ("立案日期", str(proposal.filed or "")),
        ("发布日期", str(proposal.published or "")),
        ("办理结果", proposal.outcome.text if proposal.outcome else ""),
        ("公开属性", proposal.visibility.value),
        *proposal.extra,
        ("来源", proposal.source.name if proposal.source else ""),
    ]
