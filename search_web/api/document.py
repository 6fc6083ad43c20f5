"""The OpenAPI 3.1 document, written from what the addresses declare; nothing in it is kept by hand."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from flask import Flask

from search_web.access import Rule
from search_web.api.endpoint import Endpoint, endpoints_of
from search_web.api.parameters import Parameter
from search_web.api.shapes import Schemas

__all__ = ["ErrorJson", "openapi_document"]

Json = dict[str, Any]

_ABOUT = (
    "网站上的内容都可以用 JSON 取得，UTF-8 编码，中文不转义，每个键总在。接口不猜测：不认识的参数、重复的单值参数、"
    "读不懂的值都会拒绝，并说明是哪一个。只读的地址任何网页都可以读取（CORS），登录者除外。"
)


class ErrorDetailJson(TypedDict):
    """What is wrong."""

    status: Annotated[int, "状态码"]
    message: Annotated[str, "出了什么错，该怎么办"]
    parameter: Annotated[str | None, "有误的参数"]


class ErrorJson(TypedDict):
    """The answer where there is no other."""

    error: ErrorDetailJson


def openapi_document(app: Flask) -> Json:
    """Return the OpenAPI document of every address that an application declares."""
    schemas = Schemas()
    paths: dict[str, Json] = {}
    for declared in endpoints_of(app):
        paths.setdefault(declared.template, {})[declared.method.lower()] = _operation(declared, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "提案检索", "version": "1", "description": _ABOUT},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": schemas.named},
    }


def _operation(declared: Endpoint, schemas: Schemas) -> Json:
    body = {"requestBody": {"required": True, **_content(declared.body, schemas)}} if declared.body else {}
    return {
        "operationId": declared.name,
        "summary": declared.summary,
        "description": declared.about,
        "parameters": [_parameter(each) for each in declared.parameters],
        **body,
        "responses": _responses(declared, schemas),
        **({"x-example": declared.example} if declared.example else {}),
    }


def _parameter(parameter: Parameter) -> Json:
    schema: Json = dict(parameter.schema)
    if parameter.most > 1:
        schema = {"type": "array", "items": schema, "maxItems": parameter.most}
    return {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.place == "path",
        "description": parameter.meaning,
        "schema": schema,
        **({"style": "form", "explode": True} if parameter.most > 1 else {}),
    }


def _responses(declared: Endpoint, schemas: Schemas) -> Json:
    etag = {"ETag": {"schema": {"type": "string"}, "description": "带着它再问，没有变化就答 304"}}
    answered = {"description": "答复", **_content(declared.answer, schemas)}
    reading = declared.method == "GET" and declared.path.startswith("/api/v1/")
    responses: dict[str, Json] = {"200": {**answered, **({"headers": etag} if reading else {})}}
    if reading:
        responses["304"] = {"description": "与上次相同"}
    closed = declared.rule is not Rule.PUBLIC
    told = {
        "401": "须先登录" if closed else "",
        "403": "没有这个权限" if closed else "",
        "404": declared.missing,
        "410": "索引已经更新，游标不再有效" if any(each.name == "cursor" for each in declared.parameters) else "",
        "405": "不支持这种方法",
        "422": "参数有误，parameter 是它的名字",
        "500": "网站出了差错",
        "503": "索引尚未建立或正在维护",
    }
    refused = _content(ErrorJson, schemas)
    return responses | {status: {"description": words, **refused} for status, words in told.items() if words}


def _content(kind: Any, schemas: Schemas) -> Json:
    return {"content": {"application/json": {"schema": schemas.of(kind)}}}
