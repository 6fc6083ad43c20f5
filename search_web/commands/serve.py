"""``tian serve``: the site on this machine."""

from __future__ import annotations

import socket
from pathlib import Path

import click
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from corpus import system_reason
from indexer import Settings, SettingsError
from search_web.configuration import site_config
from search_web.edge import open_site

__all__ = ["serve"]


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
