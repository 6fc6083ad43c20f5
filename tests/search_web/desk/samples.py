"""New proposals as clerks receive them: DOCX files made from sample texts, some of them copied from the archive."""

from __future__ import annotations

from io import BytesIO

import docx

from corpus import PartialDate, Proposal, Session, Visibility

__all__ = ["ARCHIVED", "HIDDEN", "archived", "docx_file", "new_text", "text_on"]

_MATTERS = ("停车", "养老", "充电", "课后服务", "污水", "法律服务", "公交", "绿化", "菜市场", "托育", "河道", "图书馆")
_PLACES = ("城东", "城西", "新区", "老城", "港区", "山前", "湖滨", "高铁站", "大学城", "开发区")


def text_on(matter: str, place: str) -> str:
    """Return a proposal's text on a matter at a place; every sentence names both, so that no two texts share one."""
    return (
        f"一、现状与问题\n{place}的{matter}近年来矛盾突出，群众反映强烈。据{place}各社区统计，{matter}方面的诉求一年有三百多件。"
        f"{place}的{matter}设施建成较早，标准偏低。\n二、建议\n建议把{place}的{matter}列入年度民生实事。"
        f"建议由主管部门牵头，对{place}的{matter}逐一摸底，建立台账。建议{place}引入社会力量参与{matter}。"
    )


def archived(count: int = 12) -> list[Proposal]:
    """Return the first proposals of an archive."""
    return [
        Proposal(
            title=f"关于改善{_PLACES[number % 10]}{_MATTERS[number % 12]}的提案",
            text=text_on(_MATTERS[number % 12], _PLACES[number % 10]),
            session=Session(12, 1 + number % 5),
            number=number + 1,
            body="江州市政协",
            proposers=("陈晓",),
            submitted=PartialDate(2018 + number % 5, 1, 12),
        )
        for number in range(count)
    ]


ARCHIVED = archived()
HIDDEN = Proposal(
    "关于机密场所停车的提案", text=text_on("停车", "机密场所"), body="江州市政协", visibility=Visibility.INTERNAL
)


def new_text(number: int) -> str:
    """Return the text of a new proposal that shares nothing with the archive."""
    return text_on(f"{_MATTERS[number % 12]}（新第{number}号）", _PLACES[number % 10])


def docx_file(title: str, text: str) -> bytes:
    """Return a DOCX file with a title and paragraphs."""
    document = docx.Document()
    for line in (title, *text.split("\n")):
        document.add_paragraph(line)
    written = BytesIO()
    document.save(written)
    return written.getvalue()
