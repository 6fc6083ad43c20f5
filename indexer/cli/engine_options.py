"""The options that choose the engine; together they become one ``EngineSettings``."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from indexer.errors import SettingsError
from indexer.settings import ENGINES, EngineSettings, addresses

__all__ = ["engine_options"]


def engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the engine's options; it is called with ``engine``, an ``EngineSettings``."""

    @click.option(
        "--engine",
        "kind",
        type=click.Choice(ENGINES),
        envvar="TIAN_ENGINE",
        default="whoosh",
        help="检索引擎：whoosh 在本机（默认），opensearch 在集群上；也可用环境变量 TIAN_ENGINE 指定。",
    )
    @click.option(
        "--engine-url",
        "urls",
        multiple=True,
        envvar="TIAN_ENGINE_URL",
        metavar="地址",
        help="OpenSearch 集群节点的地址，如 http://10.0.0.1:9200；可多次给出，也可用逗号隔开。"
        "也可用环境变量 TIAN_ENGINE_URL 指定。",
    )
    @click.option(
        "--engine-prefix",
        "prefix",
        envvar="TIAN_ENGINE_PREFIX",
        default="tian",
        metavar="名称",
        help="集群里索引名称的开头，默认 tian；几套档案共用一个集群时各用各的。",
    )
    @click.option(
        "--engine-shards",
        "shards",
        type=click.IntRange(1, 1024),
        envvar="TIAN_ENGINE_SHARDS",
        default=1,
        metavar="N",
        help="集群里新建的索引分成几片，默认 1；每片以一千万件以内为宜。",
    )
    @wraps(command)
    def with_engine(*args: Any, kind: str, urls: tuple[str, ...], prefix: str, shards: int, **options: Any) -> Any:
        try:
            engine = EngineSettings(kind, addresses(urls), prefix, shards)
        except SettingsError as error:
            raise click.UsageError(str(error)) from None
        return command(*args, engine=engine, **options)

    return with_engine
