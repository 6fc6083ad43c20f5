"""Automatic numbering of a DOCX: 一、 (二) 3. as Word prints them before the paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from corpus.formats.word.ordinals import ordinal
from corpus.formats.word.styles import W, Styles, value_of

__all__ = ["Numbering"]

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
#: After these the text follows directly; after a full stop or bracket of ASCII stands a space.
_CLOSED = "、．，：）】》。　 "


@dataclass(slots=True)
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = ""
    restart: int | None = None


@dataclass(slots=True)
class _List:
    """A list definition with its counters, which all lists made from it share."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of a document in reading order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._lists: dict[str, _List] = {}
        self._numbers: dict[str, tuple[_List, dict[int, int]]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is None:
            return
        definitions = {each.get(f"{W}abstractNumId", ""): each for each in root.iterfind(f"{W}abstractNum")}
        numbers = {each.get(f"{W}numId", ""): each for each in root.iterfind(f"{W}num")}
        for identifier, number in numbers.items():
            abstract = value_of(number, "abstractNumId") or ""
            abstract = _linked(abstract, definitions, numbers, styles)
            if abstract not in self._lists and abstract in definitions:
                self._lists[abstract] = _List(_levels(definitions[abstract]))
            if abstract in self._lists:
                self._numbers[identifier] = self._own(number, self._lists[abstract])

    def _own(self, number: etree._Element, shared: _List) -> tuple[_List, dict[int, int]]:
        """The list a number refers to, with levels of its own where it overrides them, and where it starts anew."""
        starts: dict[int, int] = {}
        levels = dict(shared.levels)
        for override in number.iterfind(f"{W}lvlOverride"):
            level = _integer(override.get(f"{W}ilvl"), 0)
            start = value_of(override, "startOverride")
            if start is not None:
                starts[level] = _integer(start, 1)
            levels.update(_levels(override))
        return (_List(levels, shared.counts) if levels != shared.levels else shared), starts

    def next(self, number: str, level: int) -> str:
        """Return the printed number of the next paragraph of this list and level, ``""`` for bullets and none."""
        found = self._numbers.get(number)
        if found is None or not 0 <= level < _LEVELS:
            return ""
        listed, starts = found
        definition = listed.levels.get(level, _Level())
        if level in starts and (number, level) not in self._begun:
            listed.counts[level] = starts[level]
        elif level in listed.counts:
            listed.counts[level] += 1
        else:
            listed.counts[level] = definition.start
        self._begun.add((number, level))
        for deeper in [each for each in listed.counts if each > level]:
            restart = listed.levels.get(deeper, _Level()).restart
            if restart is None or level < restart:
                del listed.counts[deeper]
        return self._printed(listed, definition)

    def _printed(self, listed: _List, definition: _Level) -> str:
        if definition.style in ("bullet", "none") and not _PLACE.search(definition.text):
            return ""

        def count(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            of = listed.levels.get(level, _Level())
            return ordinal(listed.counts.get(level, of.start), of.style)

        text = _PLACE.sub(count, definition.text)
        return text if not text or text[-1] in _CLOSED else f"{text} "


def _linked(
    abstract: str, definitions: dict[str, etree._Element], numbers: dict[str, etree._Element], styles: Styles
) -> str:
    """A definition that only names a style stands for the definition that this style is numbered by."""
    link = value_of(definitions.get(abstract), "numStyleLink")
    number = styles.style(link).number if link else None
    return (value_of(numbers.get(number), "abstractNumId") or abstract) if number else abstract


def _levels(definition: etree._Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for each in definition.iterfind(f"{W}lvl"):
        restart = value_of(each, "lvlRestart")
        style = value_of(each, "numFmt") or _choice(each) or "decimal"
        levels[_integer(each.get(f"{W}ilvl"), 0)] = _Level(
            _integer(value_of(each, "start"), 1),
            style,
            value_of(each, "lvlText") or "",
            None if restart is None else _integer(restart, 0),
        )
    return levels


def _choice(level: etree._Element) -> str | None:
    """The number format inside an AlternateContent: its first one."""
    found = level.find(f".//{W}numFmt")
    return found.get(f"{W}val") if found is not None else None


def _integer(written: str | None, otherwise: int) -> int:
    return int(written) if written is not None and written.isdecimal() and len(written) < 8 else otherwise
