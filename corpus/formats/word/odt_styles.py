"""What an ODT's styles say: hidden text, bold, and the numbers of lists and headings."""

from __future__ import annotations

from lxml import etree

from corpus.formats.word.numbering import Level, ListDefinition, Numbered, Numbering

__all__ = ["STYLE", "TABLE", "TEXT", "OdtStyles"]

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_OUTLINE = ""
_DEEPEST = 20


class OdtStyles:
    """Styles of the text and of the document, by name; counts list items and headings in reading order."""

    def __init__(self, content: etree._Element, common: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._definitions: dict[str, ListDefinition] = {}
        for root in (common, content):
            if root is None:
                continue
            for style in root.iter(f"{STYLE}style"):
                self._styles[style.get(f"{STYLE}name", "")] = style
            for listed in root.iter(f"{TEXT}list-style"):
                self._definitions[listed.get(f"{STYLE}name", "")] = ListDefinition(_levels(listed))
            for outline in root.iter(f"{TEXT}outline-style"):
                self._definitions[_OUTLINE] = ListDefinition(_levels(outline))
        self._numbering = Numbering({name: Numbered(found) for name, found in self._definitions.items()})

    def begin_list(self, name: str, element: etree._Element, level: int) -> None:
        """Begin a list: its numbers begin anew unless it says that it goes on."""
        goes_on = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list")
        if level == 0 and not goes_on and name in self._definitions:
            self._definitions[name].counts.clear()

    def number(self, style: str, heading: int, level: int, listed: str) -> str:
        """Return the printed number of a paragraph: of its list, or of its heading."""
        if level >= 0:
            return self._numbering.next(listed or self._property(style, "list-style-name"), level)
        return self._numbering.next(_OUTLINE, heading - 1) if heading else ""

    def _property(self, style: str, name: str) -> str:
        for each in self._chain(style):
            found = each.get(f"{STYLE}{name}")
            if found:
                return found
        return ""

    def _chain(self, style: str) -> list[etree._Element]:
        """A style and those it is based on."""
        found: list[etree._Element] = []
        while style in self._styles and len(found) < _DEEPEST:
            found.append(self._styles[style])
            style = found[-1].get(f"{STYLE}parent-style-name", "")
        return found

    def _text_property(self, style: str, name: str) -> str:
        for each in self._chain(style):
            properties = each.find(f"{STYLE}text-properties")
            value = properties.get(name) if properties is not None else None
            if value:
                return value
        return ""

    def hidden(self, style: str) -> bool:
        """Whether text of this style is hidden."""
        return bool(style) and self._text_property(style, f"{TEXT}display") == "none"

    def bold(self, style: str) -> bool:
        """Whether text of this style is bold."""
        return bool(style) and self._text_property(style, f"{_FO}font-weight") in ("bold", "700", "800", "900")


def _levels(listed: etree._Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for each in listed:
        level = _integer(each.get(f"{TEXT}level"), 1) - 1
        if each.tag == f"{TEXT}list-level-style-bullet":
            levels[level] = Level(style="bullet")
            continue
        style = each.get(f"{STYLE}num-format", "")
        shown = min(_integer(each.get(f"{TEXT}display-levels"), 1), level + 1)
        places = ".".join(f"%{number + 1}" for number in range(level + 1 - shown, level + 1)) if style else ""
        pattern = each.get(f"{_LO_EXT}list-format")
        text = f"{each.get(f'{STYLE}num-prefix', '')}{places}{each.get(f'{STYLE}num-suffix', '')}"
        text = _pattern(pattern) if pattern and style else text
        levels[level] = Level(_integer(each.get(f"{TEXT}start-value"), 1), style or "none", text if style else "")
    return levels


_LO_EXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"


def _pattern(written: str) -> str:
    """``第%1%条`` as LibreOffice writes it, ``第%1条`` as the numbering reads it."""
    for level in range(1, 10):
        written = written.replace(f"%{level}%", f"%{level}")
    return written


def _integer(written: str | None, otherwise: int) -> int:
    return int(written) if written is not None and written.isdecimal() and len(written) < 6 else otherwise
