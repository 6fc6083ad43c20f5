"""An HTML tree as a flow of lines and label tables, without scripts, styles and navigation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from corpus.errors import ReadError
from corpus.profiles import Profile
from corpus.readers.blocks import Block, Cell, Pair, TextLine, label_pairs

__all__ = ["blocks", "parse"]


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_SKIPPED = _tags("script style noscript template iframe object svg nav footer select option button textarea head")
_PARAGRAPHS = _tags("p li h1 h2 h3 h4 h5 h6 dt dd pre blockquote")
_BLOCKS = _PARAGRAPHS | _tags(
    "address article aside body center details dialog div dl fieldset figure form header hr main ol section summary "
    "table tbody td tfoot th thead tr ul"
)
_EMPHASIS = _tags("b strong label em")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CELLS = ("td", "th")
_NAVIGATION = re.compile(
    r"\b(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|footer|foot|copyright|share|sidebar|toolbar|pagination)\b",
    re.I,
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
#: A line break in the source between two Chinese characters is not a space (CSS Text 3, segment breaks).
_WIDE = "⺀-鿿豈-﫿︰-﹏＀-￯"
_SEGMENT_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\n\r\f]*(?=[{_WIDE}])")


def parse(text: str) -> etree._Element:
    """Return the page's tree; the parser knows no entities but HTML's own and opens nothing; raise ReadError."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    root = etree.fromstring(text.encode(), parser)
    for entry in parser.error_log:
        # Beyond its limits libxml2 drops what is left without an exception.
        if entry.type_name in ("ERR_RESOURCE_LIMIT", "ERR_NAME_TOO_LONG") or "depth" in entry.message:
            raise ReadError(f"网页结构超出解析器的限度（第 {entry.line} 行），请检查网页是否损坏")
    return root


def blocks(root: etree._Element, profile: Profile) -> Iterator[Block]:
    """Yield the lines and label tables of a page in reading order."""
    flow = _Flow()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            yield from flow.leave(element)
            continue
        if _is_skipped(element):
            yield from flow.enter(element, skipped=True)
            walker.skip_subtree()
            continue
        pairs = _labelled(element, profile)
        yield from flow.enter(element, skipped=bool(pairs))
        if pairs:
            walker.skip_subtree()
            yield pairs


def _labelled(element: etree._Element, profile: Profile) -> tuple[Pair, ...] | None:
    if element.tag == "table":
        return _table(element, profile)
    return _definitions(element) if element.tag == "dl" else None


def _table(table: etree._Element, profile: Profile) -> tuple[Pair, ...] | None:
    if table.find(".//table") is not None:
        return None
    rows = [[Cell(_text(cell), cell.tag == "th") for cell in row if cell.tag in _CELLS] for row in table.iter("tr")]
    return label_pairs(rows, profile)


def _definitions(definitions: etree._Element) -> tuple[Pair, ...] | None:
    """``dt`` and the ``dd`` that follow it, also where each pair has a ``div`` around it."""
    pairs: list[Pair] = []
    for each in definitions.iter("dt", "dd"):
        if each.tag == "dt":
            pairs.append((_text(each), ""))
        elif pairs:
            label, value = pairs[-1]
            pairs[-1] = (label, f"{value}\n{_text(each)}" if value else _text(each))
    return tuple(pairs) or None


def _is_skipped(element: etree._Element) -> bool:
    if element.tag in _SKIPPED or element.get("hidden") is not None or element.get("role") == "navigation":
        return True
    if "display:none" in element.get("style", "").replace(" ", "").lower():
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag not in ("body", "html") and bool(_NAVIGATION.search(names.replace("_", " ")))


def _text(element: etree._Element) -> str:
    """The text of one cell, its paragraphs as lines."""
    flow = _Flow()
    lines: list[TextLine] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        skipped = inner.tag in _SKIPPED
        if event == "end":
            lines.extend(flow.leave(inner, last=inner is element))
            continue
        lines.extend(flow.enter(inner, skipped=skipped))
        if skipped:
            walker.skip_subtree()
    return "\n".join(line.text for line in lines)


class _Flow:
    """Inline text being put together into lines while a tree is walked."""

    def __init__(self) -> None:
        self._buffer: list[str] = []
        self._path: list[int] = []
        self._tags: list[str] = []
        self._count = 0
        self._emphasised = False

    def enter(self, element: etree._Element, *, skipped: bool = False) -> Iterator[TextLine]:
        """Begin an element: a block ends the line before it."""
        if element.tag in _BLOCKS and not (element.tag in _CELLS and self._buffer):
            yield from self._flush()
        elif element.tag in _CELLS:
            self._buffer.append("\t")
        if element.tag == "br":
            yield from self._flush()
        self._count += 1
        self._path.append(self._count)
        self._tags.append(str(element.tag))
        if not skipped:
            self._add(element.text)

    def leave(self, element: etree._Element, *, last: bool = False) -> Iterator[TextLine]:
        """End an element: a block ends its own last line; then comes the text after it."""
        if last or (element.tag in _BLOCKS and element.tag not in _CELLS):
            yield from self._flush()
        self._path.pop()
        self._tags.pop()
        if not last:
            self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if text:
            if not "".join(self._buffer).strip():
                self._emphasised = not _EMPHASIS.isdisjoint(self._tags)
            self._buffer.append(text if "pre" in self._tags else _SPACE.sub(" ", _SEGMENT_BREAK.sub("", text)))

    def _flush(self) -> Iterator[TextLine]:
        raw, self._buffer = "".join(self._buffer), []
        lines = raw.split("\n") if "pre" in self._tags else [raw]
        depth = self._container()
        heading = next((_HEADINGS[tag] for tag in reversed(self._tags) if tag in _HEADINGS), 0)
        for line in lines:
            text = re.sub(" {2,}", " ", line).strip()
            if text:
                yield TextLine(text, tuple(self._path), depth, heading, self._emphasised)

    def _container(self) -> int:
        """How many of the enclosing elements hold paragraphs: down to the innermost block that is no ``p`` itself."""
        for depth in range(len(self._tags), 0, -1):
            if self._tags[depth - 1] in _BLOCKS and self._tags[depth - 1] not in _PARAGRAPHS:
                return depth
        return 0
