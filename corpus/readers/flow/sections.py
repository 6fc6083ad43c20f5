"""A flow of lines and grids becomes sections, one a record: labels with their values, and the lines of no label.

A label at the beginning of a line counts when the profile knows it. Among the first lines, before any running
text, every such label counts; further down only those that are set in bold, that stood there before, or that no
sentence would begin with, because a paragraph may well begin 内容：. A label that names a record (标题、案由、案号) and
comes again with another value begins the next section.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.profiles import Profile
from corpus.readers.flow.blocks import Block, Grid, Pair, TextLine
from corpus.readers.flow.grids import Flow, Heading, Row, meanings
from corpus.readers.flow.panes import Panes
from corpus.readers.flow.titles import is_furniture, is_reply_title
from corpus.values import fold, names_visibility

__all__ = ["Section", "collect"]

_LABEL = re.compile(r"\s*(?:[【\[](?P<boxed>[^】\]\n]{1,20})[】\]]\s*[：:]?|(?P<plain>[^：:。，,；;\n]{1,20})[：:])\s*")
#: Further labels on the same line: 发布日期：2021-06-28　来源：市司法局.
_INNER = re.compile(r"(?<=[\s|｜])(?P<label>[一-鿿][一-鿿　 /（）()]{0,12}[一-鿿）)])[：:]\s*")
#: Running text, as against the names and headings that a page has at its top.
_PROSE = re.compile(r"[。；！？]|.{60}")
#: 第 0 0 3 7 号, alone in a line below the title of a form.
_NUMBER_LINE = re.compile(r"第[\d０-９ \u3000]{1,24}[号號]")
#: A longer line with a colon is a sentence.
_META_LINE = 160
_VALUE_LINE = 80
_WORD = 40
_LONG = ("text", "parts", "reply.text")
#: Fields by which a record is told from the next one.
_NAMING = ("title", "subject", "number")


@dataclass(slots=True)
class Section:
    """What belongs to one record.

    Attributes:
        pairs: labels and values in order.
        lines: the lines that belong to no label.
        visible: every line that a person sees, in order, whatever was made of it.
        listed: whether it is one row of a list.
    """

    pairs: list[Pair] = field(default_factory=list)
    lines: list[TextLine] = field(default_factory=list)
    visible: list[str] = field(default_factory=list)
    listed: bool = False


@dataclass(slots=True)
class _Open:
    """A label whose value is still coming: where it stands in the pairs, what encloses it, its lines so far."""

    position: int
    scope: tuple[int, ...]
    long: bool
    lines: list[str]
    heading: int = 0


def collect(blocks: Iterable[Block], profile: Profile) -> list[Section]:
    """Return the sections of a flow, at least one, in order."""
    return _Collector(profile).run(blocks)


class _Collector:
    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._sections = [Section()]
        self._open: _Open | None = None
        self._in_header = True
        self._named: dict[str, str] = {}
        self._used: set[str] = set()
        self._fresh = 0

    @property
    def _found(self) -> Section:
        return self._sections[-1]

    def run(self, blocks: Iterable[Block]) -> list[Section]:
        self._flow(list(blocks))
        self._close()
        return self._sections

    def _flow(self, blocks: Sequence[Block]) -> None:
        panes = Panes(blocks, self._profile)
        for number, block in enumerate(blocks):
            pane = panes.begins(number)
            if pane:
                self._close()
                self._begin_value(pane.label, "", pane.scope, long=True)
            if isinstance(block, Grid):
                self._grid(block)
                continue
            if block.path and is_furniture(block.text):
                self._found.lines.append(block)
            elif block.text.strip() and not block.beside and not panes.is_tab(number):
                self._line(block, panes.parted(number) if self._profile.field_of(block.text) else None)
            elif not block.text.strip() and not self._continues(block):
                self._found.lines.append(block)
            self._found.visible.extend(block.shown)

    def _grid(self, grid: Grid) -> None:
        for meaning in meanings(grid, self._profile):
            if isinstance(meaning, Flow):
                self._flow(meaning.blocks)
                continue
            if meaning.pairs:
                self._close()
            if isinstance(meaning, Row):
                self._row(meaning)
            elif isinstance(meaning, Heading):
                self._begin_value(meaning.pairs[0][0], "", grid.path, long=True)
                self._in_header = False
            else:
                for label, value in meaning.pairs:
                    self._pair(label, value)
            self._found.visible.extend(meaning.visible)

    def _row(self, row: Row) -> None:
        if self._found.listed or self._found.pairs:
            self._sections.append(Section())
        self._found.listed = True
        self._found.pairs.extend(row.pairs)

    def _pair(self, label: str, value: str) -> None:
        """Take a pair; where it names another record than the one before, that is begun."""
        folded = fold(label)
        if self._profile.field_of(label) in _NAMING and value.strip() and not is_reply_title(value):
            before = self._named.get(folded)
            if self._found.listed or (before is not None and _bare(before) != _bare(value)):
                self._next_section()
            self._named[folded] = value
        self._used.add(folded)
        self._fresh = 0
        self._found.pairs.append((label, value))

    def _next_section(self) -> None:
        """Begin a section; headings that stand just above its first label are its own."""
        last = self._found
        moved: list[TextLine] = []
        while (
            self._fresh
            and last.lines
            and len(moved) < 2
            and (last.lines[-1].heading or not last.lines[-1].text.strip())
        ):
            line = last.lines.pop()
            self._fresh -= 1
            if line.text.strip():
                moved.insert(0, line)
                del last.visible[-len(line.shown) :]
        self._sections.append(Section(lines=moved, visible=[text for line in moved for text in line.shown]))
        self._named.clear()
        self._in_header = True

    def _line(self, line: TextLine, parted: tuple[int, ...] | None) -> None:
        labelled = list(self._labels(line))
        if labelled:
            self._close()
            for label, value in labelled[:-1]:
                self._pair(label, value)
            label, value = labelled[-1]
            self._begin_value(label, value, line.scope, long=self._is_long(label), heading=line.heading)
        elif self._is_bare_label(line, parted):
            self._close()
            scope = line.scope if parted is None or line.heading or line.lead else parted
            self._begin_value(line.text, "", scope, long=self._is_long(line.text), heading=line.heading or 7)
        elif not self._continues(line):
            self._close()
            self._found.lines.append(line)
            self._fresh += 1
            self._in_header &= not _PROSE.search(line.text)

    def _begin_value(self, label: str, value: str, scope: tuple[int, ...], *, long: bool, heading: int = 0) -> None:
        self._pair(label, value)
        if long or not value:
            position = len(self._found.pairs) - 1
            self._open = _Open(position, scope, long, [value] if value else [], heading)
            self._in_header &= not long

    def _is_long(self, label: str) -> bool:
        return self._profile.field_of(label) in _LONG

    def _is_bare_label(self, line: TextLine, parted: tuple[int, ...] | None) -> bool:
        """Whether the whole line is a label: a heading, in bold, beside its value, or 提案内容 and the like."""
        name = self._profile.field_of(line.text) if len(line.text) <= _VALUE_LINE else ""
        if not name:
            return False
        if name == "parts" and self._open and self._open.long:
            return False
        marked = bool(line.heading) or line.lead == line.text or parted is not None
        return marked or (name in _LONG and len(fold(line.text)) > 3)

    def _continues(self, line: TextLine) -> bool:
        """Whether the line belongs to the open label; takes it if so."""
        opened = self._open
        if opened is None or line.path[: len(opened.scope)] != opened.scope:
            return False
        if opened.heading and line.heading and line.heading <= opened.heading < 7:
            return False
        if not opened.long and line.text.strip() and (opened.lines or len(line.text) > _VALUE_LINE):
            return False
        if line.text.strip() or opened.long:
            opened.lines.append(line.text)
        return True

    def _close(self) -> None:
        opened, self._open = self._open, None
        if opened and opened.lines:
            label, _ = self._found.pairs[opened.position]
            self._found.pairs[opened.position] = (label, "\n".join(opened.lines).strip("\n"))

    def _labels(self, line: TextLine) -> Iterator[Pair]:
        """The labels and values that make up this line; nothing when it is running text."""
        if line.lead and line.lead != line.text and self._profile.field_of(line.lead):
            yield line.lead, line.text[len(line.lead) :].lstrip("：: \u3000")
            return
        if self._in_header and _NUMBER_LINE.fullmatch(line.text.strip()) and self._below_form_title():
            yield "案号", line.text.strip()
            return
        match = _LABEL.match(line.text)
        if not match:
            return
        label = (match["boxed"] or match["plain"]).strip()
        pairs = list(_split(label, line.text[match.end() :])) if len(line.text) <= _META_LINE else []
        pairs = pairs or [(label, line.text[match.end() :])]
        if self._open and self._open.long and self._profile.field_of(label) == "parts":
            # 办法 below 理由 is a heading inside the text.
            return
        in_header = self._in_header and any(self._knows(*each) for each in pairs)
        if in_header or self._counts(line, label, pairs[0][1]):
            yield from pairs

    def _below_form_title(self) -> bool:
        """Whether the last line of no label names what is filed, as the head of a form does."""
        above = next((line.text for line in reversed(self._found.lines) if line.text.strip()), "")
        return above.strip().endswith(("提案", "建议", "建議", "议案", "議案", "提案表", "建议表"))

    def _counts(self, line: TextLine, label: str, value: str) -> bool:
        if not self._knows(label, value):
            return False
        name = self._profile.field_of(label)
        certain = len(fold(label)) > 2 or name.startswith(("units.", "reply.")) or (name in _LONG and not value.strip())
        again = name in _NAMING and fold(label) in self._used
        return self._in_header or bool(line.lead) or certain or again

    def _knows(self, label: str, value: str) -> bool:
        """Whether the profile knows a label; one that only speaks of visibility has a short value: 密级：机密."""
        if not self._profile.knows(label):
            return False
        return len(value) <= _WORD or bool(self._profile.field_of(label)) or not names_visibility(label)


def _bare(value: str) -> str:
    return "".join(unicodedata.normalize("NFKC", value).split())


def _split(label: str, rest: str) -> Iterator[Pair]:
    start = 0
    for match in _INNER.finditer(rest):
        yield label, rest[start : match.start()].strip()
        label, start = match["label"], match.end()
    yield label, rest[start:].strip()
