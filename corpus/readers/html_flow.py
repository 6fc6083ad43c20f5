"""An HTML tree as a flow of lines and grids: all that a browser shows, whatever its classes are called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from corpus.errors import ReadError
from corpus.readers.flow.blocks import Block, Grid, GridCell, TextLine

__all__ = ["blocks", "parse"]


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


#: What no browser shows.
_NEVER = _tags("script style noscript template object svg option datalist head title meta link")
#: What a page itself marks as being no part of its content.
_BESIDE = _tags("nav footer button")
_PARAGRAPHS = _tags("p li h1 h2 h3 h4 h5 h6 dt dd pre textarea blockquote legend summary caption")
_BLOCKS = _PARAGRAPHS | _tags(
    "address article aside body center details dialog div dl fieldset figure form header hr main ol section "
    "table tbody td tfoot th thead tr ul iframe nav footer html"
)
_EMPHASIS = _tags("b strong label em legend summary dt")
_VERBATIM = _tags("pre textarea")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CELLS = ("td", "th")
_GRIDS = ("table", "dl")
#: Kinds of ``input`` that show no text of their own.
_CONTROLS = _tags("hidden button submit reset image checkbox radio file password")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: Tables nested deeper are read as running text.
_DEPTH = 24
#: Cells that one merged cell may cover in a row and rows below it; more is a slip of the page's author.
_SPAN = 64
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


def blocks(root: etree._Element) -> Iterator[Block]:
    """Yield the lines and grids of a page in reading order."""
    yield from _Walk(()).run(root)


class _Walk:
    """One walk over an element: inline text is put together into lines, tables become grids."""

    def __init__(self, path: tuple[int, ...], depth: int = 0) -> None:
        self._depth = depth
        self._buffer: list[str] = []
        self._lead: list[str] = []
        self._path = list(path)
        self._outer = len(path)
        self._tags: list[str] = []
        self._leaves: list[bool] = []
        self._count = 0

    def run(self, root: etree._Element) -> Iterator[Block]:
        """Yield what stands in the element, itself included."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                yield from self._leave(element, last=element is root)
                continue
            closed = element is not root and self._grid_of(element)
            yield from self._enter(element, skipped=closed or element.tag in _NEVER or _is_hidden(element))
            if closed:
                yield from _grid(element, tuple(self._path), self._depth + 1)
            if closed or element.tag in _NEVER or _is_hidden(element) or element.tag in ("select", "iframe"):
                walker.skip_subtree()

    def _grid_of(self, element: etree._Element) -> bool:
        return element.tag in _GRIDS and self._depth < _DEPTH and not _is_hidden(element)

    def _enter(self, element: etree._Element, *, skipped: bool) -> Iterator[Block]:
        """Begin an element: a block ends the line before it."""
        tag = str(element.tag)
        if tag in _BLOCKS and not (tag in _CELLS and self._buffer):
            yield from self._flush()
        elif tag in _CELLS:
            self._buffer.append("\t")
        if tag == "br":
            yield from self._flush()
        self._count += 1
        self._path.append(self._count)
        self._tags.append(tag)
        self._leaves.append(tag == "div" and not any(child.tag in _BLOCKS for child in element))
        if skipped:
            return
        self._add(_control_text(element) if tag in ("input", "select") else element.text)
        if tag == "iframe":
            yield from self._framed(element)

    def _framed(self, frame: etree._Element) -> Iterator[Block]:
        inner = (frame.get("srcdoc") or "").strip()
        self._buffer.clear()
        if inner and self._depth < _DEPTH:
            yield from _Walk(tuple(self._path), self._depth + 1).run(parse(inner))

    def _leave(self, element: etree._Element, *, last: bool) -> Iterator[Block]:
        """End an element: a block ends its own last line; then comes the text after it."""
        if last or (element.tag in _BLOCKS and element.tag not in _CELLS):
            yield from self._flush()
        self._path.pop()
        self._tags.pop()
        self._leaves.pop()
        if not last:
            self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if not text or (self._tags and self._tags[-1] in _NEVER):
            return
        verbatim = not _VERBATIM.isdisjoint(self._tags)
        shown = text if verbatim else _SPACE.sub(" ", _SEGMENT_BREAK.sub("", text))
        began = bool("".join(self._buffer).strip())
        if not began:
            self._lead = []
        if not _EMPHASIS.isdisjoint(self._tags) and "".join(self._lead).strip() == "".join(self._buffer).strip():
            self._lead.append(shown)
        self._buffer.append(shown)

    def _flush(self) -> Iterator[TextLine]:
        raw, self._buffer = "".join(self._buffer), []
        lead, self._lead = "".join(self._lead).strip(), []
        lines = raw.split("\n") if not _VERBATIM.isdisjoint(self._tags) else [raw]
        container = self._container()
        heading = next((_HEADINGS[tag] for tag in reversed(self._tags) if tag in _HEADINGS), 0)
        beside = not _BESIDE.isdisjoint(self._tags)
        for line in lines:
            text = re.sub(" {2,}", " ", line).strip()
            if text:
                yield TextLine(text, tuple(self._path), container, heading, lead, "li" in self._tags, beside)

    def _container(self) -> int:
        """How many of the enclosing elements hold paragraphs: down to the innermost block that is none."""
        for depth in range(len(self._tags), 0, -1):
            tag = self._tags[depth - 1]
            if tag in _BLOCKS and tag not in _PARAGRAPHS and not self._leaves[depth - 1]:
                return self._outer + depth
        return self._outer


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _control_text(element: etree._Element) -> str:
    """What a field of a form shows: the value of an input, the chosen option of a list."""
    if element.tag == "input":
        return "" if (element.get("type") or "text").lower() in _CONTROLS else f"{element.get('value') or ''} "
    options = list(element.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None] or options[:1]
    return " ".join("".join(map(str, option.itertext())).strip() for option in chosen)


def _grid(element: etree._Element, path: tuple[int, ...], depth: int) -> Iterator[Block]:
    """The grid of a table or of definitions; what stands in it outside any cell comes before it as lines."""
    rows: list[list[etree._Element]] = []
    loose: list[Block] = []
    if element.tag == "dl":
        _definitions(element, rows)
    else:
        _rows(element, rows, loose, path, depth)
    yield from loose
    grid = Grid(tuple(_expanded(rows, path, depth)), path)
    if grid.rows:
        yield grid


def _definitions(element: etree._Element, rows: list[list[etree._Element]]) -> None:
    """``dt`` and the ``dd`` that follow it are a row, also where each pair has a ``div`` around it."""
    for each in element:
        if each.tag in ("dt", "dd"):
            if each.tag == "dt" or not rows:
                rows.append([])
            rows[-1].append(each)
        elif each.tag not in _NEVER:
            if each.find(".//dt") is None and each.find(".//dd") is None:
                # What a broken list holds between its pairs is text as well.
                rows.append([each])
            else:
                _definitions(each, rows)


def _rows(
    part: etree._Element, rows: list[list[etree._Element]], loose: list[Block], path: tuple[int, ...], depth: int
) -> None:
    """Collect the rows of a table or of a part of it; cells outside any row make one."""
    outside = False
    for child in part:
        if child.tag == "tr":
            rows.append([])
            _cells(child, rows[-1], loose, path, depth)
        elif child.tag in _CELLS:
            if not outside:
                rows.append([])
            rows[-1].append(child)
        elif child.tag in ("tbody", "thead", "tfoot", "form"):
            _rows(child, rows, loose, path, depth)
        elif child.tag not in _NEVER:
            loose.extend(_Walk(path, depth).run(child))
        outside = child.tag in _CELLS
        loose.extend(_stray(child.tail, path))


def _cells(
    row: etree._Element, cells: list[etree._Element], loose: list[Block], path: tuple[int, ...], depth: int
) -> None:
    loose.extend(_stray(row.text, path))
    for child in row:
        if child.tag in _CELLS:
            cells.append(child)
        elif child.tag not in _NEVER:
            loose.extend(_Walk(path, depth).run(child))
        loose.extend(_stray(child.tail, path))


def _stray(text: str | None, path: tuple[int, ...]) -> Iterator[TextLine]:
    if text and text.strip():
        yield TextLine(_SPACE.sub(" ", text).strip(), path, len(path))


def _expanded(rows: list[list[etree._Element]], path: tuple[int, ...], depth: int) -> Iterator[tuple[GridCell, ...]]:
    """Each row with the cells that merged ones cover."""
    above: dict[int, tuple[int, GridCell]] = {}
    for number, row in enumerate(rows):
        cells: list[GridCell] = []
        for position, element in enumerate(row):
            _fill(cells, above)
            inner = tuple(_Walk((*path, number, position), depth).run(element))
            cell = GridCell(inner, header=element.tag in ("th", "dt"))
            down = _span(element, "rowspan") - 1
            for column in range(_span(element, "colspan")):
                if down:
                    above[len(cells)] = (down, GridCell(inner, cell.header, across=bool(column), down=True))
                cells.append(GridCell(inner, cell.header, across=True) if column else cell)
        _fill(cells, above)
        if cells:
            yield tuple(cells)


def _fill(cells: list[GridCell], above: dict[int, tuple[int, GridCell]]) -> None:
    while len(cells) in above:
        left, cell = above.pop(len(cells))
        if left > 1:
            above[len(cells)] = (left - 1, cell)
        cells.append(cell)


def _span(element: etree._Element, name: str) -> int:
    written = (element.get(name) or "1").strip()
    return min(max(int(written), 1), _SPAN) if written.isascii() and written.isdigit() and len(written) < 6 else 1
