"""Where and when one proposal plays: fills the slots of its fragments with the places of one district."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sample_archive.data import District, Topic, districts, elsewhere, people, units
from sample_archive.phrases import Dice

_DOUBLE_SURNAMES = ("欧阳", "司徒", "上官", "诸葛")
_NEIGHBOURS = ("女士", "师傅", "老师", "阿姨", "大姐")
_LAST_YEARS = 9


def person_name(dice: Dice) -> str:
    """Return an invented name of three characters, or of four with a double surname."""
    parts = people()
    surname = dice.pick(_DOUBLE_SURNAMES) if dice.chance(0.015) else dice.pick(parts.surnames)
    return surname + dice.pick(parts.given_first) + dice.pick(parts.given_last)


@dataclass(frozen=True, slots=True)
class Scene:
    """The setting of one proposal and its replies.

    Attributes:
        year: the year of the session; figures are those of the year before.
        fixed: slots with one value for the whole text.
        speakers: what the proposer calls itself; a party or committee is no 本人.
        recent: the place each slot named last, so that ``{R}、{R2}`` are two.
    """

    topic: Topic
    district: District
    year: int
    dice: Dice
    fixed: dict[str, str] = field(default_factory=dict)
    speakers: tuple[str, ...] = ("我们", "调研组", "课题组")
    recent: dict[str, str] = field(default_factory=dict)

    def fill(self, slot: str) -> str:
        """Return the value of a slot; KeyError for an unknown one.

        ``{R}`` ``{C}`` … are places (:mod:`sample_archive.data`), ``{Y}`` the year, ``{Y3}`` three years before,
        ``{matter}`` ``{site}`` ``{people}`` ``{law}`` words of the topic, ``{lead}`` ``{lead2}`` its units.
        """
        if slot in self.fixed:
            return self.fixed[slot]
        if slot.rstrip("2") in self.district.places:
            return self._place(slot.rstrip("2"), other=slot.endswith("2"))
        if slot[0] == "Y":
            return str(self.year - _YEARS_BACK[slot])
        return _FILLERS[slot](self)

    def _place(self, slot: str, *, other: bool) -> str:
        named = [place for place in self.district.places[slot] if not other or place != self.recent.get(slot)]
        self.recent[slot] = self.dice.pick(named or self.district.places[slot])
        return self.recent[slot]


_YEARS_BACK = {"Y": 0, **{f"Y{back}": back for back in range(1, _LAST_YEARS + 1)}}
_FILLERS: dict[str, Callable[[Scene], str]] = {
    "D": lambda scene: scene.district.name,
    "D2": lambda scene: scene.dice.pick([each.name for each in districts() if each is not scene.district]),
    "O": lambda scene: scene.dice.pick(elsewhere()),
    "matter": lambda scene: scene.dice.pick(scene.topic.matter),
    "site": lambda scene: scene.dice.pick(scene.topic.site),
    "people": lambda scene: scene.dice.pick(scene.topic.people),
    "law": lambda scene: f"《{scene.dice.pick(scene.topic.laws)}》",
    "lead": lambda scene: units()[scene.topic.units[0]].short_in(scene.year),
    "lead2": lambda scene: units()[scene.dice.pick(scene.topic.units[1:])].short_in(scene.year),
    "name": lambda scene: scene.dice.pick(people().surnames) + scene.dice.pick(_NEIGHBOURS),
    "n8": lambda scene: scene.dice.pick(("八十", "九十", "七十")),
    "我": lambda scene: scene.dice.pick(scene.speakers),
    "m": lambda scene: str(scene.dice.between(3, 12)),
    "m2": lambda scene: str(scene.dice.between(6, 12)),
}
