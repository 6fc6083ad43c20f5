"""PDF and OFD: placed characters become paragraphs, columns and tables."""

from __future__ import annotations

import pytest

from corpus.errors import ReadError
from corpus.formats import Document, Format, Part, Table, decode
from tests.corpus.formats.builders import Placed, ofd, ofd_text, pdf

LINE = 20
PROSE = "老旧小区普遍缺少集中充电设施居民飞线充电现象突出火灾隐患较大全市共发生火灾五十七起其中三十九起在老旧小区" * 3


def decoded(content: bytes, kind: Format = Format.PDF) -> Document:
    document = decode(content, kind)
    assert isinstance(document, Document)
    return document


def set_in_lines(text: str, x: float, y: float, per_line: int, indent: int = 2) -> list[Placed]:
    """A paragraph of 12 point characters with its first line indented, lines 20 points apart."""
    first, rest = text[: per_line - indent], text[per_line - indent :]
    lines = [first, *(rest[at : at + per_line] for at in range(0, len(rest), per_line))]
    return [(x + (12 * indent if not number else 0), y - LINE * number, line) for number, line in enumerate(lines)]


def test_lines_are_joined_to_paragraphs_without_spaces_between_han() -> None:
    first, second = PROSE[:100], PROSE[7:80]
    page = set_in_lines(first, 90, 760, 34) + set_in_lines(second, 90, 760 - LINE * 4, 34)
    assert decoded(pdf(page)).text.split("\n") == [first, second]


def test_a_paragraph_runs_on_over_a_page_and_what_stands_in_margins_is_accounted() -> None:
    text = PROSE[: 32 + 34 * 3 + 5]
    lines = set_in_lines(text, 90, 760, 34)
    top = (250.0, 810.0, "政协清河市第88号提案")
    pages = [
        [top, *lines[:2], (290.0, 40.0, "—1—")],
        [top, *((x, y + LINE * 2, t) for x, y, t in lines[2:]), (290.0, 40.0, "—2—")],
    ]
    document = decoded(pdf(*pages))
    assert document.text == text
    assert document.part(Part.HEADER) == "政协清河市第88号提案"
    assert sorted(each.why for each in document.dropped) == ["各页重复的页眉页脚", "页码", "页码"]


def test_columns_are_read_one_after_the_other_below_a_common_title() -> None:
    left, right = PROSE[:118], PROSE[11:129]
    page = [(190.0, 780.0, "关于完善充电设施的若干建议")]
    page += set_in_lines(left, 60, 740, 18) + set_in_lines(right, 310, 740, 18)
    assert decoded(pdf(page)).text.split("\n") == ["关于完善充电设施的若干建议", left, right]


def test_fields_side_by_side_are_no_columns() -> None:
    page = [(90.0, 760.0 - LINE * n, f"字段{n}：甲") for n in range(6)] + [
        (330.0, 760.0 - LINE * n, f"另{n}：乙") for n in range(6)
    ]
    assert decoded(pdf(page)).text.split("\n") == [f"字段{n}：甲　　另{n}：乙" for n in range(6)]


def test_a_ruled_table_gives_its_cells_with_merged_ones_expanded() -> None:
    across = [(90, y, 490, y) for y in (700, 660, 600)]
    down = [(90, 600, 90, 700), (190, 600, 190, 700), (490, 600, 490, 700), (290, 660, 290, 700)]
    page = [(95.0, 675.0, "案由"), (195.0, 675.0, "停车"), (295.0, 675.0, "第八号"), (95.0, 625.0, "理由"),
            (195.0, 640.0, PROSE[:24]), (195.0, 615.0, PROSE[24:30]), (90.0, 560.0, "表后的话")]  # fmt: skip
    document = decoded(pdf(page, rulings=[*across, *down]))
    table, after = document.blocks
    assert isinstance(table, Table)
    assert [[cell.text for cell in row if not cell.repeats] for row in table.rows] == [
        ["案由", "停车", "第八号"],
        ["理由", PROSE[:30]],
    ]
    assert not isinstance(after, Table)
    assert after.text == "表后的话"


def test_a_pdf_without_text_is_called_a_scan_and_told_what_to_install() -> None:
    with pytest.raises(ReadError, match="扫描件"):
        decode(pdf([]), Format.PDF)


def test_ofd_text_objects_are_read_from_the_top_and_invisible_ones_left_out() -> None:
    layers = (
        "<ofd:Layer>" + ofd_text("二号在下", 20, 40) + ofd_text("一号在上", 20, 20) + ofd_text("2023年", 20, 60)
        + ofd_text("暗记", 20, 80, attributes='Visible="false"') + "</ofd:Layer>"
    )  # fmt: skip
    document = decoded(ofd(layers), Format.OFD)
    assert document.text == "一号在上\n二号在下\n2023年"
    assert [(each.why, each.text) for each in document.dropped] == [("不可见图层", "暗记")]


def test_ofd_tables_are_found_by_their_drawn_lines() -> None:
    strokes = "M 0 0 L 120 0 M 0 10 L 120 10 M 0 0 L 0 10 M 40 0 L 40 10 M 120 0 L 120 10"
    path = (
        f'<ofd:PathObject Boundary="20 20 130 20"><ofd:AbbreviatedData>{strokes}</ofd:AbbreviatedData></ofd:PathObject>'
    )
    layer = f"<ofd:Layer>{path}{ofd_text('案由', 22, 22)}{ofd_text('停车难', 62, 22)}</ofd:Layer>"
    [table] = decoded(ofd(layer), Format.OFD).blocks
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [["案由", "停车难"]]


def test_an_ofd_without_text_says_what_to_do() -> None:
    with pytest.raises(ReadError, match="OFD 里没有文字"):
        decode(ofd("<ofd:Layer/>"), Format.OFD)
