"""Portal pages: the same rows as a table, a definition list or label paragraphs, in the portal's charset."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from corpus.model import Proposal
from corpus.sample.filings import Filing, Layout
from corpus.sample.labels import Row, labelled, labels_of
from corpus.sample.traditional import traditional

_WORDED_HERE = ("会议届次", "公开方式")
"""Labels whose values the portal words itself."""
_LONG = 60
"""A value longer than this, or of several lines, gets a row of its own."""


def page(filing: Filing, record: Proposal) -> bytes:
    """Return the record's page as this portal published it."""
    rows = list(labelled(record, labels_of(filing)))
    title, owner = record.title, f"{filing.meeting.body}提案建议办理公开"
    charset = filing.meeting.charset
    if filing.layout is Layout.BIG5_PAGE:
        # The record's own texts are Traditional already; converting them twice would change them.
        rows = [(traditional(label), traditional(value) if label in _WORDED_HERE else value) for label, value in rows]
        title, owner, charset = traditional(title), traditional(owner), "big5"
    body = _BODIES[filing.layout](rows)
    html = _PAGE.format(charset=charset, title=escape(title), owner=escape(owner), body=body)
    return html.encode("big5hkscs" if charset == "big5" else charset, "xmlcharrefreplace")


_PAGE = """<!DOCTYPE html>
<html lang="zh">
<head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{title}_{owner}</title>
</head>
<body>
<div class="nav"><a href="/">{owner}</a></div>
{body}
<div class="footer">{owner}</div>
</body>
</html>
"""


def _table(rows: Sequence[Row]) -> str:
    """Two short pairs a row, long values across; lines end in <br>, as older portals wrote them."""
    out: list[str] = []
    waiting: list[str] = []
    for label, value in rows:
        if len(value) > _LONG or "\n" in value:
            out += [f"<tr>{''.join(waiting)}</tr>"] if waiting else []
            waiting = []
            text = "<br>".join(escape(line) for line in value.split("\n"))
            out.append(f'<tr><td class="l"><b>{escape(label)}：</b></td><td colspan="3">{text}</td></tr>')
            continue
        waiting.append(f'<td class="l"><b>{escape(label)}：</b></td><td>{escape(value)}</td>')
        if len(waiting) == 2:
            out.append(f"<tr>{''.join(waiting)}</tr>")
            waiting = []
    out += [f"<tr>{''.join(waiting)}</tr>"] if waiting else []
    return '<table class="detail" border="1">\n' + "\n".join(out) + "\n</table>"


def _definitions(rows: Sequence[Row]) -> str:
    pairs = "\n".join(f"<dt>{escape(label)}</dt>\n<dd>{_paragraphs(value)}</dd>" for label, value in rows)
    return f'<dl class="proposal">\n{pairs}\n</dl>'


def _label_paragraphs(rows: Sequence[Row]) -> str:
    out: list[str] = []
    for label, value in rows:
        first, *rest = value.split("\n")
        out.append(f"<p><strong>{escape(label)}：</strong>{escape(first)}</p>")
        out += [f"<p>{escape(line)}</p>" for line in rest]
    return '<div class="article">\n' + "\n".join(out) + "\n</div>"


def _paragraphs(value: str) -> str:
    if "\n" not in value:
        return escape(value)
    return "".join(f"<p>{escape(line)}</p>" for line in value.split("\n"))


_BODIES = {
    Layout.TABLE_PAGE: _table,
    Layout.BIG5_PAGE: _table,
    Layout.DL_PAGE: _definitions,
    Layout.PARAGRAPH_PAGE: _label_paragraphs,
}
