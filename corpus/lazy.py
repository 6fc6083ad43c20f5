"""Packages whose public names are imported when they are first used, so that a command pays for what it needs only."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

__all__ = ["lazy_exports"]


def lazy_exports(module: ModuleType) -> Callable[[str], Any]:
    """Return a package's ``__getattr__``: it imports each name from where an ``if TYPE_CHECKING`` block says.

    The block is the one list of what the package offers, for type checkers and at run time alike. Args:

        module: the package, whose ``__init__`` has such a block of ``from … import …``.
    """
    name, source = module.__name__, Path(str(module.__file__))

    @cache
    def homes() -> dict[str, tuple[str, str]]:
        blocks = (node for node in ast.parse(source.read_text(encoding="utf-8")).body if isinstance(node, ast.If))
        imports = (node for block in blocks for node in block.body if isinstance(node, ast.ImportFrom))
        return {alias.asname or alias.name: (str(node.module), alias.name) for node in imports for alias in node.names}

    def load(attribute: str) -> Any:
        if attribute.startswith("_") or attribute not in homes():
            raise AttributeError(f"module {name!r} has no attribute {attribute!r}")
        home, original = homes()[attribute]
        value = getattr(import_module(home), original)
        setattr(module, attribute, value)
        return value

    return load
