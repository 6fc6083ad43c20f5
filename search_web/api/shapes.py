"""JSON schemas from the types that answers are made of: what is declared is what is sent.

A ``TypedDict`` or a frozen dataclass becomes a named schema, every key required and no other allowed;
``Annotated[int, "件数"]`` gives a key its description.
"""

from __future__ import annotations

import types
from dataclasses import is_dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal, Union, get_args, get_origin, is_typeddict

from corpus import JSON_TEXTS, json_types

__all__ = ["Schemas"]

Schema = dict[str, Any]

_PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    type(None): {"type": "null"},
    object: {},
    Any: {},
}


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
