"""Compose the text of one proposal from a topic's fragments: no passage of it stands in an earlier text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import count

from sample_archive.data import frames, lexicon
from sample_archive.drafts import Draft, Part, PassageLedger, Style
from sample_archive.phrases import expand
from sample_archive.scene import Scene

_TRIES = 20
"""How many wordings of a fragment are tried before it counts as used up."""
_FAILURES = 2
"""A fragment that so many proposals found no new wording of is not tried again."""
_TAIL = 50
"""Characters before a new sentence that can be part of one passage with it."""
ENOUGH = 5
"""Sentences of its own that a proposal should have; with fewer, its topic is used up."""
_HERE = "\0"
_SHORTEST = 310
"""Every full text is at least this long."""


class Size(StrEnum):
    """How much a proposer wrote."""

    SHORT = "短"
    MEDIUM = "中"
    LONG = "长"


_BACKGROUND = {Size.SHORT: 2, Size.MEDIUM: 3, Size.LONG: 5}
_PROBLEM = {Size.SHORT: (2, 0), Size.MEDIUM: (3, 1), Size.LONG: (5, 3)}
_DEMAND = {Size.SHORT: (3, 0), Size.MEDIUM: (4, 1), Size.LONG: (5, 3)}
"""Sentences a section gets; problems and demands from the topic's own fragments, then from the common frames."""


class ProposalWriter:
    """Writes proposals one after another, none repeating a passage of another."""

    def __init__(self, ledger: PassageLedger) -> None:
        self._ledger = ledger
        self._titles: set[str] = set()
        self._failures: Counter[str] = Counter()

    def write(
        self, scene: Scene, style: Style, size: Size, suffix: str, focus: int = 0, base: Draft | None = None
    ) -> Draft:
        """Return a new proposal.

        ``suffix`` ends its title (建议, 提案), ``focus`` names its first demand; what ``base`` holds comes first.
        A topic that is nearly used up gives a short text; then a longer one is tried.
        """
        chosen = scene.topic.demand[focus]
        demands = [chosen, *(each for each in scene.dice.shuffled(scene.topic.demand) if each != chosen)]
        base = base or Draft("", style)
        empty = Draft(self.title(scene, suffix, chosen), style)
        for attempt in (size, Size.LONG, Size.LONG):
            draft = self._with_background(_with_part(empty, base, Part.BACKGROUND), scene, attempt)
            draft = self._with_problem(_with_part(draft, base, Part.PROBLEM), scene, attempt)
            draft = self._with_demands(_with_part(draft, base, Part.DEMAND), scene, attempt, demands)
            enough = len(draft.own_text) >= _SHORTEST and draft.own >= ENOUGH
            if enough or (attempt is Size.LONG and draft.own < ENOUGH):
                break
        slogan, closing = base.slogan or _slogan(scene), base.closing or _closing(scene, suffix)
        return replace(draft, slogan=slogan, closing=closing)

    def title(self, scene: Scene, suffix: str, demand: str = "") -> str:
        """Return a title that no proposal bears yet, made of this demand's heading or of any other one's."""
        dice = scene.dice
        for attempt in count():
            heading = (demand or dice.pick(scene.topic.demand)).partition("：")[0]
            wish = expand(heading, scene.fill, dice, lexicon(), 0.3)
            lead = dice.pick(("", "", "", "进一步", f"在{scene.district.name}"))
            if dice.chance(0.2):
                wish = f"{dice.pick(('重视', '重视并解决', '统筹解决'))}{scene.district.name}{scene.fill('matter')}问题"
            elif not wish.startswith("进一步"):
                wish = lead + wish
            if attempt > _TRIES:
                wish = f"{scene.fill('T')}{wish.removeprefix('进一步')}"
            if title := self.claim(f"关于{wish}的{suffix}"):
                return title
        raise AssertionError

    def claim(self, title: str, beside: str = "") -> str:
        """Return the title when no other proposal than the one named ``beside`` bears it, else ``""``."""
        if title in self._titles and title != beside:
            return ""
        self._titles.add(title)
        return title

    def repeats_only(self, draft: Draft, first: Draft) -> bool:
        """Return whether every passage that the draft repeats is one of the first draft's."""
        return self._ledger.is_fresh_beside(draft.own_text, first.own_text)

    def enter(self, draft: Draft) -> None:
        """Remember the draft's passages: no later proposal will repeat one."""
        self._ledger.enter(draft.own_text)

    def _grown(self, draft: Draft, scene: Scene, part: Part, fragments: Sequence[str], more: int) -> Draft:
        """Add up to so many of these fragments to the draft's last part, each in a wording that is new."""
        limit = len(draft.sections[part]) + more
        for fragment in fragments:
            if len(draft.sections[part]) >= limit:
                break
            if self._failures[fragment] >= _FAILURES:
                continue
            old = draft.own_text
            lead = draft.with_item(part, _HERE).own_text[len(old) :].partition(_HERE)[0]
            for _ in range(_TRIES):
                sentence = expand(fragment, scene.fill, scene.dice, lexicon())
                if self._ledger.is_fresh(lead + sentence, old[-_TAIL:]):
                    draft = draft.with_item(part, sentence)
                    draft = replace(draft, own=draft.own + (fragment in scene.topic))
                    break
            else:
                self._failures[fragment] += fragment in scene.topic
        return draft

    def _with_background(self, draft: Draft, scene: Scene, size: Size) -> Draft:
        dice, common = scene.dice, frames().proposal
        own = dice.shuffled(scene.topic.background)
        openings = [each for each in common["opening"] if "委员" in scene.fixed or "{委员}" not in each]
        fragments = [*dice.shuffled(openings)[:2], *own, *dice.shuffled(common["survey"])[:3]]
        if dice.chance(0.4):
            fragments = [*own, *dice.shuffled(common["survey"]), dice.pick(openings)]
        return self._grown(draft, scene, Part.BACKGROUND, fragments, _BACKGROUND[size])

    def _with_problem(self, draft: Draft, scene: Scene, size: Size) -> Draft:
        dice, common = scene.dice, frames().proposal
        own, more = _PROBLEM[size]
        draft = self._grown(draft, scene, Part.PROBLEM, dice.shuffled(scene.topic.problem), own)
        extra = [dice.pick(common[name]) for name in ("case", "cause", "consequence")]
        return self._grown(draft, scene, Part.PROBLEM, dice.shuffled(extra), more)

    def _with_demands(self, draft: Draft, scene: Scene, size: Size, demands: Sequence[str]) -> Draft:
        dice, common = scene.dice, frames().proposal
        own, more = _DEMAND[size]
        ties = dice.shuffled(common["tie"])
        wishes = [
            demand + ties[position % len(ties)] if dice.chance(0.3) else demand
            for position, demand in enumerate(demands)
        ]
        draft = self._grown(draft, scene, Part.DEMAND, wishes, own)
        return self._grown(draft, scene, Part.DEMAND, dice.shuffled(common["demand"]), more)


def _with_part(draft: Draft, base: Draft, part: Part) -> Draft:
    taken = draft.with_section(part, base.sections[part])
    return replace(taken, points=base.points) if part is Part.DEMAND else taken


def _slogan(scene: Scene) -> str:
    era = "slogan_before_2022" if scene.year < 2022 else "slogan_since_2022"
    return scene.dice.pick(frames().boilerplate[era]) if scene.dice.chance(0.18) else ""


def _closing(scene: Scene, suffix: str) -> str:
    if suffix == "议案":
        return scene.dice.pick(frames().boilerplate["bill"])
    return scene.dice.pick(frames().boilerplate["closing"]) if scene.dice.chance(0.2) else ""
