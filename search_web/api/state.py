"""What the service says of itself: ``stats``, the OpenAPI document, ``/healthz``."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypedDict

from flask import Response, current_app, jsonify

from indexer import SearchRequest
from search_web.accounts.rules import public
from search_web.api.document import openapi_document
from search_web.api.endpoint import Endpoint, endpoint
from search_web.site.context import current_reader, current_site

__all__: list[str] = []


class StatsJson(TypedDict):
    """What the live index is and how much it holds."""

    documents: Annotated[int, "能检索到的件数"]
    generation: Annotated[str, "索引的代号，每次重建都不同"]
    built: Annotated[str, "建立的时间，UTC"]
    changed: Annotated[str, "最近一次更新的时间，UTC"]
    tokenizer: Annotated[str, "分词程序"]
    cutter: Annotated[str, "同 tokenizer，旧名称，下一版去掉"]


class HealthJson(TypedDict):
    """Whether searches are answered."""

    status: Literal["ok"]
    documents: Annotated[int, "能检索到的件数"]


@endpoint(Endpoint("/api/v1/stats", StatsJson, "索引现状", example="/api/v1/stats"))
@public
def stats() -> StatsJson:
    """Answer with what the live index is and how much of it this reader may see."""
    known = current_site().service.stats()
    return {
        "documents": _visible(),
        "generation": known.generation,
        "built": known.built,
        "changed": known.changed,
        "tokenizer": known.tokenizer,
        "cutter": known.tokenizer,
    }


@endpoint(
    Endpoint(
        "/api/v1/openapi.json",
        dict[str, Any],
        "这份说明",
        "OpenAPI 3.1，由程序里的同一份表格生成。",
        example="/api/v1/openapi.json",
    )
)
@public
def openapi() -> dict[str, Any]:
    """Answer with the OpenAPI document of this site."""
    return openapi_document(current_app._get_current_object())  # type: ignore[attr-defined]


@endpoint(Endpoint("/healthz", HealthJson, "是否可以检索", "给监控用：200 可以，503 不可以。", example="/healthz"))
@public
def health() -> Response:
    """Answer that searches are served; 503 where there is no usable index."""
    return jsonify({"status": "ok", "documents": _visible()})


def _visible() -> int:
    """How many proposals this reader may see."""
    return current_site().service.search(SearchRequest(limit=1, reader=current_reader())).total
