"""``tian user``: who may sign in to the site. Passwords come from a prompt or standard input, never as an argument."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import click

from indexer import Settings
from search_web.access import Passwords, account_name, checked_name, checked_password
from search_web.configuration import site_config
from search_web.edge import open_store
from search_web.errors import SiteError
from search_web.roles import Role
from search_web.store import SiteStore

__all__ = ["user"]

_ROLE = click.Choice([role.value for role in Role])


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
        store.accounts.add(name, Role(role), Passwords().digest(_new_password(name)))
        _note(store, "新增账号", name, Role(role).label)
    click.echo(f"已新增账号 {name}（{Role(role).label}）。", err=True)


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
        store.accounts.set_role(account_name(name), Role(role))
        _note(store, "改变角色", account_name(name), Role(role).label)
    click.echo(f"账号 {account_name(name)} 现在是{Role(role).label}。", err=True)


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
