"""The lists that a DOCX defines (numbering.xml)."""

from __future__ import annotations

from lxml import etree

from corpus.formats.word.numbering import Level, ListDefinition, Numbered, Numbering
from corpus.formats.word.styles import Styles, W, value_of

__all__ = ["numbering_of"]

Elements = dict[str, etree._Element]


def numbering_of(root: etree._Element | None, styles: Styles) -> Numbering:
    """Return the numbering that numbering.xml defines; one without lists where there is none."""
    if root is None:
        return Numbering({})
    definitions = {each.get(f"{W}abstractNumId", ""): each for each in root.iterfind(f"{W}abstractNum")}
    numbers = {each.get(f"{W}numId", ""): each for each in root.iterfind(f"{W}num")}
    shared: dict[str, ListDefinition] = {}
    found: dict[str, Numbered] = {}
    for identifier, number in numbers.items():
        abstract = _linked(value_of(number, "abstractNumId") or "", definitions, numbers, styles)
        if abstract not in definitions:
            continue
        if abstract not in shared:
            shared[abstract] = ListDefinition(_levels(definitions[abstract]))
        found[identifier] = _numbered(number, shared[abstract])
    return Numbering(found)


def _numbered(number: etree._Element, shared: ListDefinition) -> Numbered:
    """The list that a number refers to, with levels of its own where it overrides them, and where it starts anew."""
    starts: dict[int, int] = {}
    levels = dict(shared.levels)
    for override in number.iterfind(f"{W}lvlOverride"):
        start = value_of(override, "startOverride")
        if start is not None:
            starts[_integer(override.get(f"{W}ilvl"), 0)] = _integer(start, 1)
        levels.update(_levels(override))
    return Numbered(shared if levels == shared.levels else ListDefinition(levels, shared.counts), starts)


def _linked(abstract: str, definitions: Elements, numbers: Elements, styles: Styles) -> str:
    """A definition that only names a style stands for the definition that this style is numbered by."""
    link = value_of(definitions.get(abstract), "numStyleLink")
    number = styles.style(link).number if link else None
    return (value_of(numbers.get(number), "abstractNumId") or abstract) if number else abstract


def _levels(definition: etree._Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for each in definition.iterfind(f"{W}lvl"):
        # Newer styles stand inside an alternative, whose first choice is Word's own.
        style = each.find(f".//{W}numFmt")
        restart = value_of(each, "lvlRestart")
        levels[_integer(each.get(f"{W}ilvl"), 0)] = Level(
            _integer(value_of(each, "start"), 1),
            style.get(f"{W}val", "decimal") if style is not None else "decimal",
            value_of(each, "lvlText") or "",
            None if restart is None else _integer(restart, 0),
        )
    return levels


def _integer(written: str | None, otherwise: int) -> int:
    return int(written) if written is not None and written.isdecimal() and len(written) < 8 else otherwise
