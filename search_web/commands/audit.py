"""``tian audit``: who did what on the site."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from indexer import Settings
from search_web.configuration import site_config
from search_web.edge import open_store

__all__ = ["audit"]

#: Entries fetched at a time.
_PAGE = 200


@click.command()
@click.option("--who", default="", metavar="账号", help="只看一个账号做的。")
@click.option("--action", default="", metavar="动作", help="只看一种动作，如 登录失败。")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1), metavar="条数", help="最多显示多少条。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，每行一条。")
@click.pass_obj
def audit(settings: Settings, who: str, action: str, limit: int, as_json: bool) -> None:
    """显示审计记录：登录、退出、失败的尝试、决定、账号变动，新的在前。"""
    store = open_store(settings, site_config(settings))
    before, shown = 0, 0
    try:
        while shown < limit:
            page = store.audit.page(before=before, limit=min(_PAGE, limit - shown), who=who, action=action)
            if not page:
                break
            for each in page:
                if as_json:
                    click.echo(json.dumps(asdict(each), ensure_ascii=False))
                else:
                    parts = (each.made, each.who or "（未登录）", each.action, each.target, each.detail, each.address)
                    click.echo("\t".join(parts).rstrip())
            before, shown = page[-1].number, shown + len(page)
    finally:
        store.close()
    if not shown and not as_json:
        click.echo("没有记录。")
