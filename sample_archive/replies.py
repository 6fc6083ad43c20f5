"""Compose an official reply: formula, what was done, what comes next, formula, signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus import (
    PartialDate,
    Reply,
)
from sample_archive.data import Unit, frames, lexicon
from sample_archive.drafts import Draft, numbered
from sample_archive.phrases import expand
from sample_archive.scene import Scene

_SHORTEST = 300
"""A shorter reply is written again with more to say."""
_OURSELVES = {
    "联合会": "会",
    "总工会": "会",
    "会": "委",
    "部": "部",
    "室": "办",
    "队": "支队",
    "院": "院",
    "公司": "公司",
    "中心": "中心",
    "总社": "社",
}
"""What a unit calls itself after 我, by the end of its name; 局 otherwise."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is answered about what: the words that a reply's formulas need."""

    name: str
    kind: str
    number: int
    term: str
    meeting: str


def chinese_date(day: PartialDate) -> str:
    """Return a day as replies are signed.

    >>> chinese_date(PartialDate(2021, 6, 8))
    '2021年6月8日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def write_reply(
    scene: Scene, draft: Draft, unit: Unit, to: Addressee, day: PartialDate, after: PartialDate | None = None
) -> Reply:
    """Return one unit's reply; ``after`` is the day of its first reply when this is the second one."""
    name = unit.name_in(scene.year)
    ours = replace(scene, fixed={**scene.fixed, **_words(scene, draft, unit, to, day, after)})
    opening = [f"{to.name}：", _opening(ours, to, again=after is not None)]
    ending = [_line(ours, frames().reply["closing_reply"]), name, chinese_date(day)]
    for more in range(3):
        text = "\n".join([*opening, *_body(ours, draft, more), *ending])
        if len(text) >= _SHORTEST:
            break
    return Reply(text, replied=day)


def _words(
    scene: Scene, draft: Draft, unit: Unit, to: Addressee, day: PartialDate, after: PartialDate | None
) -> dict[str, str]:
    name = unit.name_in(scene.year)
    return {
        "局": next((ours for ending, ours in _OURSELVES.items() if name.endswith(ending)), "局"),
        "title": draft.title.removeprefix("关于"),
        "work": unit.work,
        "session": f"{to.term}届{to.meeting}次",
        "congress": f"{to.term}届",
        "meeting": f"{to.meeting}次",
        "number": str(to.number),
        "提案": to.kind,
        "rm": str(day.month - 1),
        "day": chinese_date(after) if after else "",
        "lead": unit.short_in(scene.year),
        "matter": scene.topic.matter[0],
    }


def _opening(scene: Scene, to: Addressee, *, again: bool) -> str:
    if again:
        return _line(scene, frames().reply["again"])
    key = "opening_proposal" if to.kind == "提案" else "opening_suggestion"
    text = _line(scene, frames().reply[key])
    return text.replace("建议", "议案", 1) if to.kind == "议案" else text


def _body(scene: Scene, draft: Draft, more: int) -> list[str]:
    dice, reply = scene.dice, frames().reply
    done = dice.shuffled(scene.topic.measure)[: dice.between(2, 3)]
    done += dice.shuffled([each.replace("。", "：", 1) for each in reply["generic_done"]])[: dice.between(0, 1) + more]
    next_steps = [*dice.shuffled(scene.topic.plan), dice.pick(reply["generic_plan"])][: dice.between(1, 3) + more]
    answers = _answers(scene, draft)
    mark = dice.pick(("一是", "（一）", "1. "))
    parts = [_line(scene, reply["appraise"])] if dice.chance(0.6) else []
    if dice.chance(0.75):
        parts.append(_line(scene, reply["head_done"]))
        parts += _numbered(scene, done, mark)
        parts.append(_line(scene, reply["head_plan"]))
        return parts + _numbered(scene, [*answers, *next_steps], mark)
    parts.append("".join(_line(scene, [each]).replace("：", "，", 1) for each in done))
    return [*parts, "".join(_line(scene, [each]) for each in [*answers, *next_steps])]


def _answers(scene: Scene, draft: Draft) -> list[str]:
    """Fragments that answer the proposal's demands by name."""
    points = scene.dice.shuffled(draft.points)[: scene.dice.between(0, 3)]
    shapes = scene.dice.shuffled(frames().reply["answer"])
    return [shape.replace("{point}", point) for shape, point in zip(shapes, points, strict=False)]


def _numbered(scene: Scene, fragments: Sequence[str], mark: str) -> list[str]:
    return [
        numbered(mark, position) + _line(scene, [fragment]).replace("：", "。", 1)
        for position, fragment in enumerate(fragments)
    ]


def _line(scene: Scene, fragments: Sequence[str]) -> str:
    return expand(scene.dice.pick(fragments), scene.fill, scene.dice, lexicon(), 0.6)
