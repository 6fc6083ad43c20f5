"""The labelled text table."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.profiles import Profile
from corpus.readers import text_table
from corpus.readers.items import Labelled
from tests.corpus.readers.reading import only_record, records_and_rejects

TABLE = """建议/提案提出者: | 张三 | 建议/提案号: | 12 | |
标题: | 对市政协十三届第二次会议第12号提案的答复 | |||
建议/提案内容: | 加强停车管理, 方便群众 情况分析: 车位|不足。 |
|||
承办单位: | 主办: | 市司法局 | 协办: | 市委政法委、市委组织部 |
答复日期: | 2021-06-28 | |||
答复内容: | 张三委员: 您在市政协第十三届二次会议上提出的第0012号提案,现答复如下:
 第二段。

第三段。 市司法局 2021年6月28日 |"""


def test_a_table_gives_one_record_with_nothing_lost() -> None:
    record = only_record(TABLE)
    assert record.title == record.subject == "加强停车管理, 方便群众"
    assert record.text == "加强停车管理, 方便群众 情况分析: 车位|不足。"
    assert record.lead_units == ("市司法局",)
    assert record.support_units == ("市委政法委", "市委组织部")
    (reply,) = record.replies
    assert reply.title == "对市政协十三届第二次会议第12号提案的答复"
    assert reply.text.startswith("张三委员: 您在")
    assert reply.text.endswith("现答复如下:\n 第二段。\n\n第三段。 市司法局 2021年6月28日")
    assert record.extra == ()


def test_the_first_label_coming_back_begins_the_next_record() -> None:
    records, rejects = records_and_rejects(f"{TABLE}\n{TABLE.replace('张三', '李四')}\n---\n标题: | 停车难 |\n")
    assert [record.proposers for record in records] == [("张三",), ("李四",), ()]
    assert [record.source and record.source.place for record in records] == ["第 1 行起", "第 11 行起", "第 22 行起"]
    assert rejects == []


def test_an_unreadable_line_rejects_its_record_and_no_other() -> None:
    damaged = TABLE.replace("第三段", "第三\0段").replace("张三", "李四")
    records, rejects = records_and_rejects("\n".join([TABLE, damaged, TABLE]))
    assert len(records) == 2
    assert [(each.place, "NUL" in each.reason) for each in rejects] == [("第 20 行", True)]


def test_a_second_reply_is_a_second_reply() -> None:
    again = "\n答复日期: | 2021-09-01 |\n答复内容: | 再次答复如下。 |"
    record = only_record(TABLE + again)
    assert [str(reply.replied) for reply in record.replies] == ["2021-06-28", "2021-09-01"]
    assert record.replies[1].text == "再次答复如下。"


cells = st.text(alphabet="提案内容一二三，。 \n1x", max_size=30).map(
    lambda text: "甲" + text.replace("\n\n", "\n") + "乙"
)


@given(st.lists(cells, min_size=1, max_size=4), st.lists(cells, min_size=1, max_size=4))
def test_any_cells_written_as_a_table_read_back(first: list[str], second: list[str]) -> None:
    records = [[(f"标签{position}:", value) for position, value in enumerate(each)] for each in (first, second)]
    written = "\n".join("\n".join(f"{label} | {value} |" for label, value in each) for each in records)
    found = list(text_table.read(written.encode(), Profile.generic()))
    assert [each.pairs for each in found if isinstance(each, Labelled)] == [tuple(each) for each in records]
