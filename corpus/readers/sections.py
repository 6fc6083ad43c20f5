"""Label lines in running text: ``提案人：张三``, and ``答复内容：`` with everything that follows.

A label at the beginning of a line counts when the profile knows it. Among the first lines, before any running
text, every such label counts; further down only those that are set in bold or that no sentence would begin with,
because a paragraph may well begin 内容：.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpus.profiles import Profile
from corpus.readers.blocks import Block, Pair, TextLine
from corpus.values import fold, names_visibility

__all__ = ["Sections", "collect"]

_LABEL = re.compile(r"\s*(?:[【\[](?P<boxed>[^】\]\n]{1,20})[】\]]\s*[：:]?|(?P<plain>[^：:。，,；;\n]{1,20})[：:])\s*")
#: Further labels on the same line: 发布日期：2021-06-28　来源：市司法局.
_INNER = re.compile(r"(?<=[\s|｜])(?P<label>[一-鿿][一-鿿　 /（）()]{0,12}[一-鿿）)])[：:]\s*")
#: Running text, as against the names and headings that a page has at its top.
_PROSE = re.compile(r"[。；！？]|.{60}")
#: A longer line with a colon is a sentence.
_META_LINE = 160
_VALUE_LINE = 80
_WORD = 40
_LONG = ("text", "reply.text")


@dataclass(slots=True)
class Sections:
    """What the lines of a document hold: pairs, and the lines that belong to no label."""

    pairs: list[Pair] = field(default_factory=list)
    lines: list[TextLine] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """A label whose value is still coming: where it stands in the pairs, what encloses it, its lines so far."""

    position: int
    scope: tuple[int, ...]
    long: bool
    lines: list[str]


def collect(blocks: Iterable[Block], profile: Profile) -> Sections:
    """Return the pairs and the unlabelled lines of a document, both in order."""
    return _Collector(profile).run(blocks)


class _Collector:
    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._found = Sections()
        self._open: _Open | None = None
        self._in_header = True

    def run(self, blocks: Iterable[Block]) -> Sections:
        for block in blocks:
            if isinstance(block, TextLine):
                self._line(block)
            else:
                self._close()
                self._found.pairs.extend(block)
        self._close()
        return self._found

    def _line(self, line: TextLine) -> None:
        labelled = list(self._labels(line))
        if labelled:
            self._close()
            self._found.pairs.extend(labelled)
            label, value = labelled[-1]
            long = self._profile.field_of(label) in _LONG
            if long or not value:
                scope = line.path[: line.container]
                self._open = _Open(len(self._found.pairs) - 1, scope, long, [value] if value else [])
                self._in_header &= not long
        elif not self._continues(line):
            self._close()
            self._found.lines.append(line)
            self._in_header &= not _PROSE.search(line.text)

    def _continues(self, line: TextLine) -> bool:
        """Whether the line belongs to the open label; takes it if so."""
        opened = self._open
        if opened is None or line.path[: len(opened.scope)] != opened.scope:
            return False
        if not opened.long and line.text.strip() and (opened.lines or len(line.text) > _VALUE_LINE):
            return False
        if line.text.strip() or opened.long:
            opened.lines.append(line.text)
        return True

    def _close(self) -> None:
        if self._open and self._open.lines:
            label, _ = self._found.pairs[self._open.position]
            self._found.pairs[self._open.position] = (label, "\n".join(self._open.lines).strip("\n"))
        self._open = None

    def _labels(self, line: TextLine) -> Iterator[Pair]:
        """The labels and values that make up this line; nothing when it is running text."""
        if line.heading and self._profile.field_of(line.text) in _LONG:
            yield line.text, ""
            return
        match = _LABEL.match(line.text)
        if not match:
            return
        label = (match["boxed"] or match["plain"]).strip()
        pairs = list(_split(label, line.text[match.end() :])) if len(line.text) <= _META_LINE else []
        pairs = pairs or [(label, line.text[match.end() :])]
        in_header = self._in_header and any(self._knows(*each) for each in pairs)
        if in_header or self._counts(line, label, pairs[0][1]):
            yield from pairs

    def _counts(self, line: TextLine, label: str, value: str) -> bool:
        if not self._knows(label, value):
            return False
        name = self._profile.field_of(label)
        certain = len(fold(label)) > 2 or name.startswith(("units.", "reply.")) or (name in _LONG and not value.strip())
        return self._in_header or line.emphasised or certain

    def _knows(self, label: str, value: str) -> bool:
        """Whether the profile knows a label; one that only speaks of visibility has a short value: 密级：机密."""
        if not self._profile.knows(label):
            return False
        return len(value) <= _WORD or bool(self._profile.field_of(label)) or not names_visibility(label)


def _split(label: str, rest: str) -> Iterator[Pair]:
    start = 0
    for match in _INNER.finditer(rest):
        yield label, rest[start : match.start()].strip()
        label, start = match["label"], match.end()
    yield label, rest[start:].strip()
