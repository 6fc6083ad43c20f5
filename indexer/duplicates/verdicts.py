"""Verdicts: what the measures of two texts amount to, by one table of thresholds, and the reasons given to a clerk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import Proposal
from indexer.analysis.normal import normal_codes
from indexer.duplicates.results import Passage, Verdict
from indexer.duplicates.texts import title_similarity

__all__ = ["DEFAULT", "Measures", "Thresholds", "is_reworded", "is_same_topic", "reasons_for", "score_of", "verdict_of"]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where one verdict ends and the next begins. How they were chosen: docs/duplicates.md.

    Attributes:
        near: coverage both ways from which texts are nearly identical.
        whole: coverage one way from which one text is wholly in the other.
        share: coverage of either text from which they overlap; ``section`` of one section of either.
        run: equal characters that the longest stretch of overlapping texts has at least, or ``half`` is covered.
        reworded: share of both texts that stands in the other in the same order, word by word, from which one is the
            other with its words replaced, if such words are spread over a share ``spread`` of both.
        much: equal characters from which texts overlap, however long they are.
        least: equal characters below which nothing is called a copy.
        topic: share of the topic from which the topic is the same; ``nearness`` the same by nearness in matter.
    """

    near: float = 0.7
    whole: float = 0.7
    share: float = 0.18
    section: float = 0.5
    run: int = 40
    half: float = 0.4
    reworded: float = 0.45
    spread: float = 0.75
    much: int = 300
    least: int = 60
    topic: float = 0.5
    nearness: float = 0.35


DEFAULT = Thresholds()


@dataclass(frozen=True, slots=True)
class Measures:
    """What comparing two texts gave; boilerplate is left out of everything.

    Attributes:
        coverage, reverse_coverage: share of the first text's characters that are in the second, and the other way.
        equal: how many characters they have in common.
        exact: whether they are the same, character by character.
        section: the largest share of one section of either that is in the other.
        longest: equal characters of the longest stretch.
        topic: share of the first one's topic that the second has.
        nearness: how near in matter the second is, 0 where the first is too short to tell.
        reworded: the smaller share of either that stands in the other in the same order, where the other measures
            are those of such short runs.
        spread: the smaller share of either over which these runs are spread, small edits between them included.
    """

    coverage: float = 0.0
    reverse_coverage: float = 0.0
    equal: int = 0
    exact: bool = False
    section: float = 0.0
    longest: int = 0
    topic: float = 0.0
    nearness: float = 0.0
    reworded: float = 0.0
    spread: float = 0.0


def verdict_of(measures: Measures, guarantee: int, thresholds: Thresholds = DEFAULT) -> Verdict | None:
    """Return the verdict; None for texts that have nothing to do with each other.

    Args:
        guarantee: from how many equal characters in a row a text is offered whatever else is not alike.

    >>> verdict_of(Measures(0.95, 0.4, 800), 20).value, verdict_of(Measures(0.02, 0.03, 30, longest=15), 20)
    ('contained', None)
    """
    if measures.exact:
        return Verdict.IDENTICAL
    if measures.equal >= thresholds.least:
        covered = _covered(measures, thresholds)
        if covered:
            return covered
    if is_same_topic(measures, thresholds):
        return Verdict.SAME_TOPIC
    return Verdict.SCATTERED if measures.longest >= guarantee else None


def is_same_topic(measures: Measures, thresholds: Thresholds = DEFAULT) -> bool:
    """Return whether two texts are on the same topic, whatever text they share."""
    return measures.topic >= thresholds.topic or measures.nearness >= thresholds.nearness


def _covered(measures: Measures, thresholds: Thresholds) -> Verdict | None:
    forth, back = measures.coverage, measures.reverse_coverage
    if min(forth, back) >= thresholds.near:
        return Verdict.NEAR_IDENTICAL
    if back >= thresholds.whole and back >= forth:
        return Verdict.CONTAINS
    if forth >= thresholds.whole:
        return Verdict.CONTAINED
    larger = max(forth, back)
    if is_reworded(measures, thresholds):
        return Verdict.OVERLAPS
    if larger >= thresholds.half or measures.equal >= thresholds.much:
        return Verdict.OVERLAPS
    if measures.longest >= thresholds.run and (larger >= thresholds.share or measures.section >= thresholds.section):
        return Verdict.OVERLAPS
    return None


def is_reworded(measures: Measures, thresholds: Thresholds = DEFAULT) -> bool:
    """Return whether one text is the other with its words replaced.

    Of such a copy words are left everywhere; of two texts on one matter whole phrases here and there.

    >>> is_reworded(Measures(reworded=0.55, spread=0.95)), is_reworded(Measures(reworded=0.55, spread=0.6))
    (True, False)
    """
    return measures.reworded >= thresholds.reworded and measures.spread >= thresholds.spread


def score_of(measures: Measures) -> float:
    """Return a number from 0 to 1 that ranks candidates: mostly the larger coverage, then the smaller, then topic."""
    larger = max(measures.coverage, measures.reverse_coverage)
    smaller = min(measures.coverage, measures.reverse_coverage)
    if measures.exact:
        return 1.0
    return round(min(0.6 * larger + 0.25 * smaller + 0.14 * measures.topic, 0.999), 6)


#: From which likeness titles are called alike.
_ALIKE = 0.6
#: Topic shares that are worth a sentence where text is shared as well.
_TOPIC = 0.5


def reasons_for(
    submitted: Proposal, other: Proposal, verdict: Verdict, measures: Measures, passages: Sequence[Passage]
) -> tuple[str, ...]:
    """Return the reasons in order of weight: text, sections, title, people and units, topic, what was left out."""
    reasons = [*_text(submitted, verdict, measures, passages)]
    reasons += [*_sections(submitted, passages), *_agreement(submitted, other)]
    if verdict is Verdict.SAME_TOPIC:
        reasons.insert(0, _topic(measures))
    formulas = [each for each in passages if each.boilerplate]
    if formulas:
        reasons.append(f"另有 {len(formulas)} 处相同的是许多提案都有的套话，不计入。")
    return tuple(reasons)


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
    if not verdict.copied:
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


def _topic(measures: Measures) -> str:
    if measures.topic >= _TOPIC:
        return f"主题相近：所提事项的关键词有 {_percent(measures.topic)} 相合，文字没有成篇照抄。"
    return "主题相近：所用的词多半与所提的事有关，文字没有成篇照抄。"


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
        like = title_similarity(normal_codes(submitted.title), normal_codes(other.title))
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
