"""EML and MHT: the letter's or page's own text, and what is attached to it."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import parseaddr

from corpus.errors import ReadError
from corpus.formats.limits import Budget
from corpus.formats.model import Attachment, Document, Dropped

__all__ = ["decode_mail"]

_PROPERTIES = (("邮件主题", "Subject"), ("邮件日期", "Date"), ("网址", "Snapshot-Content-Location"))
_FRAMES = re.compile(rb"<i?frame", re.I)
_BOM = b"\xef\xbb\xbf"
_ENCRYPTED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted")


def decode_mail(content: bytes, budget: Budget) -> Document:
    """Return the body, the attachments and the head of a letter or saved page; raise ReadError for no mail at all.

    Of a text that comes in several forms the last is taken, which the sender's program holds for the best. Pictures
    that only decorate the text are dropped, all other files are attachments.
    """
    budget.check_size(len(content), "邮件")
    message = email.message_from_bytes(content.lstrip(_BOM + b" \t\r\n"), policy=_AsWritten())
    reader = _Reader(budget)
    reader.read(message)
    if not reader.bodies and not reader.attachments:
        raise ReadError("邮件里没有正文也没有附件，可能没有下载完整，请重新导出")
    properties = [(label, _header(message.get(name))) for label, name in _PROPERTIES]
    # The sender's name without the address, which is nobody's business where the record is public.
    sender = parseaddr(_header(message.get("From")))[0]
    properties += [("发件人", sender)] if not reader.saved_page else []
    return Document(
        attachments=(*reader.bodies, *reader.attachments),
        dropped=tuple(reader.dropped),
        properties=tuple((label, value) for label, value in properties if value),
    )


class _AsWritten(Compat32):
    """Headers as they stand in the file: bytes beyond ASCII are told apart from what they might mean later."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """Return the value itself."""
        return value


class _Reader:
    """The parts of one letter, sorted into text, attachments and decoration."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.bodies: list[Attachment] = []
        self.attachments: list[Attachment] = []
        self.dropped: list[Dropped] = []
        self.saved_page = False

    def read(self, part: Message, *, related: bool = False) -> None:
        """Take one part and all within it."""
        kind = part.get_content_type()
        self.saved_page |= "Snapshot-Content-Location" in part or "Saved by" in str(part.get("From", ""))
        if kind in _ENCRYPTED:
            self.attachments.append(
                Attachment(_filename(part, "加密的邮件"), fault="邮件加了密，请在邮件程序中打开后另存")
            )
        elif kind == "multipart/alternative":
            self._alternative(list(_parts(part)))
        elif part.is_multipart() and kind != "message/rfc822":
            for each in _parts(part):
                self.read(each, related=related or kind == "multipart/related")
        else:
            self._leaf(part, kind, related=related)

    def _alternative(self, parts: list[Message]) -> None:
        """Forms of one text: the last that is readable; attachments hidden in a further one are kept."""
        shown = [each for each in parts if each.is_multipart() or each.get_content_type().startswith("text/")]
        best = next((each for each in reversed(shown) if each.is_multipart() or _payload(each).strip()), None)
        for each in parts:
            if each is best or each not in shown:
                self.read(each)
            else:
                self.dropped.append(Dropped("同一正文的另一种格式"))

    def _leaf(self, part: Message, kind: str, *, related: bool) -> None:
        content = part.as_bytes() if kind == "message/rfc822" and part.is_multipart() else _payload(part)
        if kind == "message/rfc822" and part.is_multipart():
            content = next(_parts(part)).as_bytes()
        self._budget.unpack(len(content))
        if len(self.attachments) + len(self.bodies) >= self._budget.limits.members:
            raise ReadError(f"邮件里超过 {self._budget.limits.members} 个附件，请分开后再导入")
        attached = part.get_content_disposition() == "attachment" or (part.get_filename() and not related)
        if kind in ("text/plain", "text/html") and not attached:
            self._body(part, kind, content, related=related)
        elif related and (kind.startswith(("image/", "text/css", "font/", "application/font")) or not content):
            self.dropped.append(Dropped("图片和样式", _filename(part, kind)))
        elif content.strip():
            name = _filename(part, "附件.eml" if kind == "message/rfc822" else f"附件 {len(self.attachments) + 1}")
            self.attachments.append(Attachment(name, content))

    def _body(self, part: Message, kind: str, content: bytes, *, related: bool) -> None:
        if not content.strip():
            return
        framed = any(_FRAMES.search(body.content) for body in self.bodies)
        if related and self.bodies and not framed:
            self.dropped.append(Dropped("网页的附属页", _filename(part, kind)))
            return
        suffix = ".html" if kind == "text/html" else ".txt"
        name = "正文" if not self.bodies else f"正文 {len(self.bodies) + 1}"
        self.bodies.append(Attachment(f"{name}{suffix}", _in_utf8(part, content), body=True))


def _parts(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    yield from (each for each in payload if isinstance(each, Message)) if isinstance(payload, list) else ()


def _payload(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _in_utf8(part: Message, content: bytes) -> bytes:
    """A text in UTF-8 with its mark, so that no declaration inside it is believed; as it is where none fits."""
    charset = (part.get_content_charset() or "").lower()
    wider = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "": "utf-8", "us-ascii": "utf-8"}
    try:
        return _BOM + content.decode(wider.get(charset, charset)).lstrip("\ufeff").encode()
    except (UnicodeError, LookupError):
        return content


def _filename(part: Message, otherwise: str) -> str:
    name = _header(part.get_filename()) or _header(part.get("Content-Location"))
    name = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return "".join(character for character in name if character.isprintable()).strip() or otherwise


def _header(value: object) -> str:
    """A header's words, whether encoded as RFC 2047 wants, or written in plain GBK or UTF-8."""
    if value is None:
        return ""
    written = ""
    for part, charset in decode_header(re.sub(r"\r?\n[ \t]+", " ", str(value))):
        raw = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        named = (charset or "utf-8").lower()
        written += _decoded(raw, "gb18030" if named in ("gb2312", "gbk") else named)
    return " ".join(written.split())


def _decoded(raw: bytes, charset: str) -> str:
    for each in (charset, "utf-8", "gb18030"):
        try:
            return raw.decode(each)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("latin-1")
