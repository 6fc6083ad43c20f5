"""Portal pages: label tables, ``dl``, label paragraphs, headings, and the block that holds the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from corpus.errors import ReadError
from corpus.profiles import Profile
from corpus.readers import html_flow
from corpus.readers.flow.blocks import visible_lines
from corpus.readers.flow.flows import Framing, labelled_records
from corpus.readers.flow.sections import collect
from corpus.readers.items import Labelled, Reject
from corpus.readers.text.charset import decode
from corpus.readers.text.limits import MAX_DOCUMENT, megabytes

__all__ = ["labels", "read", "shown_text", "words"]

_SPACE = re.compile(r"\s+")
#: 标题_某某市人民政府, 标题 - 某某网: the site's name after the title proper.
_SITE = re.compile(r"(?:(?<!\s)\s++)?(?<![-_|—–])[-_|—–]++\s*+[^-_|—–]*+$")
#: Words by which a page without a single label still shows that it is about a proposal.
_ABOUT_PROPOSALS = re.compile("提案|建议|建議|议案|議案|答复|答復")
#: A value of a table or interface that is markup: elements, or signs written by name.
_MARKUP = re.compile(
    r"<(?:/?(?:p|br|div|span|strong|b|i|u|em|ul|ol|li|table|tbody|tr|td|th|h[1-6]|font|a|img|section|sup|sub)\b[^<>]{0,2000})>"
    r"|&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});"
)


def labels(content: bytes) -> list[tuple[str, str]]:
    """Return the label/value pairs a page shows, in order; labels without spaces and colon, values as shown.

    Raises ReadError when the page cannot be read.

    >>> labels("<table><tr><td>索 引 号：</td><td>000014349/2018</td></tr></table>".encode())
    [('索引号', '000014349/2018')]
    """
    profile = Profile.generic()
    found = collect(html_flow.blocks(_tree(content)), profile)
    return [(_SPACE.sub("", label).rstrip(":："), value) for section in found for label, value in section.pairs]


def shown_text(value: str) -> str:
    """Return what a browser shows of a value that is markup; any other value as it is.

    >>> shown_text("<p>苗圃<b>荒</b>废。</p>建议&middot;灌溉"), shown_text("若 a<b 则")
    ('苗圃荒废。\\n建议·灌溉', '若 a<b 则')
    """
    if not _MARKUP.search(value):
        return value
    try:
        tree = html_flow.parse(f"<div>{value}</div>")
    except (ReadError, etree.XMLSyntaxError):
        return value
    return "\n".join(visible_lines(html_flow.blocks(tree)))


def words(content: bytes) -> str:
    """Return the text of a page as lines; raise ReadError when it cannot be read.

    >>> words("<p>现报送提案一件，</p><p>请查收。</p>".encode())
    '现报送提案一件，\\n请查收。'
    """
    return "\n".join(visible_lines(html_flow.blocks(_tree(content))))


def read(content: bytes, profile: Profile) -> Iterator[Labelled | Reject]:
    """Yield the records of the page; a page that shows no label and no proposal is rejected."""
    try:
        tree = _tree(content)
    except ReadError as error:
        yield Reject.of(error.place, error.reason, content)
        return
    blocks = list(html_flow.blocks(tree))
    records = list(labelled_records(blocks, profile, Framing(_title(tree), site=True)))
    known = any(profile.knows(label) for record in records for label, _ in record.pairs)
    if not known and not _ABOUT_PROPOSALS.search(records[0].heading):
        reason = "网页里没有认出任何标签（如 提案人、案由、答复内容），请核对网页，或写来源说明（docs/profiles.md）"
        yield Reject.of("", reason, "\n".join(visible_lines(blocks)))
        return
    yield from records


def _tree(content: bytes) -> etree._Element:
    if len(content) > MAX_DOCUMENT:
        raise ReadError(f"网页有 {megabytes(len(content))}，超过上限 {megabytes(MAX_DOCUMENT)}，请检查下载")
    text = decode(content)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ReadError("含有 NUL 字节，文件可能损坏，请重新下载", place=f"第 {line} 行")
    if re.search(r"<!ENTITY", text, re.IGNORECASE):
        raise ReadError("网页带有实体定义（DTD），可能是 XML 炸弹，没有读取")
    try:
        return html_flow.parse(text)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"网页读不出内容（{error.msg}），请检查下载") from error


def _title(tree: etree._Element) -> str:
    """The page's title without the site's name."""
    title = _SPACE.sub(" ", tree.findtext(".//title") or "").strip()
    return _SITE.sub("", title) or title
