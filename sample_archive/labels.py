"""Which label each portal wrote before which value; ``labelled`` turns a record into such rows.

The words are ordinary ones, all of them in the generic profile (corpus/profiles/generic.toml):

    案由 标题 提案标题 建议名称 提案人 提案者 建议人 领衔代表 建议/提案提出者 附议人 联名人 联名代表 类别
    提案分类 提案类别 建议分类 类型 文件类型
    届次 会议届次 提案号 提案编号 建议编号 编号 建议/提案号 主办单位 协办单位 会办单位 分办单位 承办单位 汇办单位
    提交日期 提出日期 立案日期 交办日期 发布日期 公开属性 公开方式 提案内容 建议内容 正文 内容 摘要 并案
    办理结果 答复单位 文号 发文字号 答复日期 答复内容 答复标题
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus import Coverage, PartialDate, Proposal, Role, Session, Visibility, to_chinese
from sample_archive.calendar import Filing, Layout

Row = tuple[str, str]
"""A label, and the value that follows it."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The words one portal used, and how it wrote sessions and days."""

    title: str = "标题"
    kind: str = ""
    number: str = "提案号"
    session: str = "届次"
    proposers: str = "提案人"
    cosigners: str = "附议人"
    category: str = "类别"
    support: str = "协办单位"
    submitted: str = "提交日期"
    filed: str = "立案日期"
    visibility: str = "公开属性"
    text: str = "提案内容"
    document_number: str = "文号"
    day: str = "-"


OLD_PROPOSAL = Labels(title="案由", number="提案编号", support="会办单位", category="提案分类", day="年")
PROPOSAL = Labels(
    title="提案标题",
    session="会议届次",
    proposers="提案者",
    cosigners="联名人",
    category="提案类别",
    visibility="公开方式",
    document_number="发文字号",
)
SUGGESTION = Labels(
    title="建议名称",
    kind="文件类型",
    number="建议编号",
    session="会议届次",
    proposers="领衔代表",
    cosigners="联名代表",
    category="建议分类",
    submitted="提出日期",
    filed="交办日期",
    text="建议内容",
    document_number="发文字号",
    day="年",
)
SUGGESTION_TABLE = Labels(
    kind="类型", number="编号", proposers="建议人", cosigners="联名人", support="会办单位", text="正文"
)
TABLE_OF_2020 = Labels(title="案由", number="提案编号", category="提案分类", text="内容", day="年")
REPLY_TABLE = Labels(number="建议/提案号", proposers="建议/提案提出者", text="建议/提案内容")

_ROLES = {Role.LEAD: "主办单位", Role.SEPARATE: "分办单位", Role.SOLE: "承办单位", Role.JOINT: "汇办单位"}


def labels_of(filing: Filing) -> Labels:
    """Return the words of the portal that published this filing's meeting."""
    if filing.layout is Layout.REPLY_TABLE:
        return REPLY_TABLE
    if filing.meeting.folder.startswith("zhengxie"):
        if filing.layout is Layout.TEXT_TABLE:
            return TABLE_OF_2020
        return OLD_PROPOSAL if filing.layout is Layout.TABLE_PAGE else PROPOSAL
    return SUGGESTION_TABLE if filing.layout in (Layout.TEXT_TABLE, Layout.CSV) else SUGGESTION


def written_day(day: PartialDate | None, form: str) -> str:
    """Return a day as the portal writes it, as exactly as it is known.

    >>> written_day(PartialDate(2020, 1, 9), "年"), written_day(PartialDate(2020, 1), "-")
    ('2020年1月9日', '2020-01')
    """
    if day is None or form == "-":
        return str(day or "")
    parts = zip((day.year, day.month, day.day), "年月日", strict=True)
    return "".join(f"{number}{unit}" for number, unit in parts if number)


def written_session(session: Session, form: str) -> str:
    """Return a session in words: 十三届二次, or long.

    >>> written_session(Session(13, 2), "年"), written_session(Session(13, 2), "-")
    ('第十三届第二次会议', '十三届二次')
    """
    term, meeting = to_chinese(session.term), to_chinese(session.meeting)
    return f"第{term}届第{meeting}次会议" if form == "年" else f"{term}届{meeting}次"


def labelled(record: Proposal, words: Labels) -> Iterator[Row]:
    """Yield the record's rows in the order of a portal page; fields without a value have no row."""
    rows = [*_head(record, words), *_handling_rows(record, words), *_days(record, words), *_body(record, words)]
    yield from ((label, value) for label, value in rows if label and value)


def _head(record: Proposal, words: Labels) -> list[Row]:
    return [
        (words.title, record.title),
        (words.kind, str(record.kind)),
        (words.number, record.number_written),
        (words.session, written_session(record.session, words.day) if record.session else ""),
        (words.proposers, "、".join(record.proposers)),
        (words.cosigners, "、".join(record.cosigners)),
        (words.category, record.category),
    ]


def _handling_rows(record: Proposal, words: Labels) -> list[Row]:
    named = {**_ROLES, Role.SUPPORT: words.support}
    return [
        (label, "、".join(each.written for each in record.handlings if each.role is role))
        for role, label in named.items()
    ]


def _days(record: Proposal, words: Labels) -> list[Row]:
    return [
        (words.submitted, written_day(record.submitted, words.day)),
        (words.filed, written_day(record.filed, words.day)),
        ("发布日期", written_day(record.published, words.day)),
        (words.visibility, "" if record.visibility is Visibility.PUBLIC else "内部"),
        ("并案", record.merged_into),
    ]


def _body(record: Proposal, words: Labels) -> list[Row]:
    rows = [("摘要" if record.coverage is Coverage.ABSTRACT else words.text, record.text)]
    rows.append(("办理结果", record.outcome.text if record.outcome else ""))
    for reply in record.replies:
        rows += [
            ("答复单位", "、".join(reply.units)),
            (words.document_number, reply.document_number),
            ("答复日期", written_day(reply.replied, words.day)),
            ("答复内容", reply.text),
        ]
    return rows
