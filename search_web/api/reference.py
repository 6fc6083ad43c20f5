"""``/api``: the API's documentation for people, laid out from the OpenAPI document and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, render_template

from search_web.accounts.rules import public
from search_web.api import openapi_document

__all__ = ["Address", "Answered", "Key", "ParameterRow", "Reference", "Shape", "reference", "reference_view"]

Json = Mapping[str, Any]

_PLACES = {"query": "", "path": "写在地址里"}
_TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "boolean": "true 或 false",
    "null": "null",
    "object": "对象",
}


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One parameter."""

    name: str
    meaning: str
    takes: str
    repeated: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """One status and what it means."""

    status: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Address:
    """One address: what it is for, takes and answers; ``shape`` names the answer's shape, "" for any object."""

    id: str
    method: str
    path: str
    summary: str
    about: str
    example: str
    parameters: tuple[ParameterRow, ...]
    shape: str
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a shape; ``shape`` names the shape it holds, if any."""

    name: str
    kind: str
    shape: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Shape:
    """The keys of an object."""

    name: str
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """Everything the page shows."""

    about: str
    addresses: tuple[Address, ...]
    shapes: tuple[Shape, ...]


def reference(document: Json) -> Reference:
    """Return the page of an OpenAPI document."""
    addresses = tuple(
        _address(path, method, operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    )
    shapes = tuple(Shape(name, tuple(_keys(each))) for name, each in document["components"]["schemas"].items())
    return Reference(document["info"]["description"], addresses, shapes)


def _address(path: str, method: str, operation: Json) -> Address:
    answer = operation["responses"]["200"].get("content", {}).get("application/json", {}).get("schema", {})
    return Address(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        about=operation["description"],
        example=operation.get("x-example", ""),
        parameters=tuple(_row(each) for each in operation["parameters"]),
        shape=_shape(answer),
        answers=tuple(Answered(status, each["description"]) for status, each in operation["responses"].items()),
    )


def _row(parameter: Json) -> ParameterRow:
    schema = parameter["schema"]
    repeated = schema["type"] == "array"
    place = _PLACES[parameter["in"]]
    return ParameterRow(
        parameter["name"], parameter["description"], "；".join(filter(None, (_takes(schema), place))), repeated
    )


def _takes(schema: Json) -> str:
    """The values a parameter takes, as the schema has it, in words."""
    if schema["type"] == "array":
        return _takes(schema["items"])
    default = f"，默认 {schema['default']}" if "default" in schema else ""
    if schema["type"] == "integer":
        return f"{schema['minimum']} 到 {schema['maximum']}{default}"
    if "enum" in schema:
        return "、".join(schema["enum"]) + default
    return f"最多 {schema['maxLength']} 字" if "maxLength" in schema else _TYPES[schema["type"]]


def _keys(schema: Json) -> Iterator[Key]:
    for name, each in schema.get("properties", {}).items():
        yield Key(name, _kind(each), _shape(each), each.get("description", ""))


def _kind(schema: Json) -> str:
    """The type of a key's value in words."""
    if "anyOf" in schema:
        return " 或 ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return "、".join(schema["enum"])
    if schema.get("type") == "array":
        inner = _kind(schema["items"]) if "items" in schema else "值"
        return f"{inner}的列表"
    if isinstance(schema.get("additionalProperties"), Mapping):
        return f"名称对{_kind(schema['additionalProperties'])}"
    return _TYPES.get(schema.get("type", "object"), "对象")


def _shape(schema: Json) -> str:
    """The shape that a schema holds, however deep; "" where it holds none."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    inner = [schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", [])]
    return next((name for each in inner if isinstance(each, Mapping) and (name := _shape(each))), "")


reference_view = Blueprint("reference", __name__)


@reference_view.get("/api")
@public
def show() -> str:
    """Tell how programs ask."""
    app = current_app._get_current_object()  # type: ignore[attr-defined] # the proxy's own way to the application
    return render_template("api/reference.html", page=reference(openapi_document(app)))
