"""Documents of word processors: DOC and WPS, DOCX, ODT, RTF."""

from corpus.formats.word.doc import decode_doc
from corpus.formats.word.docx import decode_docx
from corpus.formats.word.odt import decode_odt
from corpus.formats.word.rtf import decode_rtf

__all__ = ["decode_doc", "decode_docx", "decode_odt", "decode_rtf"]
