"""The site's part of the command ``tian``.

``tian serve``: the site on this machine; ``tian user``: who may sign in to it; ``tian audit``: who did what on it.
Passwords come from a prompt or standard input, never as an argument.
"""

from __future__ import annotations

import getpass
import json
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from corpus import system_reason
from indexer import Settings, SettingsError
from search_web.accounts.credentials import Passwords, account_name, checked_name, checked_password
from search_web.accounts.store import SiteStore
from search_web.bootstrap import open_site, open_store
from search_web.site.config import AccountRole, SiteError, site_config

__all__ = ["audit", "serve", "user"]

#: Entries fetched at a time.
_PAGE = 200


class _QuietHandler(WSGIRequestHandler):
    """Keeps no line for every request: the address of a page says what somebody searched for."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址；0.0.0.0 为所有网卡。")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="监听的端口；0 为任一空闲端口。"
)
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="文件",
    help="网站配置（TOML），默认用档案目录里的 site.toml；见 docs/serving.md。",
)
@click.pass_obj
def serve(settings: Settings, host: str, port: int, config: Path | None) -> None:
    """启动检索网站，按 Ctrl+C 停止。"""
    _run(open_site(settings, site_config(settings, config)), host, port)


def _run(app: Flask, host: str, port: int) -> None:
    """Serve until interrupted, one thread a connection. The only function that knows the server."""
    try:
        listening = socket.create_server((host, port), family=_family(host))
    except OSError as error:
        raise SettingsError(
            f"无法监听 {host} 的端口 {port}：{system_reason(error)}。请用 --port 或 --host 换一个。"
        ) from error
    with listening:
        server = make_server(host, port, app, threaded=True, request_handler=_QuietHandler, fd=listening.fileno())
        click.echo(f"检索网站已启动：http://{_in_url(host)}:{listening.getsockname()[1]}（按 Ctrl+C 停止）", err=True)
        server.serve_forever()
    click.echo("检索网站已停止。", err=True)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


_ROLE = click.Choice([role.value for role in AccountRole])


@click.group()
def user() -> None:
    """管理能登录网站的账号。"""


@user.command()
@click.argument("name", metavar="账号")
@click.option(
    "--role", type=_ROLE, default="clerk", show_default=True, help="clerk 提案工作人员；operator 管理员，另可管理网站。"
)
@click.pass_obj
def add(settings: Settings, name: str, role: str) -> None:
    """新增账号；密码在提示后输入，或从标准输入读一行。"""
    with _store(settings) as store:
        name = checked_name(name)
        if store.accounts.credentials(name):
            # Said before a password is asked for, twice and for nothing.
            raise SiteError(f"已有名为“{name}”的账号。请换一个名字，或用 tian user passwd 给它重设密码。")
        store.accounts.add(name, AccountRole(role), Passwords().digest(_new_password(name)))
        _note(store, "新增账号", name, AccountRole(role).label)
    click.echo(f"已新增账号 {name}（{AccountRole(role).label}）。", err=True)


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，每行一个账号。")
@click.pass_obj
def list_accounts(settings: Settings, as_json: bool) -> None:
    """列出全部账号。"""
    with _store(settings) as store:
        accounts = store.accounts.all()
    for each in accounts:
        if as_json:
            click.echo(json.dumps(asdict(each), ensure_ascii=False))
        else:
            state = "" if each.enabled else "，已停用"
            last = f"上次登录 {each.signed_in}" if each.signed_in else "没有登录过"
            click.echo(f"{each.name}\t{each.role.label}{state}，{last}")
    if not accounts and not as_json:
        click.echo("还没有账号。运行 tian user add 账号 新增一个。")


@user.command()
@click.argument("name", metavar="账号")
@click.pass_obj
def disable(settings: Settings, name: str) -> None:
    """停用账号：不能再登录，已经登录的立即退出。"""
    _switch(settings, name, enabled=False)


@user.command()
@click.argument("name", metavar="账号")
@click.pass_obj
def enable(settings: Settings, name: str) -> None:
    """恢复停用的账号。"""
    _switch(settings, name, enabled=True)


@user.command()
@click.argument("name", metavar="账号")
@click.argument("role", metavar="角色", type=_ROLE)
@click.pass_obj
def role(settings: Settings, name: str, role: str) -> None:
    """改变账号的角色：clerk 提案工作人员，operator 管理员。"""
    with _store(settings) as store:
        store.accounts.set_role(account_name(name), AccountRole(role))
        _note(store, "改变角色", account_name(name), AccountRole(role).label)
    click.echo(f"账号 {account_name(name)} 现在是{AccountRole(role).label}。", err=True)


@user.command()
@click.argument("name", metavar="账号")
@click.pass_obj
def passwd(settings: Settings, name: str) -> None:
    """重设密码；已经登录的立即退出。密码在提示后输入，或从标准输入读一行。"""
    with _store(settings) as store:
        account = store.accounts.get(account_name(name))
        store.accounts.set_password(account.name, Passwords().digest(_new_password(account.name)))
        _note(store, "重设密码", account.name)
    click.echo(f"账号 {account.name} 的密码已重设。", err=True)


@user.command()
@click.argument("name", metavar="账号")
@click.pass_obj
def remove(settings: Settings, name: str) -> None:
    """删除账号；审计记录里仍留着它做过的事。"""
    with _store(settings) as store:
        store.accounts.remove(account_name(name))
        _note(store, "删除账号", account_name(name))
    click.echo(f"已删除账号 {account_name(name)}。", err=True)


def _switch(settings: Settings, name: str, *, enabled: bool) -> None:
    done = "恢复" if enabled else "停用"
    with _store(settings) as store:
        store.accounts.set_enabled(account_name(name), enabled)
        _note(store, f"{done}账号", account_name(name))
    click.echo(f"已{done}账号 {account_name(name)}。", err=True)


@contextmanager
def _store(settings: Settings) -> Iterator[SiteStore]:
    if not settings.home.exists():
        click.echo(f"注意：{settings.home} 原来没有，是新建的。要管理已有的网站，请用 --home 指定它的目录。", err=True)
    store = open_store(settings, site_config(settings))
    try:
        yield store
    finally:
        store.close()


def _note(store: SiteStore, action: str, target: str, detail: str = "") -> None:
    store.audit.add(f"命令行（{getpass.getuser()}）", action, target, detail)


def _new_password(name: str) -> str:
    """A new password, asked for twice at a terminal, else the first line of standard input."""
    entered = sys.stdin
    if entered.isatty():
        password = click.prompt("密码", hide_input=True, confirmation_prompt="再输一次", err=True)
    else:
        password = entered.readline().rstrip("\r\n")
    return checked_password(str(password), name)


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
