"""Text tables with cells split by ``|``, one record a file; and whole meetings as CSV or JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from corpus.model import Proposal, Role
from corpus.sample.filings import Filing
from corpus.sample.labels import Row, labelled, labels_of, written_day, written_session


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
