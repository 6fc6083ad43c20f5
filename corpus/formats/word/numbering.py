"""Automatic numbers of paragraphs, 一、 (二) 3. as they are printed; DOCX, DOC and ODT share the counting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.formats.word.ordinals import ordinal

__all__ = ["Level", "ListDefinition", "Numbered", "Numbering"]

_LEVELS = 10
_PLACE = re.compile(r"%([1-9])")
#: After these the text follows directly; after a full stop or bracket of ASCII stands a space.
_CLOSED = "、．，：）】》。　 "


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    Attributes:
        style: name of the number's style, as ``ordinal`` knows it.
        text: what is printed, ``%1`` for the number of the first level.
        restart: after which level (from 1) it begins anew, 0 for never, None for any higher one.
    """

    start: int = 1
    style: str = "decimal"
    text: str = ""
    restart: int | None = None


@dataclass(slots=True)
class ListDefinition:
    """The levels of a list, and how far each has counted; lists made from one definition share the counts."""

    levels: Mapping[int, Level]
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Numbered:
    """What the number of a paragraph refers to: a definition, and levels that begin anew there with a value."""

    definition: ListDefinition
    starts: Mapping[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of a document in reading order.

    >>> numbering = Numbering({"1": Numbered(ListDefinition({0: Level(style="chineseCounting", text="%1、")}))})
    >>> numbering.next("1", 0), numbering.next("1", 0), numbering.next("9", 0)
    ('一、', '二、', '')
    """

    def __init__(self, numbers: Mapping[str, Numbered]) -> None:
        self._numbers = numbers
        self._begun: set[tuple[str, int]] = set()

    def next(self, number: str, level: int) -> str:
        """Return the printed number of the next paragraph of this list and level, ``""`` for bullets and none."""
        found = self._numbers.get(number)
        if found is None or not 0 <= level < _LEVELS:
            return ""
        listed = found.definition
        here = listed.levels.get(level, Level())
        if level in found.starts and (number, level) not in self._begun:
            listed.counts[level] = found.starts[level]
        else:
            listed.counts[level] = listed.counts.get(level, here.start - 1) + 1
        self._begun.add((number, level))
        for deeper in [each for each in listed.counts if each > level]:
            restart = listed.levels.get(deeper, Level()).restart
            if restart is None or level < restart:
                del listed.counts[deeper]
        return _printed(listed, here)


def _printed(listed: ListDefinition, here: Level) -> str:
    if here.style in ("bullet", "none") and not _PLACE.search(here.text):
        return ""

    def count(match: re.Match[str]) -> str:
        of = listed.levels.get(int(match[1]) - 1, Level())
        return ordinal(listed.counts.get(int(match[1]) - 1, of.start), of.style)

    text = _PLACE.sub(count, here.text)
    return text if not text or text[-1] in _CLOSED else f"{text} "
