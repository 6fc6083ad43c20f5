"""Proposals for the site's tests: a few written out, and as many more as a test asks for."""

from __future__ import annotations

from corpus import (
    Coverage,
    Handling,
    Kind,
    Outcome,
    OutcomeClass,
    PartialDate,
    Proposal,
    Reply,
    Role,
    Session,
    Source,
)

TOPICS = (
    ("关于老旧小区增设停车位的提案", "城建交通", "市公安局", "市城市管理局"),
    ("关于加快社区养老服务体系建设的提案", "社会保障", "市民政局", "市卫健委"),
    ("关于规范电动自行车停放充电的提案", "城建交通", "市消防救援支队", "市住房和城乡建设局"),
    ("关于推进中小学课后服务提质的提案", "教育", "市教育局", "市财政局"),
    ("关于加强农村生活污水治理的提案", "农业农村", "市生态环境局", "市农业农村局"),
    ("关于完善基层法律服务网络的提案", "政治法律", "市司法局", "市委政法委"),
)
PEOPLE = ("陈晓", "李明远", "王芳", "赵磊", "孙洁", "周海涛", "民盟市委")
OUTCOMES = (
    Outcome("A", OutcomeClass.SOLVED),
    Outcome("B", OutcomeClass.PLANNED),
    Outcome("已办结", OutcomeClass.OTHER),
    None,
)

_TEXT = (
    "一、现状与问题\n　　我市机动车保有量已达一百二十万辆，老旧小区停车位配建不足，居民夜间停车难，"
    "占用消防通道的情况时有发生，打通为民服务的“最后一公里”还有差距。\n"
    "二、建议\n　　（一）摸清底数。由主管部门牵头，对建成二十年以上的小区逐一调查，建立台账。\n"
    "　　（二）挖掘潜力。利用边角地、闲置地建设小型立体停车设施，推动机关单位停车场错时开放。\n"
    "　　（三）完善管理。建立业主、社区、物业三方协商机制，明确收费标准与收益用途。"
)
_REPLY = (
    "{name}委员：\n　　您提出的《{title}》收悉，现答复如下：\n"
    "　　一、已开展的工作。去年以来，我局会同有关部门完成 186 个小区的调查，新增停车泊位 5,320 个，"
    "推动 42 家单位的停车场夜间向周边居民开放。\n"
    "　　二、下一步打算。把停车设施建设纳入城市更新年度计划，年内再新增泊位 6,000 个；"
    "制定错时停车管理办法，统一标识、统一计费。\n　　感谢您对我市工作的关心和支持。\n　　{unit}\n　　{day}"
)


def proposal(place: int = 0) -> Proposal:
    """Return the proposal with this number: always the same one."""
    title, category, lead, support = TOPICS[place % len(TOPICS)]
    name = PEOPLE[place % len(PEOPLE)]
    year = 2018 + (place * 5) % 7
    day = PartialDate(year, 1 + place % 12, 1 + place % 28)
    return Proposal(
        id=f"p{place:05d}",
        title=title,
        kind=Kind.SUGGESTION if place % 9 == 8 else Kind.PROPOSAL,
        text=_TEXT,
        session=Session(12 + (year >= 2022), 1 + (year - 2018) % 4),
        number=place + 1,
        number_written=f"{place + 1:04d}",
        body="示例市政协",
        proposers=(name,) if place % 4 else (name, *PEOPLE[:4]),
        category=category,
        handlings=(Handling(lead, Role.LEAD), Handling(support, Role.SUPPORT)),
        outcome=OUTCOMES[place % len(OUTCOMES)],
        submitted=PartialDate(year, 1, 12),
        filed=PartialDate(year, 1, 20),
        replies=(
            Reply(
                text=_REPLY.format(name=name, title=title, unit=lead, day=f"{day.year}年{day.month}月{day.day}日"),
                title=f"对第{place + 1:04d}号提案的答复",
                units=(lead,),
                replied=day,
                document_number=f"示公提复〔{year}〕{place + 1}号",
            ),
        ),
        extra=(("联系电话", "0000-12345"),),
        source=Source("city/2021.html", "ab" * 32, "html", "第 3 条", "https://www.example.gov.cn/tian/3.html"),
    )


def proposals(count: int) -> list[Proposal]:
    """Return the first proposals in order."""
    return [proposal(place) for place in range(count)]


def abstract() -> Proposal:
    """Return a proposal of which the source gives a summary, no reply and no date."""
    return Proposal(
        id="abstract",
        title="关于设立夜间图书馆的建议",
        kind=Kind.SUGGESTION,
        text="建议延长开放时间。",
        coverage=Coverage.ABSTRACT,
    )
