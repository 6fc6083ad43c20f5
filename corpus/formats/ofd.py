"""OFD (GB/T 33190): the text objects of its pages, laid out as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from corpus.errors import ReadError
from corpus.formats.layout import Glyph, Page, Ruling, read_pages
from corpus.formats.limits import Budget
from corpus.formats.model import Document, Dropped
from corpus.formats.packages import Package

__all__ = ["decode_ofd"]

#: Millimetres to points, the unit that the layout's tolerances are in.
_POINTS = 72 / 25.4
_THICKNESS = 3.0
_A4 = 210.0, 297.0
_ABOVE_BASELINE = 0.86
_PATH = re.compile(r"[MLSQBAC]|-?\d+(?:\.\d+)?(?:[eE]-?\d+)?")
_POINTS_OF = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_WIDE = re.compile(r"[⺀-鿿豈-﫿︰-﹏＀-￯　-〿—…“”‘’]")


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where an object's own coordinates lie on the page: a matrix, then an offset."""

    matrix: tuple[float, float, float, float, float, float] = (1, 0, 0, 1, 0, 0)
    left: float = 0.0
    top: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.matrix
        return (a * x + c * y + e + self.left) * _POINTS, (b * x + d * y + f + self.top) * _POINTS


def decode_ofd(content: bytes, budget: Budget) -> Document:
    """Return the document; raise ReadError where the package or a page is damaged or encrypted."""
    package = Package(content, budget)
    root = package.xml("OFD.xml")
    if any(_name(each) == "Encryptions" for each in root.iter()) or "Encryptions.xml" in package.names:
        raise ReadError("OFD 加了密，请用 OFD 阅读器去掉密码、另存后再导入")
    reader = _Reader(package, budget)
    pages = [page for each in root.iter("{*}DocRoot") for page in reader.pages((each.text or "").strip().lstrip("/"))]
    if not any(page.glyphs for page in pages):
        raise ReadError("OFD 里没有文字；如果是扫描件，请用 OFD 阅读器另存为 PDF 或图片，再识别文字")
    found = read_pages(pages, budget)
    return Document(found.blocks, dropped=(*found.dropped, *reader.dropped))


class _Reader:
    def __init__(self, package: Package, budget: Budget) -> None:
        self._package = package
        self._budget = budget
        self.dropped: list[Dropped] = []

    def pages(self, member: str) -> Iterator[Page]:
        """Yield the pages of one document of the package."""
        document = self._package.xml(member)
        templates = {each.get("ID", ""): self._place(member, each) for each in document.iter("{*}TemplatePage")}
        size = _size(document, _A4)
        listed = [self._place(member, each) for each in document.iterfind("{*}Pages/{*}Page")]
        if len(listed) > self._budget.limits.pages:
            raise ReadError(f"OFD 有 {len(listed)} 页，超过上限 {self._budget.limits.pages} 页，请拆开后再导入")
        for number, place in enumerate(listed, 1):
            self._budget.check_time(f"第 {number} 页")
            page = self._package.xml(place)
            used = [templates.get(each.get("TemplateID", ""), "") for each in page.iter("{*}Template")]
            layers = [page, *(self._package.xml(each) for each in used if each in self._package.names)]
            glyphs = [glyph for layer in layers for glyph in self._glyphs(layer, f"第 {number} 页")]
            rulings = [ruling for layer in layers for ruling in _rulings(layer)]
            self._budget.place(len(glyphs), f"第 {number} 页")
            width, height = _size(page, size)
            yield Page(width * _POINTS, height * _POINTS, tuple(glyphs), tuple(rulings))

    def _place(self, member: str, element: etree._Element) -> str:
        return self._package.beside(member, element.get("BaseLoc", ""))

    def _glyphs(self, page: etree._Element, place: str) -> Iterator[Glyph]:
        walker = etree.iterwalk(page, events=("start",))
        for _, each in walker:
            if _is_invisible(each):
                text = "".join(code.text or "" for code in each.iter("{*}TextCode"))
                self.dropped += [Dropped("不可见图层", text, place)] if text else []
                walker.skip_subtree()
            elif _name(each) == "TextObject":
                yield from _text_object(each)


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _is_invisible(element: etree._Element) -> bool:
    return element.get("Visible", "true").lower() in ("false", "0") or element.get("Alpha", "255").strip() == "0"


def _size(element: etree._Element, otherwise: tuple[float, float]) -> tuple[float, float]:
    """Width and height of a page in millimetres."""
    for name in ("PhysicalBox", "ApplicationBox", "CropBox"):
        box = next((_numbers(each.text) for each in element.iter(f"{{*}}{name}")), [])
        if len(box) == 4 and min(box[2:]) > 0:
            return box[2], box[3]
    return otherwise


def _numbers(written: str | None) -> list[float]:
    return [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?(?:[eE]-?\d+)?", written or "")]


def _frame(element: etree._Element) -> _Frame:
    box, matrix = _numbers(element.get("Boundary")), _numbers(element.get("CTM"))
    left, top = (box[0], box[1]) if len(box) == 4 else (0.0, 0.0)
    if len(matrix) == 6:
        return _Frame((matrix[0], matrix[1], matrix[2], matrix[3], matrix[4], matrix[5]), left, top)
    return _Frame(left=left, top=top)


def _text_object(element: etree._Element) -> Iterator[Glyph]:
    frame = _frame(element)
    size = (_numbers(element.get("Size")) or [4.0])[0]
    x, y = 0.0, 0.0
    for code in element.iterfind("{*}TextCode"):
        text = code.text or ""
        x, y = (_numbers(code.get("X")) or [x])[0], (_numbers(code.get("Y")) or [y])[0]
        across, down = _deltas(code.get("DeltaX"), len(text)), _deltas(code.get("DeltaY"), len(text))
        for index, character in enumerate(text):
            width = size if _WIDE.match(character) else size / 2
            if index < len(across) and across[index] > 0:
                # As wide as the next one is away, unless that leaves room for a character.
                width = min(across[index], 1.3 * size)
            one, other = frame.point(x, y - _ABOVE_BASELINE * size), frame.point(x + width, y + size * 0.14)
            yield Glyph(character, min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]),
                        max(one[1], other[1]))  # fmt: skip
            x += across[index] if index < len(across) else (0.0 if down else width)
            y += down[index] if index < len(down) else 0.0


def _deltas(written: str | None, most: int) -> list[float]:
    """Distances between characters; ``g 3 4.2`` stands for three times 4.2."""
    found: list[float] = []
    words = iter((written or "").replace(",", " ").split())
    for word in words:
        if word == "g":
            count, value = next(words, "0"), next(words, "0")
            found += _numbers(value)[:1] * min(int((_numbers(count) or [0])[0]), most)
        else:
            found += _numbers(word)[:1]
        if len(found) >= most:
            break
    return found


def _rulings(page: etree._Element) -> Iterator[Ruling]:
    for each in page.iter("{*}PathObject"):
        if _is_invisible(each):
            continue
        frame = _frame(each)
        data = each.findtext("{*}AbbreviatedData") or ""
        for start, end in _strokes(data):
            (x0, y0), (x1, y1) = frame.point(*start), frame.point(*end)
            if min(abs(x1 - x0), abs(y1 - y0)) <= _THICKNESS:
                yield Ruling(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _strokes(data: str) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight strokes of a path: M x y L x y … C closes."""
    start = here = (0.0, 0.0)
    words = iter(_PATH.findall(data))
    for word in words:
        values = [float(next(words, "0")) if count else 0.0 for count in range(1, _POINTS_OF.get(word, 0) + 1)]
        if word == "C":
            yield here, start
            here = start
        elif values:
            there = values[-2], values[-1]
            if word == "L":
                yield here, there
            start = there if word in "SM" else start
            here = there
