"""Measured values kept as JSON and read back: what takes hours is not measured again to write a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

__all__ = ["load", "save"]

_Kept = TypeVar("_Kept")


def save(value: Any, path: Path) -> None:
    """Write a frozen dataclass with everything in it, as indented JSON."""
    path.write_text(json.dumps(asdict(value), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load(kind: type[_Kept], path: Path) -> _Kept:
    """Return the dataclass that ``save`` wrote; its fields are values, tuples, mappings and other such classes."""
    found = _built(kind, json.loads(path.read_text(encoding="utf-8")))
    assert isinstance(found, kind)
    return found


def _built(kind: Any, value: Any) -> Any:
    """The value of a type from its JSON."""
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{each.name: _built(hints[each.name], value[each.name]) for each in fields(kind)})
    origin, inside = get_origin(kind), get_args(kind)
    if NoneType in inside:
        return None if value is None else _built(next(each for each in inside if each is not NoneType), value)
    if origin is tuple:
        kinds = [inside[0]] * len(value) if inside[-1] is Ellipsis else inside
        return tuple(map(_built, kinds, value))
    if origin is not None and issubclass(origin, Mapping):
        return {name: _built(inside[1], each) for name, each in value.items()}
    return value
