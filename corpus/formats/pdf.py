"""PDF: the characters and lines that PDFium draws, laid out as text."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.errors import ReadError
from corpus.formats.layout import Glyph, Page, Ruling, read_pages
from corpus.formats.limits import Budget
from corpus.formats.model import Document

__all__ = ["NO_TEXT", "decode_pdf", "open_pdf"]

NO_TEXT = "是扫描件，没有文字层"
_ENCRYPTED = "PDF 加了打开密码，请去掉密码、另存后再导入"
#: Thicker than this is a box, not a line.
_THICKNESS = 3.0
_MOST_PATHS = 20_000
#: Characters without a Unicode value beyond this share make the text layer useless.
_UNMAPPED = 0.3


def open_pdf(content: bytes) -> pdfium.PdfDocument:
    """Return the opened PDF; raise ReadError where it is damaged or encrypted."""
    try:
        document = pdfium.PdfDocument(content)
        if len(document) == 0:
            raise ReadError("PDF 里没有页，请重新下载")
    except pdfium.PdfiumError as error:
        encrypted = "password" in str(error).lower() or b"/Encrypt" in content
        reason = _ENCRYPTED if encrypted else "PDF 损坏，文件可能没有下载完整，请重新下载或另存"
        raise ReadError(reason) from error
    return document


def decode_pdf(content: bytes, budget: Budget) -> Document | None:
    """Return the document, None where no page has usable text (a scan); raise ReadError."""
    with open_pdf(content) as document:
        if len(document) > budget.limits.pages:
            raise ReadError(f"PDF 有 {len(document)} 页，超过上限 {budget.limits.pages} 页，请拆开后再导入")
        unmapped, pages = 0, list[Page]()
        for number in range(len(document)):
            place = f"第 {number + 1} 页"
            budget.check_time(place)
            try:
                page, lacking = _page(document[number], budget, place)
            except pdfium.PdfiumError as error:
                raise ReadError("这一页损坏，整个文件没有读入，请重新下载或另存", place=place) from error
            pages.append(page)
            unmapped += lacking
    characters = sum(len(page.glyphs) for page in pages)
    if characters <= unmapped or unmapped > _UNMAPPED * characters:
        return None
    return read_pages(pages, budget)


def _page(page: pdfium.PdfPage, budget: Budget, place: str) -> tuple[Page, int]:
    """One page's characters and drawn lines, and how many characters have no Unicode value."""
    turned = _Turned(page)
    glyphs: list[Glyph] = []
    unmapped = 0
    text = page.get_textpage()
    count = text.count_chars()
    budget.place(count, place)
    box = raw.FS_RECTF()
    for index in range(count):
        if raw.FPDFText_IsGenerated(text.raw, index) == 1:
            continue
        code = raw.FPDFText_GetUnicode(text.raw, index)
        lacking = code in (0, 0xFFFE, 0xFFFF) or raw.FPDFText_HasUnicodeMapError(text.raw, index) == 1
        unmapped += lacking
        if code > 32 and raw.FPDFText_GetLooseCharBox(text.raw, index, ctypes.byref(box)):
            glyphs.append(Glyph(_character(code), *turned.box(box.left, box.bottom, box.right, box.top)))
    return Page(turned.width, turned.height, tuple(_paired(glyphs)), tuple(_rulings(page, turned))), unmapped


def _character(code: int) -> str:
    return "\ufffd" if code in (0xFFFE, 0xFFFF) or code > 0x10FFFF else "-" if code == 2 else chr(code)


def _paired(glyphs: list[Glyph]) -> Iterator[Glyph]:
    """Characters beyond the first plane come as two halves."""
    half: Glyph | None = None
    for glyph in glyphs:
        if "\ud800" <= glyph.text <= "\udbff":
            half = glyph
        elif "\udc00" <= glyph.text <= "\udfff":
            if half:
                whole = (half.text + glyph.text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
                yield Glyph(whole, half.left, half.top, glyph.right, half.bottom)
            half = None
        else:
            yield glyph


class _Turned:
    """A page's coordinates as a reader sees them: y downwards, the page's rotation undone."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._rotation = page.get_rotation()
        left, bottom, right, top = page.get_bbox()
        self._edges = left, bottom, right, top
        sizes = right - left, top - bottom
        self.width, self.height = sizes[::-1] if self._rotation in (90, 270) else sizes

    def point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self._edges
        if self._rotation == 90:
            return y - bottom, x - left
        if self._rotation == 180:
            return right - x, y - bottom
        if self._rotation == 270:
            return top - y, right - x
        return x - left, top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _rulings(page: pdfium.PdfPage, turned: _Turned) -> Iterator[Ruling]:
    for number, path in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)):
        if number > _MOST_PATHS:
            return
        for low, high in _strokes(path):
            left, top, right, bottom = turned.box(*low, *high)
            if min(right - left, bottom - top) <= _THICKNESS:
                yield Ruling(left, top, right, bottom)


Point = tuple[float, float]


def _strokes(path: pdfium.PdfObject) -> Iterator[tuple[Point, Point]]:
    """The straight strokes of a path; a thin filled box is one stroke."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path.raw, ctypes.byref(fill), ctypes.byref(stroke))
    for outline in _outlines(path):
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        low, high = (min(xs), min(ys)), (max(xs), max(ys))
        if min(high[0] - low[0], high[1] - low[1]) <= _THICKNESS:
            yield low, high
        elif stroke.value:
            yield from itertools.pairwise(outline)


def _outlines(path: pdfium.PdfObject) -> Iterator[list[Point]]:
    """The points of each part of a path, in the page's coordinates; a closed part ends where it began."""
    matrix = path.get_matrix()
    for form in _containers(path):
        matrix = matrix.multiply(form.get_matrix())
    outline: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(raw.FPDFPath_CountSegments(path.raw)):
        segment = raw.FPDFPath_GetPathSegment(path.raw, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and outline:
            yield outline
            outline = []
        outline.append(matrix.on_point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            outline.append(outline[0])
    if outline:
        yield outline


def _containers(path: pdfium.PdfObject) -> Iterator[pdfium.PdfObject]:
    """The forms that a path stands in, from the innermost."""
    container = getattr(path, "container", None)
    while container is not None:
        yield container
        container = getattr(container, "container", None)
