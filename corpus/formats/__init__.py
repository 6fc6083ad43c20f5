"""Any file that an office has, as one model of documents, whatever its format.

    bytes ── format_of ──▶ decoder ──▶ Document(blocks, attachments, dropped) · Workbook(sheets)
                                  └──▶ ReadError: what is wrong, what to do

By content, never by name. No decoder lets another exception out, nor a library's warning; all keep to ``Limits``.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Callable, Mapping
from email.errors import MessageError

from lxml import etree

from corpus.errors import ReadError
from corpus.formats import ocr
from corpus.formats.archives import decode_zip
from corpus.formats.limits import Budget, Limits
from corpus.formats.mail import decode_mail
from corpus.formats.model import Attachment, Block, Cell, Document, Dropped, Paragraph, Part, Sheet, Table, Workbook
from corpus.formats.ofd import decode_ofd
from corpus.formats.pdf import NO_TEXT, decode_pdf
from corpus.formats.sniffing import Format, format_of
from corpus.formats.word import decode_doc, decode_docx, decode_odt, decode_rtf
from corpus.formats.workbook import decode_workbook

__all__ = [
    "Attachment",
    "Block",
    "Budget",
    "Cell",
    "Document",
    "Dropped",
    "Format",
    "Limits",
    "Paragraph",
    "Part",
    "Sheet",
    "Table",
    "Workbook",
    "can_recognise",
    "decode",
    "format_of",
    "may_be_scanned",
]

Decoded = Document | Workbook

can_recognise = ocr.is_available

_DECODERS: Mapping[Format, Callable[[bytes, Budget], Decoded]] = {
    Format.DOC: decode_doc,
    Format.DOCX: decode_docx,
    Format.MAIL: decode_mail,
    Format.ODT: decode_odt,
    Format.OFD: decode_ofd,
    Format.RTF: decode_rtf,
    Format.WORKBOOK: decode_workbook,
    Format.ZIP: decode_zip,
}
#: Whatever a library or a decoder meets in damaged bytes.
_DAMAGED = (ArithmeticError, AssertionError, AttributeError, BufferError, EOFError, LookupError, MemoryError,
            MessageError, OSError, RuntimeError, SyntaxError, TypeError, ValueError, etree.Error, struct.error,
            zlib.error)  # fmt: skip
_WAIT = "是扫描件或图片，文字识别每页要几秒，网页上不做；请先用 tian import 读入，或识别成文字后再上传"


def decode(content: bytes, kind: Format, budget: Budget | None = None, *, recognise: bool = False) -> Decoded:
    """Return what the bytes of this format hold; raise ReadError, and nothing else, where they cannot be read.

    Args:
        budget: what may be spent; the default limits where it is None.
        recognise: whether pictures of pages are turned into text, which takes seconds a page.

    >>> decode(rb"{\\rtf1\\ansicpg936 \\'cc\\'e1\\'b0\\'b8}", Format.RTF).text
    '提案'
    """
    budget = budget or Budget(Limits())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _decoded(content, kind, budget, recognise=recognise)
    except ReadError:
        raise
    except RecursionError as error:
        raise ReadError("嵌套层次太深，文件可能损坏，请另存后再导入") from error
    except _DAMAGED as error:
        reason = f"{kind.value.upper()} 内容损坏（{type(error).__name__}），请重新下载或另存后再导入"
        raise ReadError(reason) from error


def may_be_scanned(content: bytes) -> bool:
    """Return whether these bytes may hold pictures of pages: a picture, a PDF, an archive or letter."""
    try:
        return format_of(content) in (Format.IMAGE, Format.PDF, Format.ZIP, Format.MAIL)
    except ReadError:
        return False


def _decoded(content: bytes, kind: Format, budget: Budget, *, recognise: bool) -> Decoded:
    if kind is Format.IMAGE:
        _check_recognising(recognise, "是图片")
        return ocr.recognise_image(content, budget)
    if kind is Format.PDF:
        found = decode_pdf(content, budget)
        if found is not None:
            return found
        _check_recognising(recognise, NO_TEXT)
        return ocr.recognise_pdf(content, budget)
    return _DECODERS[kind](content, budget)


def _check_recognising(recognise: bool, what: str) -> None:
    if not ocr.is_available():
        raise ReadError(f"{what}，{ocr.MISSING}")
    if not recognise:
        raise ReadError(_WAIT)
