"""Where and when one proposal plays: fills the slots of its fragments with the places of one district."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.sample.data import District, Topic, districts, elsewhere, people, units
from corpus.sample.phrases import Dice

_CHINESE_DECADES = ("八十", "九十", "七十")


def person_name(dice: Dice) -> str:
    """Return an invented name of three characters, or of four with a double surname."""
    parts = people()
    surname = dice.pick(("欧阳", "司徒", "上官", "诸葛")) if dice.chance(0.015) else dice.pick(parts.surnames)
    return surname + dice.pick(parts.given_first) + dice.pick(parts.given_last)


@dataclass(slots=True)
class Scene:
    """The setting of one proposal and its replies.

    Attributes:
        year: the year of the session; figures are those of the year before.
        fixed: slots with one value for the whole text.
    """

    topic: Topic
    district: District
    year: int
    dice: Dice
    fixed: dict[str, str] = field(default_factory=dict)

    def fill(self, slot: str) -> str:
        """Return the value of a slot; KeyError for an unknown one."""
        if slot in self.fixed:
            return self.fixed[slot]
        if slot.rstrip("2") in self.district.places:
            return self.dice.pick(self.district.places[slot.rstrip("2")])
        if slot in ("matter", "site", "people"):
            words: tuple[str, ...] = getattr(self.topic, slot)
            return self.dice.pick(words)
        return self._fill_other(slot)

    def _fill_other(self, slot: str) -> str:
        match slot:
            case "D":
                return self.district.name
            case "D2":
                return self.dice.pick([each.name for each in districts() if each is not self.district])
            case "O":
                return self.dice.pick(elsewhere())
            case "law":
                return f"《{self.dice.pick(self.topic.laws)}》"
            case "lead":
                return units()[self.topic.units[0]].short_in(self.year)
            case "lead2":
                return units()[self.dice.pick(self.topic.units[1:])].short_in(self.year)
            case "name":
                return f"{self.dice.pick(people().surnames)}{self.dice.pick(('女士', '师傅', '老师', '阿姨', '大姐'))}"
            case "n8":
                return self.dice.pick(_CHINESE_DECADES)
            case "m" | "m2":
                return str(self.dice.between(*((3, 12) if slot == "m" else (6, 12))))
            case _ if slot[0] == "Y" and slot[1:].isdigit() or slot == "Y":
                return str(self.year - int(slot[1:] or 0))
        raise KeyError(slot)
