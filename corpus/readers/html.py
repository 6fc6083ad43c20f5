"""Portal pages: label tables, ``dl``, label paragraphs, headings, and the block that holds the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import etree

from corpus.errors import ReadError
from corpus.profiles import Profile
from corpus.readers import html_flow
from corpus.readers.blocks import TextLine
from corpus.readers.charset import decode
from corpus.readers.items import Labelled, Reject
from corpus.readers.limits import MAX_DOCUMENT, megabytes
from corpus.readers.sections import collect
from corpus.values import remarks

__all__ = ["labels", "read", "words"]

_SPACE = re.compile(r"\s+")
#: 标题_某某市人民政府, 标题 - 某某网: the site's name after the title proper.
_SITE = re.compile(r"(?:(?<!\s)\s++)?(?<![-_|—–])[-_|—–]++\s*+[^-_|—–]*+$")
#: Words by which a page without a single label still shows that it is about a proposal.
_ABOUT_PROPOSALS = re.compile("提案|建议|建議|议案|議案|答复|答復")
#: Lines this short carry no weight in finding the block that holds the text.
_WEIGHTY = 10
#: Portals link to this column from every page.
_COLUMN = "依申请公开"


def labels(content: bytes) -> list[tuple[str, str]]:
    """Return the label/value pairs a page shows, in order; labels without spaces and colon, values as shown.

    Raises ReadError when the page cannot be read.

    >>> labels("<table><tr><td>索 引 号：</td><td>000014349/2018</td></tr></table>".encode())
    [('索引号', '000014349/2018')]
    """
    profile = Profile.generic()
    found = collect(html_flow.blocks(_tree(content), profile), profile)
    return [(_SPACE.sub("", label).rstrip(":："), value) for label, value in found.pairs]


def words(content: bytes) -> str:
    """Return the text of a page as lines, without navigation; raise ReadError when it cannot be read.

    >>> words("<p>现报送提案一件，</p><p>请查收。</p>".encode())
    '现报送提案一件，\\n请查收。'
    """
    profile = Profile.generic()
    lines: list[str] = []
    for block in html_flow.blocks(_tree(content), profile):
        lines += [block.text] if isinstance(block, TextLine) else [f"{label}{value}" for label, value in block]
    return "\n".join(lines)


def read(content: bytes, profile: Profile) -> Iterator[Labelled | Reject]:
    """Yield the one record of the page; a page that shows no label and no proposal is rejected."""
    try:
        tree = _tree(content)
    except ReadError as error:
        yield Reject.of(error.place, error.reason, content)
        return
    found = collect(html_flow.blocks(tree, profile), profile)
    heading = _heading(tree, found.lines)
    known = any(profile.knows(label) for label, _ in found.pairs)
    if not known and not _ABOUT_PROPOSALS.search(heading):
        reason = "网页里没有认出任何标签（如 提案人、案由、答复内容），请核对网页，或写来源说明（docs/profiles.md）"
        yield Reject.of("", reason, "\n".join(line.text for line in found.lines))
        return
    labelled = any(profile.field_of(label) == "text" for label, _ in found.pairs)
    text = "" if labelled else _main_text(found.lines)
    yield Labelled("", (*found.pairs, *_remarks_outside(text, found.lines)), heading, text)


def _remarks_outside(text: str, lines: Sequence[TextLine]) -> Iterator[tuple[str, str]]:
    """（此件不公开） beside the text that it is about; the name of a portal's column is none."""
    inside = set(text.splitlines())
    for line in lines:
        if line.text not in inside and line.text.strip() != _COLUMN and any(remarks(line.text)):
            yield "页面说明", line.text


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


def _heading(tree: etree._Element, lines: Sequence[TextLine]) -> str:
    """The first ``h1``, else a heading of another level, else the page's title without the site's name."""
    for level in (1, 2, 3):
        found = next((line.text for line in lines if line.heading == level), "")
        if found:
            return found
    title = _SPACE.sub(" ", tree.findtext(".//title") or "").strip()
    return _SITE.sub("", title) or title


def _main_text(lines: Sequence[TextLine]) -> str:
    """The lines of the block with most text in it; what surrounds it is the site's own."""
    weights: Counter[tuple[int, ...]] = Counter()
    for line in lines:
        container = line.path[: line.container]
        if len(line.text) >= _WEIGHTY and not line.heading:
            weights[container] += len(line.text)
            weights[container[:-1]] += len(line.text) // 2
    if not weights:
        return ""
    best, _ = weights.most_common(1)[0]
    return "\n".join(line.text for line in lines if line.path[: len(best)] == best and line.heading != 1)
