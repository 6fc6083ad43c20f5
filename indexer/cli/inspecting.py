"""``tian inspect``: what would be read of files, field by field, before anything is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, get_type_hints

import click

from corpus import Account, Inspected, Profile, Proposal, inspected_files, to_json
from indexer.cli.chinese import ChineseCommand
from indexer.cli.output import echo_json

__all__ = ["inspect_command", "tell_inspected", "told_account"]

#: Characters of a long text shown for each field.
_SHOWN = 200


@click.command("inspect", cls=ChineseCommand)
@click.argument("paths", nargs=-1, required=True, metavar="文件或目录…", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--profile",
    "profile_path",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="文件",
    help="来源说明（TOML）：把来源的栏目和结果用语对应到本系统的字段。",
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出结果。")
def inspect_command(paths: tuple[Path, ...], profile_path: Path | None, as_json: bool) -> None:
    """看会从文件里读到什么，逐项列出；什么也不存。"""
    profile = Profile.load(profile_path) if profile_path else Profile.generic()
    tell_inspected(inspected_files(paths, profile), as_json=as_json)


def tell_inspected(found: Iterable[Inspected], *, as_json: bool, whole: bool = True) -> None:
    """Print what was found: each field, or without ``whole`` each title; and the account of all."""
    accounts: list[Account] = []
    shown: list[dict[str, Any]] = []
    for each in found:
        accounts += [each.item.account] if each.item.account else []
        if as_json:
            shown.append(_to_json(each))
        else:
            for line in _lines(each, whole=whole):
                click.echo(line)
    total = Account.sum(accounts)
    if as_json:
        echo_json({"places": shown, "account": asdict(total)})
    else:
        click.echo(told_account(total))


def told_account(account: Account) -> str:
    """Return in a sentence where the visible characters went.

    >>> told_account(Account(90, 8, 2))
    '可见的字 100 个：进栏目 90，进其余文字和其他信息 8，在未能读入处 2。'
    """
    return (
        f"可见的字 {account.visible} 个：进栏目 {account.fields}，进其余文字和其他信息 {account.rest}，"
        f"在未能读入处 {account.rejects}。"
    )


def _to_json(each: Inspected) -> dict[str, Any]:
    item = each.item
    return {
        "file": each.name,
        "record": to_json(item.record) if item.record else None,
        "reject": asdict(item.reject) if item.reject else None,
        "account": asdict(item.account) if item.account else None,
    }


def _lines(each: Inspected, *, whole: bool) -> Iterator[str]:
    record, reject = each.item.record, each.item.reject
    if reject:
        yield f"{_place(each.name, reject.place)}：未能读入：{reject.reason}"
    if record:
        place = _place(each.name, record.source.place if record.source else "")
        yield f"{place}：{record.title}"
        if whole:
            yield from (f"  {name}：{value}" for name, value in _fields(record))


def _place(name: str, place: str) -> str:
    return f"{name}，{place}" if place else name


def _fields(record: Proposal) -> Iterator[tuple[str, str]]:
    """Every field that has a value, by its Chinese name."""
    names = {key: hint.__metadata__[0] for key, hint in get_type_hints(Proposal, include_extras=True).items()}
    plain = to_json(record)
    for each in fields(Proposal):
        value = plain.get(each.name)
        if value not in (None, "", [], {}) and each.name not in ("title", "id", "source"):
            yield from _told(names[each.name], value)


def _told(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list) and value and isinstance(value[0], dict | list):
        for number, part in enumerate(value, 1):
            inner = part if isinstance(part, list) else [f"{key} {text}" for key, text in part.items() if text]
            yield f"{name} {number}", _short("；".join(map(str, inner)))
    elif isinstance(value, dict):
        yield name, _short("；".join(f"{key} {text}" for key, text in value.items() if text))
    else:
        yield name, _short("、".join(map(str, value)) if isinstance(value, list) else str(value))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}……（共 {len(line)} 字）"
