"""The OpenAPI 3.1 document, written from what the addresses declare; nothing in it is kept by hand.

JSON schemas come from the types that answers are made of: a ``TypedDict`` or a frozen dataclass becomes a named schema,
every key required and no other allowed; ``Annotated[int, "件数"]`` gives a key its description.
"""

from __future__ import annotations

import types
from dataclasses import is_dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal, TypedDict, Union, get_args, get_origin, is_typeddict

from flask import Flask

from corpus import JSON_TEXTS, json_types
from search_web.accounts.rules import Rule
from search_web.api.endpoint import Endpoint, endpoints_of
from search_web.api.parameters import Parameter

__all__ = ["ErrorJson", "Schemas", "openapi_document"]

Json = dict[str, Any]

_ABOUT = (
    "网站上的内容都可以用 JSON 取得，UTF-8 编码，中文不转义，每个键总在。接口不猜测：不认识的参数、重复的单值参数、"
    "读不懂的值都会拒绝，并说明是哪一个。只读的地址任何网页都可以读取（CORS），登录者除外。"
)
_PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    type(None): {"type": "null"},
    object: {},
    Any: {},
}


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
    errors = {
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
    return responses | {status: {"description": words, **refused} for status, words in errors.items() if words}


def _content(kind: Any, schemas: Schemas) -> Json:
    return {"content": {"application/json": {"schema": schemas.of(kind)}}}


Schema = dict[str, Any]


class Schemas:
    """Collects the named schemas that answers refer to.

    >>> from typing import TypedDict
    >>> Box = TypedDict("Box", {"title": Annotated[str, "标题"], "marks": list[tuple[int, int]]})
    >>> schemas = Schemas()
    >>> schemas.of(Box)
    {'$ref': '#/components/schemas/Box'}
    >>> schemas.named["Box"]["required"], schemas.named["Box"]["properties"]["title"]
    (['title', 'marks'], {'type': 'string', 'description': '标题'})
    """

    def __init__(self) -> None:
        self.named: dict[str, Schema] = {}

    def of(self, hint: Any) -> Schema:
        """Return the schema of a type; TypeError for one that JSON has no shape for."""
        if hint in _PLAIN:
            return dict(_PLAIN[hint])
        if hint in JSON_TEXTS:
            return {"type": "string", "description": JSON_TEXTS[hint]}
        if is_typeddict(hint) or is_dataclass(hint):
            return self._reference(hint)
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            return {"type": "string", "enum": [each.value for each in hint]}
        return self._composed(get_origin(hint), get_args(hint), hint)

    def _composed(self, origin: Any, args: tuple[Any, ...], hint: Any) -> Schema:
        if origin is Annotated:
            return {**self.of(args[0]), "description": str(hint.__metadata__[0])}
        if origin is Literal:
            return {"type": "string", "enum": list(args)}
        if origin in (Union, types.UnionType):
            return {"anyOf": [self.of(each) for each in args]}
        if origin is list or (origin is tuple and args[1:] == (...,)):
            return {"type": "array", "items": self.of(args[0])}
        if origin is tuple:
            size = {"minItems": len(args), "maxItems": len(args)}
            return {"type": "array", "prefixItems": [self.of(each) for each in args], **size}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(args[1])}
        raise TypeError(f"no JSON shape for {hint!r}")

    def _reference(self, kind: Any) -> Schema:
        name = kind.__name__.removesuffix("Json")
        if name not in self.named:
            schema: Schema = {"type": "object"}
            self.named[name] = schema  # before its parts: a shape may hold itself
            hints = json_types(kind)
            schema["properties"] = {key: self.of(hint) for key, hint in hints.items()}
            schema["required"] = list(hints)
            schema["additionalProperties"] = False
        return {"$ref": f"#/components/schemas/{name}"}
