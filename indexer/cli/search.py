"""Commands that search: ``search``, the same search as the site's in a terminal or as JSON, and ``explain``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import click

from corpus import parse_date, parse_session
from indexer.cli.chinese import ChineseCommand
from indexer.cli.output import echo_json, highlighted
from indexer.engines.base import Sort
from indexer.errors import IndexerError
from indexer.fields import FACETS
from indexer.search.facets import values_found
from indexer.search.interchange import page_to_json
from indexer.search.request import DEFAULT_LIMIT, MAX_LIMIT, MAX_PAGE, Reader, SearchRequest, parse
from indexer.search.results import Hit, SearchPage
from indexer.search.service import open_service
from indexer.settings import Settings

__all__ = ["explain", "search"]


_Command = Callable[..., Any]


def _session(_context: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    codes = []
    for value in values:
        session = parse_session(value)
        if session is None:
            raise click.BadParameter(f"“{value}”不是届次，请写成 12-5 或 十二届五次。")
        codes.append(session.code)
    return tuple(codes)


def _date(_context: click.Context, _param: click.Parameter, value: str | None) -> str:
    if value and parse_date(value) is None:
        raise click.BadParameter(f"“{value}”不是日期，请写成 2021、2021-06 或 2021-06-28。")
    return str(parse_date(value)) if value else ""


def _facet_options(command: _Command) -> _Command:
    for facet in reversed(FACETS):
        option = click.option(
            f"--{facet.name.replace('_', '-')}",
            facet.name,
            multiple=True,
            metavar=facet.label,
            callback=_session if facet.name == "session" else None,
            help=f"只看这个{facet.label}；可多次给出，任一符合即可。",
        )
        command = option(command)
    return command


@click.command(cls=ChineseCommand)
@click.argument("query", metavar="查询")
@_facet_options
@click.option("--from", "since", metavar="日期", callback=_date, help="不早于这一天（2021、2021-06、2021-06-28）。")
@click.option("--to", "until", metavar="日期", callback=_date, help="不晚于这一天。")
@click.option(
    "--sort",
    type=click.Choice([sort.value for sort in Sort]),
    default=Sort.RELEVANCE.value,
    help="排序：相关度、从新到旧、从旧到新。",
)
@click.option("--limit", type=click.IntRange(1, MAX_LIMIT), default=DEFAULT_LIMIT, metavar="N", help="每页几件。")
@click.option("--page", type=click.IntRange(1, MAX_PAGE), default=1, metavar="N", help="第几页。")
@click.option("--public", is_flag=True, help="只看公开的提案，与网站访客看到的一致。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.pass_obj
def search(
    settings: Settings, /, query: str, since: str, until: str, public: bool, as_json: bool, **options: Any
) -> None:
    """检索提案和答复。查询写法见 docs/query-language.md。"""
    facets = {facet.name: options[facet.name] for facet in FACETS}
    single = {name: [str(options[name])] for name in ("sort", "limit", "page")}
    args = {"q": [query], "from": [since], "to": [until], **facets, **single}
    page = open_service(settings).search(parse(args, reader=Reader(internal=not public)))
    if as_json:
        echo_json(page_to_json(page))
    else:
        _tell(page)


def _tell(page: SearchPage) -> None:
    if page.notice:
        click.echo(page.notice, err=True)
    for hit in page.hits:
        _tell_hit(hit)
    if not page.total:
        _tell_filters(page)
    if page.related:
        click.echo("也可能相关，不计入件数（没有同时包含全部的词）：")
        for hit in page.related:
            _tell_hit(hit)
    where = f"，第 {page.request.page}/{page.pages} 页" if page.pages > 1 else ""
    click.echo(f"共 {page.total} 件{where}。{page.understood}（{page.took_ms:.0f} 毫秒）", err=True)


def _tell_filters(page: SearchPage) -> None:
    """Name the choices under which nothing is left, with values of nearly that name."""
    for chosen in page.request.filters:
        facet = page.facet(chosen.facet)
        for bucket in facet.selected:
            if not bucket.count:
                near = [each.label for each in values_found(facet.name, facet.buckets, bucket.label) if each.count]
                hint = f"，名称相近的有：{'、'.join(near[:3])}" if near else ""
                click.echo(f"{facet.label}“{bucket.label}”没有符合的{hint}。", err=True)


def _tell_hit(hit: Hit) -> None:
    proposal = hit.proposal
    session = proposal.session.label if proposal.session else ""
    number = f"第{proposal.number_written}号" if proposal.number_written else ""
    click.echo(highlighted(hit.title.text, hit.title.marks))
    facts = [
        f"{session}{number}{proposal.kind.value}",
        "、".join(proposal.proposers),
        f"主办：{'、'.join(proposal.lead_units)}" if proposal.lead_units else "",
        f"答复：{proposal.reply_date}" if proposal.reply_date else "",
        proposal.id,
    ]
    click.echo("  " + " | ".join(fact for fact in facts if fact))
    for snippet in hit.snippets:
        click.echo(f"  {snippet.label}：{highlighted(snippet.text, snippet.marks)}")
    click.echo()


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
