"""What a DOCX's styles say of paragraphs and runs that name them: numbering, headings, hidden text."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

__all__ = ["Style", "Styles", "W", "is_on", "value_of"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Styles that are based on one another in a circle end here.
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Style:
    """One style with all that it inherits; None where it says nothing.

    Attributes:
        number: identifier of its numbering, ``level`` the level in it.
        outline: 0 to 8 for a heading of that level.
    """

    number: str | None = None
    level: int | None = None
    outline: int | None = None
    hidden: bool | None = None
    bold: bool | None = None

    def over(self, base: Style) -> Style:
        """This style's values, and the base's where it has none."""
        return Style(
            base.number if self.number is None else self.number,
            base.level if self.level is None else self.level,
            base.outline if self.outline is None else self.outline,
            base.hidden if self.hidden is None else self.hidden,
            base.bold if self.bold is None else self.bold,
        )


class Styles:
    """All styles of a document by their identifiers."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self.default = ""
        for element in root.iterfind(f"{W}style") if root is not None else ():
            identifier = element.get(f"{W}styleId", "")
            self._elements[identifier] = element
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true"):
                self.default = identifier
        self._known: dict[str, Style] = {}

    def style(self, identifier: str, depth: int = 0) -> Style:
        """Return a style with what it inherits; an empty one for an unknown identifier."""
        if identifier not in self._known:
            self._known[identifier] = self._read(self._elements.get(identifier), depth)
        return self._known[identifier]

    def _read(self, element: etree._Element | None, depth: int) -> Style:
        if element is None or depth > _DEEPEST:
            return Style()
        own = of_properties(element.find(f"{W}pPr"), element.find(f"{W}rPr"))
        base = value_of(element, "basedOn")
        return own.over(self.style(base, depth + 1)) if base else own


def of_properties(paragraph: etree._Element | None, run: etree._Element | None) -> Style:
    """Return what ``pPr`` and ``rPr`` themselves say."""
    numbering = paragraph.find(f"{W}numPr") if paragraph is not None else None
    return Style(
        number=value_of(numbering, "numId"),
        level=_integer(value_of(numbering, "ilvl")),
        outline=_integer(value_of(paragraph, "outlineLvl")),
        hidden=is_on(run, "vanish"),
        bold=is_on(run, "b"),
    )


def value_of(element: etree._Element | None, name: str) -> str | None:
    """Return the ``w:val`` of a child, None where there is none."""
    child = element.find(f"{W}{name}") if element is not None else None
    return child.get(f"{W}val") if child is not None else None


def is_on(properties: etree._Element | None, name: str) -> bool | None:
    """Return whether a switch is on, None where it is not there."""
    child = properties.find(f"{W}{name}") if properties is not None else None
    return None if child is None else child.get(f"{W}val", "1") not in ("0", "false", "off")


def _integer(written: str | None) -> int | None:
    return int(written) if written is not None and written.isdecimal() and len(written) < 6 else None
