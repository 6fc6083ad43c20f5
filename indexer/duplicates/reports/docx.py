"""The report as a document to print, sign and file: a summary, then every new proposal with what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from indexer.duplicates.reports.report import CheckedProposal, CheckReport, Finding, percent, printable

__all__ = ["to_docx"]

_FONT = "宋体"
_FINDINGS = ("相近的一件", "查重结论", "本件重复", "对方重复", "理由", "决定")
#: In centimetres; together the width of an A4 page without its margins.
_FINDING_WIDTHS = (4.2, 2.0, 1.5, 1.5, 4.6, 3.2)
_OVERVIEW = ("序号", "新提案", "最强的结论", "决定")
_OVERVIEW_WIDTHS = (1.4, 9.0, 2.8, 3.8)
_UNREAD = ("文件", "位置", "原因")
_UNREAD_WIDTHS = (6.0, 3.0, 8.0)


def to_docx(report: CheckReport) -> bytes:
    """Return the report as the bytes of a DOCX file."""
    # Here and below: python-docx is loaded by whoever writes a report, not by whoever searches.
    import docx

    document = docx.Document()
    _set_up(document)
    document.add_heading(printable(report.name), level=1)
    document.add_paragraph(printable(f"{report.compared}。{report.summary}"))
    document.add_paragraph(printable(report.made))
    _overview(document, report)
    found = [each for each in report.checked if each.findings]
    for each in found:
        _proposal(document, each)
    clear = [each for each in report.checked if not each.findings]
    if clear:
        document.add_heading(f"未发现重复的 {len(clear)} 件", level=2)
        for each in clear:
            document.add_paragraph(printable(f"{each.number}. {each.title}"))
    if report.unread:
        document.add_heading(f"未能读入的 {len(report.unread)} 处", level=2)
        _table(document, _UNREAD, _UNREAD_WIDTHS, [(each.file, each.place, each.reason) for each in report.unread])
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _set_up(document: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    for name, size in (("Normal", 10.5), ("Heading 1", 16), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.name = _FONT
        style.font.size = Pt(size)
        # Word keeps a font of its own for Chinese characters.
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)


def _overview(document: Any, report: CheckReport) -> None:
    """A page of its own before the details: how many of each verdict and decision, then one row a proposal found."""
    found = [each for each in report.checked if each.findings]
    if not found:
        return
    verdicts = Counter(each.verdict for each in found)
    decided = Counter(each.findings[0].decision or "未决定" for each in found)
    for name, counts in (("结论", verdicts), ("决定", decided)):
        said = "，".join(f"{label} {count} 件" for label, count in counts.most_common())
        document.add_paragraph(printable(f"{name}：{said}。"))
    rows = [(str(each.number), each.title, each.verdict, each.findings[0].decision or "未决定") for each in found]
    _table(document, _OVERVIEW, _OVERVIEW_WIDTHS, rows)
    document.add_page_break()


def _proposal(document: Any, checked: CheckedProposal) -> None:
    document.add_heading(printable(f"{checked.number}. {checked.title}"), level=2)
    about = "；".join(
        part
        for part in (checked.proposers and f"提出者：{checked.proposers}", checked.file and f"文件：{checked.file}")
        if part
    )
    if about:
        document.add_paragraph(printable(about))
    _table(document, _FINDINGS, _FINDING_WIDTHS, [_finding(each) for each in checked.findings])


def _finding(found: Finding) -> Sequence[str]:
    word = "主案" if found.decision == "并案" else "对照"
    decided = "，".join(part for part in (found.decision, found.main and f"{word}：{found.main}", found.note) if part)
    signed = " ".join(part for part in (found.who, found.when) if part)
    return (
        "\n".join(part for part in (found.title, found.place) if part),
        found.verdict,
        percent(found.coverage),
        percent(found.reverse_coverage),
        "；".join(found.reasons),
        "\n".join(part for part in (decided or "未决定", signed) if part),
    )


def _table(document: Any, names: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[str]]) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    table = document.add_table(rows=1 + len(rows), cols=len(names), style="Table Grid")
    table.autofit = False
    # LibreOffice and WPS go by the grid, Word by the cells.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    # A row's cells are asked for once: each question walks the whole table.
    for line, values in zip(table.rows, (names, *rows), strict=True):
        for cell, value, width in zip(line.cells, values, widths, strict=True):
            cell.width = Cm(width)
            cell.text = printable(value)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0)
                for run in paragraph.runs:
                    run.font.size = Pt(9)
                    run.font.bold = values is names
    heading = table.rows[0]._tr.get_or_add_trPr()
    heading.append(heading.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
