"""Reasons: why two proposals have their verdict, in sentences a clerk can check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus import Proposal
from indexer.analysis import normal_codes
from indexer.duplicates.results import Passage, Verdict
from indexer.duplicates.titles import likeness
from indexer.duplicates.verdicts import Measures

__all__ = ["reasons_for"]

#: From which likeness titles are called alike.
_ALIKE = 0.6
#: Topic shares that are worth a sentence where text is shared as well.
_TOPIC = 0.5


def reasons_for(
    submitted: Proposal, other: Proposal, verdict: Verdict, measures: Measures, passages: Sequence[Passage]
) -> tuple[str, ...]:
    """Return the reasons in order of weight: text, sections, title, people and units, topic, what was left out."""
    told = [*_text(submitted, verdict, measures, passages)]
    told += [*_sections(submitted, passages), *_agreement(submitted, other)]
    if verdict is Verdict.SAME_TOPIC and measures.topic >= _TOPIC:
        told.insert(0, f"主题相近：所提事项的关键词有 {_percent(measures.topic)} 相合，文字没有成篇照抄。")
    formulas = [each for each in passages if each.boilerplate]
    if formulas:
        told.append(f"另有 {len(formulas)} 处相同的是许多提案都有的套话，不计入。")
    return tuple(told)


def _text(submitted: Proposal, verdict: Verdict, measures: Measures, passages: Sequence[Passage]) -> Iterator[str]:
    counted = [each for each in passages if not each.boilerplate]
    if verdict is Verdict.IDENTICAL:
        yield "正文逐字相同（标点、空格、繁简、全半角和数字写法不计）。"
        return
    if not counted:
        if not submitted.text:
            yield "没有正文可以对照。"
        return
    mine = _called(submitted)
    where = "其答复" if all(each.field == "reply" for each in counted) else "它"
    longest = max(each.characters for each in counted)
    amount = f"共 {len(counted)} 处，最长的一处 {longest} 字相同"
    if verdict is Verdict.SAME_TOPIC:
        yield f"有 {len(counted)} 处文字相同，最长的一处 {longest} 字，不成段。"
        return
    forth, back = _percent(measures.coverage), _percent(measures.reverse_coverage)
    if measures.reworded:
        shares = f"占{mine}的 {forth}、{where}的 {back}"
        yield f"像是逐句改写：两字以上相连、次序也相同的字{shares}，其间的词换过、删过或添过。"
        return
    yield f"{mine}的 {forth} 见于{where}，{where}的 {back} 见于{mine}；{amount}。"
    if verdict is Verdict.CONTAINS:
        yield f"它几乎全部在{mine}之中。"
    elif verdict is Verdict.CONTAINED:
        yield f"{mine}几乎全部在它之中。"


def _called(submitted: Proposal) -> str:
    """What is archived has an id; any other text was handed in to be checked."""
    return "本件" if submitted.id else "送查文字"


def _sections(submitted: Proposal, passages: Sequence[Passage]) -> Iterator[str]:
    equal: dict[tuple[str, str], int] = {}
    for each in passages:
        if not each.boilerplate and each.query_section and each.section:
            pair = each.query_section, each.section
            equal[pair] = equal.get(pair, 0) + each.characters
    if not equal:
        return
    same = [f"“{mine}”（{count} 字）" for (mine, theirs), count in equal.items() if mine == theirs]
    if same:
        yield f"相同的部分：两件的{'、'.join(same)}。"
    for (mine, theirs), count in equal.items():
        if mine != theirs:
            yield f"{_called(submitted)}“{mine}”部分有 {count} 字与对方“{theirs}”部分相同。"


def _agreement(submitted: Proposal, other: Proposal) -> Iterator[str]:
    if submitted.title and other.title:
        like = likeness(normal_codes(submitted.title), normal_codes(other.title))
        if like == 1.0:
            yield "标题相同。"
        elif like >= _ALIKE:
            yield "标题相近。"
    people = [name for name in submitted.proposers if name in other.proposers]
    if people:
        yield f"提出者相同：{'、'.join(people)}。"
    units = [unit for unit in submitted.units() if unit in other.units()]
    if units:
        yield f"办理单位相同：{'、'.join(units)}。"


def _percent(share: float) -> str:
    """Whole percents; never 100 % of what is not all, nor 0 % of something."""
    if 0 < share < 1:
        return f"{min(max(round(share * 100), 1), 99)}%"
    return f"{round(share * 100)}%"
