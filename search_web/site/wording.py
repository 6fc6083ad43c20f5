"""How values are worded for people: dates, numbers, names, and what an outcome means."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType

from corpus import Coverage, OutcomeClass, PartialDate, Proposal

__all__ = [
    "COVERAGE_NOTES",
    "OUTCOME_MEANINGS",
    "UNTITLED",
    "date_words",
    "dated_by",
    "moment_words",
    "number_words",
    "people_words",
    "place_words",
]

UNTITLED = "（无标题）"

#: What a person should know of a record whose text is not all there; nothing for a full text.
COVERAGE_NOTES: Mapping[Coverage, str] = MappingProxyType(
    {Coverage.ABSTRACT: "来源只公开了摘要，以下不是全文。", Coverage.NONE: "来源没有公开提案正文。"}
)

OUTCOME_MEANINGS: Mapping[OutcomeClass, str] = MappingProxyType(
    {
        OutcomeClass.SOLVED: "所提问题已经解决或基本解决",
        OutcomeClass.PLANNED: "已列入计划，将逐步解决",
        OutcomeClass.REFERENCE: "受条件限制暂时难以解决，留作今后工作参考",
        OutcomeClass.OTHER: "来源的用词没有对应到统一的分类",
    }
)

_FEW_PEOPLE = 3
_BEIJING = timezone(timedelta(hours=8))


def date_words(day: PartialDate) -> str:
    """Return a date as it is written in prose, as exactly as it is known.

    >>> date_words(PartialDate(2021, 6, 28)), date_words(PartialDate(2021, 6)), date_words(PartialDate(2021))
    ('2021年6月28日', '2021年6月', '2021年')
    """
    month = f"{day.month}月" if day.month else ""
    return f"{day.year}年{month}{day.day}日" if day.day else f"{day.year}年{month}"


def dated_by(proposal: Proposal) -> str:
    """Return what happened on the day that dates a record (``Proposal.date``).

    >>> dated_by(Proposal("关于停车", submitted=PartialDate(2020, 1)))
    '提交'
    """
    if proposal.reply_date:
        return "答复"
    return "发布" if proposal.published else "立案" if proposal.filed else "提交"


def number_words(proposal: Proposal) -> str:
    """Return the 案号 as people say it; "" where there is none.

    >>> number_words(Proposal("关于停车", number=300, number_written="第0300号"))
    '第300号'
    >>> number_words(Proposal("关于停车", number_written="A12"))
    '第A12号'
    """
    if proposal.number is not None:
        return f"第{proposal.number}号"
    return f"第{proposal.number_written.strip('第号')}号" if proposal.number_written else ""


def place_words(proposal: Proposal) -> str:
    """Return where a record stands among others, for one line: 江州市政协 十二届五次 第300号.

    >>> place_words(Proposal("关于停车", body="江州市政协", number=300))
    '江州市政协 第300号'
    """
    session = proposal.session.label if proposal.session else ""
    return " ".join(part for part in (proposal.body, session, number_words(proposal)) if part)


def moment_words(moment: str) -> str:
    """Return a time (ISO 8601 in UTC) as a clock in Beijing shows it.

    >>> moment_words("2026-11-25T06:03:20.000001+00:00")
    '2026-11-25 14:03'
    """
    if not moment:
        return ""
    then = datetime.fromisoformat(moment)
    return (then if then.tzinfo else then.replace(tzinfo=UTC)).astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M")


def people_words(names: tuple[str, ...]) -> str:
    """Return names for one line: all of a few, the first of many with their number.

    >>> people_words(("陈晓", "李明")), people_words(("陈晓", "李明", "王芳", "赵磊"))
    ('陈晓、李明', '陈晓等4人')
    """
    if len(names) > _FEW_PEOPLE:
        return f"{names[0]}等{len(names)}人"
    return "、".join(names)
