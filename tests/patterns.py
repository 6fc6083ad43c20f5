"""Every regular expression of the packages, and texts that make a backtracking one slow."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise, product
from pathlib import Path
from types import ModuleType
from typing import Any

#: The standard library's own parser of patterns, for which there are no types.
_parser = import_module("re._parser")

__all__ = ["UsedPattern", "growth", "hostile_texts", "used_patterns"]

PACKAGES = ("corpus", "indexer", "search_web")
#: Ways of asking that begin at one place only; all others try every place of a text.
_ANCHORED = frozenset(("match", "fullmatch"))
_ASKED = frozenset(("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"))
_CATEGORIES = {
    "CATEGORY_SPACE": " ",
    "CATEGORY_DIGIT": "7",
    "CATEGORY_WORD": "w",
    "CATEGORY_NOT_SPACE": "甲",
    "CATEGORY_NOT_DIGIT": "甲",
    "CATEGORY_NOT_WORD": "、",
}
#: Seconds of processor time from which on a measurement says something.
_NOTICED = 0.004
#: Tried for classes that say what they do not hold.
_ORDINARY = "甲 a7\t、"


@dataclass(frozen=True, slots=True)
class UsedPattern:
    """A pattern, its place (``corpus.values.dates:_TAIL``), how it is asked: ``match``, ``fullmatch``, ``finditer``.

    Whatever looks for it everywhere in a text (``search``, ``sub``, ``split``) is asked like ``finditer``.
    """

    place: str
    pattern: re.Pattern[Any]
    asked: frozenset[str]


def used_patterns() -> list[UsedPattern]:
    """Return every pattern that a module of the packages holds or makes of what it holds, each once."""
    found: dict[tuple[Any, int, frozenset[str]], UsedPattern] = {}
    for package in PACKAGES:
        door = importlib.import_module(package)
        for each in pkgutil.walk_packages(door.__path__, f"{package}."):
            if each.name.endswith("__main__"):
                continue
            module = importlib.import_module(each.name)
            tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
            for used in (*_held(module, tree), *_made(module, tree)):
                found.setdefault((used.pattern.pattern, used.pattern.flags, used.asked), used)
    return list(found.values())


def _held(module: ModuleType, tree: ast.AST) -> Iterator[UsedPattern]:
    """Patterns that are attributes of a module, alone or in tuples and dictionaries."""
    asked = _methods_asked(tree)
    for name, value in vars(module).items():
        for pattern in _inside(value):
            # A pattern that is handed on is asked in every way.
            methods = asked.get(name, frozenset(("match", "search")))
            yield UsedPattern(f"{module.__name__}:{name}", pattern, _as_asked(methods))


def _as_asked(methods: frozenset[str]) -> frozenset[str]:
    return frozenset(each if each in _ANCHORED else "finditer" for each in methods)


def _inside(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for each in (*value.keys(), *value.values()):
            yield from _inside(each)
    elif isinstance(value, (tuple, list, frozenset, set)):
        for each in value:
            yield from _inside(each)


def _methods_asked(tree: ast.AST) -> dict[str, frozenset[str]]:
    """The methods that a module asks of its names: ``{"_TAIL": {"fullmatch"}}``."""
    asked: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in _ASKED:
            asked.setdefault(node.value.id, set()).add(node.attr)
    return {name: frozenset(methods) for name, methods in asked.items()}


def _made(module: ModuleType, tree: ast.AST) -> Iterator[UsedPattern]:
    """Patterns written where they are used: ``re.search("…", text)``, as far as the module's names make them up."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re"):
            continue
        if node.func.attr not in _ASKED:
            continue
        written = ast.Expression(node.args[0])
        try:
            text = eval(compile(written, module.__name__, "eval"), vars(module))
        except NameError:
            continue
        place = f"{module.__name__}:{node.lineno}"
        yield UsedPattern(place, re.compile(text), _as_asked(frozenset((node.func.attr,))))


def hostile_texts(pattern: re.Pattern[Any], length: int) -> Iterator[Any]:
    """Yield texts of about this length, made of what a pattern repeats and begins with; most of them match nowhere."""
    parsed = _parser.parse(pattern.pattern, pattern.flags)
    single = _samples(parsed)[:12]
    opening = _shortest(parsed)
    # Texts of two lengths are compared one by one: there are as many of each.
    pieces = [*single, *(a + b for a, b in product(single[:6], repeat=2) if a != b)]
    texts = [piece * (length // len(piece)) for piece in pieces]
    texts += [a * (length // 2) + b * (length // 2) for a, b in product(single[:6], repeat=2) if a != b]
    for cut in sorted({len(opening), len(opening) // 2, 1}):
        start = opening[:cut]
        texts += [start + piece * (length // len(piece)) for piece in single]
        texts.append(start * (length // max(1, len(start))))
        texts += [(start + piece) * (length // (len(start) + 1)) for piece in single]
    for text in texts:
        for end in ("", "\n龘"):
            yield (text + end).encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text + end


def _samples(parsed: Any) -> list[str]:
    """A character of every literal, class and category of a pattern, those that are repeated first."""
    repeated: list[str] = []
    others: list[str] = []

    def walk(items: Any, within: bool) -> None:
        for operation, argument in items:
            name = str(operation)
            if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
                walk(argument[2], within or argument[1] > 1)
            elif name == "SUBPATTERN":
                walk(argument[3], within)
            elif name == "BRANCH":
                for branch in argument[1]:
                    walk(branch, within)
            elif name in ("ASSERT", "ASSERT_NOT"):
                walk(argument[1], within)
            elif name == "ATOMIC_GROUP":
                walk(argument, within)
            else:
                (repeated if within else others).extend(_characters(name, argument))

    walk(parsed, False)
    return list(dict.fromkeys((*repeated, *others)))


def _characters(name: str, argument: Any) -> list[str]:
    if name == "LITERAL":
        return [chr(argument)]
    if name == "NOT_LITERAL":
        return [next(each for each in _ORDINARY if ord(each) != argument)]
    if name == "ANY":
        return ["甲", " "]
    if name == "IN":
        if argument and str(argument[0][0]) == "NEGATE":
            excluded = {text for inner, value in argument[1:] for text in _characters(str(inner), value)}
            return [each for each in _ORDINARY if each not in excluded][:3]
        return [text for inner, value in argument for text in _characters(str(inner), value)][:4]
    if name == "RANGE":
        return [chr(argument[0])]
    return [_CATEGORIES[str(argument)]] if name == "CATEGORY" else []


def _shortest(parsed: Any) -> str:
    """A short text that begins as the pattern does."""
    text = ""
    for operation, argument in parsed:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            text += _shortest(argument[2]) * max(1, argument[0])
        elif name == "SUBPATTERN":
            text += _shortest(argument[3])
        elif name == "BRANCH":
            text += _shortest(argument[1][0])
        else:
            text += "".join(_characters(name, argument)[:1])
    return text


def growth(used: UsedPattern, *, lengths: tuple[int, ...] = (25, 100, 400, 1_600)) -> tuple[float, Any]:
    """Return by how much the time grows from a text to one four times as long, at worst, and how that text begins.

    Each kind of text grows until it takes a time that can be measured (4 ms of processor time); what is quicker at the
    last length does not grow with its square.
    """
    worst: tuple[float, Any] = (0.0, "")
    for texts in zip(*(hostile_texts(used.pattern, length) for length in lengths), strict=True):
        for short, long in pairwise(texts):
            if _seconds(used, long) < _NOTICED:
                continue
            ratio = min(_seconds(used, long) for _ in range(3)) / max(
                1e-6, min(_seconds(used, short) for _ in range(5))
            )
            worst = max(worst, (ratio, long[:40]), key=lambda each: each[0])
            break
    return worst


def _seconds(used: UsedPattern, text: Any) -> float:
    began = time.thread_time()
    for method in used.asked:
        asked = getattr(used.pattern, method)(text)
        if method == "finditer":
            for _ in asked:
                pass
    return time.thread_time() - began
