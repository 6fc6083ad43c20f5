"""Scans: pictures of pages become lines of text, each with how sure the machine is of it.

Needs the extra ``[ocr]`` (rapidocr with its models, onnxruntime); runs without a network. A page takes 5 to 11
seconds of two cores and about 1 GB, so never call it while somebody waits for a web page.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from corpus.errors import ReadError
from corpus.formats.layout import Line, Page, Ruling, read_pages
from corpus.formats.limits import Budget
from corpus.formats.model import Document, Paragraph
from corpus.formats.pdf import open_pdf

__all__ = ["MISSING", "is_available", "recognise_image", "recognise_pdf"]

MISSING = "需要文字识别：请运行 pip install 'tian-search[ocr]' 后用 tian import 再读一次"
#: Dots per inch at which pages of a PDF are drawn; at 200 the sample scan had no character wrong.
_RESOLUTION = 200
_MOST_PIXELS = 100_000_000
#: Lines the machine is less sure of than this are noise: stamps, stains, signatures.
_LEAST_SURE = 0.5
_HAN = "[一-鿿]"
#: Points: how wide a page of A4 is, how long a stroke must be to be no part of a character.
_PAGE_WIDTH, _SHORTEST_RULING = 595.0, 30.0


def is_available() -> bool:
    """Return whether the extra ``[ocr]`` is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def recognise_pdf(content: bytes, budget: Budget, progress: Callable[[int, int], None] | None = None) -> Document:
    """Return the text of a PDF's page pictures; ``progress`` is called with pages done and all pages."""
    engine = _engine()
    with open_pdf(content) as document:
        count = len(document)
        _check_pages(count, budget)
        pages: list[Page] = []
        for number in range(count):
            page = document[number]
            width, height = page.get_size()
            scale = min(_RESOLUTION / 72, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
            pages.append(_page(engine, page.render(scale=scale).to_numpy()))
            if progress:
                progress(number + 1, count)
    return _document(pages, budget)


def recognise_image(content: bytes, budget: Budget, progress: Callable[[int, int], None] | None = None) -> Document:
    """Return the text of a PNG, JPEG or TIFF; each page of a TIFF is a page."""
    engine = _engine()
    pages: list[Page] = []
    for count, picture in _pictures(content, budget):
        pages.append(_page(engine, picture))
        if progress:
            progress(len(pages), count)
    return _document(pages, budget)


@functools.cache
def _engine() -> Any:
    """The recogniser with its models loaded, which takes a second; raise ReadError where the extra is missing."""
    if not is_available():
        raise ReadError(f"是扫描件或图片，{MISSING}")
    import rapidocr

    return rapidocr.RapidOCR(params={"Global.log_level": "critical"})


def _check_pages(count: int, budget: Budget) -> None:
    if count > budget.limits.scanned_pages:
        limit = budget.limits.scanned_pages
        raise ReadError(f"扫描件有 {count} 页，超过上限 {limit} 页，请拆开后再导入")


def _pictures(content: bytes, budget: Budget) -> Iterator[tuple[int, Any]]:
    import numpy
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content)) as image:
            count = getattr(image, "n_frames", 1)
            _check_pages(count, budget)
            for number in range(count):
                image.seek(number)
                if image.width * image.height > _MOST_PIXELS:
                    limit = f"超过上限 {_MOST_PIXELS // 10_000} 万像素"
                    raise ReadError(f"图片有 {image.width * image.height // 10_000} 万像素，{limit}，请缩小后再导入")
                upright = ImageOps.exif_transpose(image)
                yield count, numpy.asarray(upright.convert("RGB"))[:, :, ::-1]
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise ReadError("图片损坏，文件可能没有下载完整，请重新下载或扫描") from error


def _page(engine: Any, picture: Any) -> Page:
    found = engine(picture)
    boxes = found.boxes if found.boxes is not None else ()
    # Layout's tolerances are in points, as if the picture were a page of A4.
    scale = _PAGE_WIDTH / min(picture.shape[:2])
    lines = [
        Line(_tidied(text), *_bounds(box, scale), confidence=float(score))
        for box, text, score in zip(boxes, found.txts or (), found.scores or (), strict=True)
        if text.strip() and score >= _LEAST_SURE
    ]
    return Page(
        picture.shape[1] * scale, picture.shape[0] * scale, lines=tuple(lines), rulings=tuple(_rulings(picture, scale))
    )


def _tidied(text: str) -> str:
    """A line as it would be typed: no spaces beside Han, brackets around Han as wide as Han."""
    text = re.sub(rf"(?<={_HAN}) +|(?<! ) ++(?={_HAN})", "", text.strip())
    text = re.sub(rf"\((?={_HAN})", "（", text)
    return re.sub(rf"(?<={_HAN})\)", "）", text)


def _bounds(box: Any, scale: float) -> tuple[float, float, float, float]:
    xs, ys = [float(x) * scale for x, _ in box], [float(y) * scale for _, y in box]
    return min(xs), min(ys), max(xs), max(ys)


def _rulings(picture: Any, scale: float) -> Iterator[Ruling]:
    """The lines of tables: dark strokes that stay when everything shorter than a line is washed out."""
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)
    length = max(int(_SHORTEST_RULING / scale), 10)
    for kernel in ((length, 1), (1, length)):
        strokes = cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
        contours, _ = cv2.findContours(strokes, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            left, top, width, height = cv2.boundingRect(contour)
            # In the middle of the stroke: scanned lines are thick and a little slanted.
            if width > height:
                middle = (top + height / 2) * scale
                yield Ruling(left * scale, middle, (left + width) * scale, middle)
            else:
                middle = (left + width / 2) * scale
                yield Ruling(middle, top * scale, middle, (top + height) * scale)


def _document(pages: list[Page], budget: Budget) -> Document:
    found = read_pages(pages, Budget(budget.limits))
    sure = [block.confidence for block in found.blocks if isinstance(block, Paragraph) and block.confidence is not None]
    if not sure:
        raise ReadError("图片里没有认出文字，请检查扫描件是否清楚、方向是否正确")
    note = f"机器识别，平均可信度 {sum(sure) / len(sure):.0%}，最低 {min(sure):.0%}，请核对"
    return replace(found, properties=(("文字来源", note),))
