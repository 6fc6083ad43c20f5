"""Write the sample out as the files that a newcomer's first import reads: portal pages (a table, a definition list or
label paragraphs, in the portal's charset), text tables with cells split by ``|``, and whole meetings as CSV or JSON
lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from corpus import Proposal, Role
from sample_archive.calendar import Filing, Layout, filings
from sample_archive.labels import Row, labelled, labels_of, written_day, written_session
from sample_archive.records import sample_records
from sample_archive.traditional import traditional

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


def text_table(filing: Filing, record: Proposal) -> bytes:
    """Return one label and its cell a line."""
    rows = labelled(record, labels_of(filing))
    return "".join(f"{label}: | {_cell(value)} | |\n" for label, value in rows).encode()


def reply_table(filing: Filing, record: Proposal) -> bytes:
    """Return the table of a reply: its own title, the proposal and the reply in one cell each, units by role."""
    words = labels_of(filing)
    first = record.replies[0].title if record.replies else ""
    out = [
        f"{words.proposers}: | {'、'.join(record.proposers)} | {words.number}: | {record.number} | |",
        f"标题: | {first or record.title} | |||",
    ]
    if not first and record.session:
        out.append(f"届次: | {written_session(record.session, words.day)} | |||")
    out += [f"{words.text}: | {_cell(record.text)} |", "|||"]
    units = [f"{role}: | {names}" for role in Role if (names := _written(record, role))]
    out.append(f"承办单位: | {' | '.join(units)} |")
    out += [f"{label}: | {value} | |||" for label, value in _days(record) if value]
    for reply in record.replies:
        out.append(f"答复单位: | {'、'.join(reply.units)} | 答复日期: | {reply.replied} |")
        out.append(f"文号: | {reply.document_number} | |||")
        out += [f"答复内容: | {_cell(reply.text)} |", "|||"]
    return ("\n".join(out) + "\n").encode()


def _days(record: Proposal) -> list[Row]:
    return [
        ("提交日期", written_day(record.submitted, "-")),
        ("办理结果", record.outcome.text if record.outcome else ""),
        ("并案", record.merged_into),
        ("公开属性", str(record.visibility) if record.visibility == "内部" else ""),
    ]


def _written(record: Proposal, role: Role) -> str:
    return "、".join(each.written for each in record.handlings if each.role is role)


def _cell(value: str) -> str:
    """One line a cell, as such tables turn out as text."""
    return " ".join(value.split("\n"))


def csv_table(filings: Sequence[tuple[Filing, Proposal]]) -> bytes:
    """Return a meeting's records as CSV with a byte order mark, as spreadsheets save it."""
    rows = _as_mappings(filings)
    columns = list(dict.fromkeys(label for row in rows for label in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def json_lines(filings: Sequence[tuple[Filing, Proposal]]) -> bytes:
    """Return a meeting's records as one JSON object a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _as_mappings(filings)).encode()


def _as_mappings(filings: Sequence[tuple[Filing, Proposal]]) -> list[dict[str, str]]:
    return [dict(labelled(record, labels_of(filing))) for filing, record in filings]


_README = """江州市提案建议样例档案
====================

这里的提案、建议、议案和答复全部由本项目编写，城市、单位、人名和数字都是虚构的，可以随意使用。

  zhengxie/届-次/   江州市政协的提案，一件一个文件
  renda/届-次/      江州市人大的代表建议和议案；15-1 只有摘要（CSV），16-3 是 JSON 行

早年的网页是 GB18030 编码，港澳委员的提案是繁体字（Big5），其余是 UTF-8；也有以竖线分格的文本表。
"""
_SINGLE = {
    Layout.TABLE_PAGE: (page, "html"),
    Layout.DL_PAGE: (page, "html"),
    Layout.PARAGRAPH_PAGE: (page, "htm"),
    Layout.BIG5_PAGE: (page, "html"),
    Layout.TEXT_TABLE: (text_table, "txt"),
    Layout.REPLY_TABLE: (reply_table, "txt"),
}
_WHOLE = {Layout.CSV: (csv_table, "摘要.csv"), Layout.JSON_LINES: (json_lines, "records.jsonl")}


def write_sample(directory: Path) -> tuple[Path, ...]:
    """Write the sample's files and a README.txt below the directory; return the record files, in order.

    The bytes are the same on every run. Raises OSError where the directory cannot be written.
    """
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "README.txt").write_bytes(_README.encode())
    written = []
    for name, content in sample_files():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    return tuple(written)


def sample_files() -> Iterator[tuple[str, bytes]]:
    """Yield each file's name, relative to the sample's folder, and its bytes."""
    together: dict[str, list[tuple[Filing, Proposal]]] = {}
    for filing, record in zip(filings(), sample_records(), strict=True):
        if filing.layout in _WHOLE:
            together.setdefault(filing.meeting.folder, []).append((filing, record))
            continue
        render, extension = _SINGLE[filing.layout]
        yield f"{filing.meeting.folder}/{_stem(filing)}.{extension}", render(filing, record)
    yield from _meeting_files(together)


def _meeting_files(together: dict[str, list[tuple[Filing, Proposal]]]) -> Iterator[tuple[str, bytes]]:
    for folder, rows in together.items():
        render, name = _WHOLE[rows[0][0].layout]
        yield f"{folder}/{name}", render(rows)


def records_in_file_order() -> Sequence[Proposal]:
    """Return the records in the order in which the files hold them."""
    both = list(zip(filings(), sample_records(), strict=True))
    single = [record for filing, record in both if filing.layout in _SINGLE]
    return single + [record for filing, record in both if filing.layout in _WHOLE]


def _stem(filing: Filing) -> str:
    kind = {"提案": "ta", "建议": "jy", "议案": "ya"}[filing.kind]
    return f"{kind}{filing.number:04d}"
