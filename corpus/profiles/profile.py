"""What a profile says, once it is read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from corpus.model import Coverage, Kind, OutcomeClass, Role, Visibility
from corpus.profiles.checked import Section, load
from corpus.profiles.rules import (
    FIELDS,
    REPLY_FIELDS,
    Constants,
    Rule,
    read_constants,
    read_rules,
    read_words,
)
from corpus.values import fold, names_visibility

__all__ = ["Profile"]

_GENERIC = Path(__file__).with_name("generic.toml")


@dataclass(frozen=True, slots=True)
class Profile:
    """One source's labels and words, mapped to ours.

    Attributes:
        fields, reply, roles: where each field, reply field and handling role comes from.
        kinds, outcomes, coverages, visibilities: what the source's words (folded) mean.
        constants: what holds for every record.
        skip: labels (folded) that are neither mapped nor kept.
        records: which list of a JSON file holds the records, by its address; ``""`` for the only one.
        separators: characters that separate names in a list; ``""`` for 、，；.
        explicit: whether the profile names this source's own columns, so that a missing one is worth a message.
        handed_in: whether somebody handed in the text as a proposal, so that it need not show any sign of being one.

    >>> Profile.generic().field_of("案　　由："), Profile.generic().field_of("浏览次数")
    ('subject', '')
    """

    name: str
    fields: Mapping[str, Rule] = field(default_factory=dict)
    reply: Mapping[str, Rule] = field(default_factory=dict)
    roles: Mapping[Role, Rule] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    outcomes: Mapping[str, OutcomeClass] = field(default_factory=dict)
    coverages: Mapping[str, Coverage] = field(default_factory=dict)
    visibilities: Mapping[str, Visibility] = field(default_factory=dict)
    constants: Constants = field(default_factory=Constants)
    skip: tuple[str, ...] = ()
    separators: str = ""
    records: str = ""
    explicit: bool = False
    handed_in: bool = False
    _index: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[str, str] = {}
        for prefix, rules in (("", self.fields), ("reply.", self.reply), ("units.", self.roles)):
            for key, rule in rules.items():
                for label in rule.labels:
                    index.setdefault(label, f"{prefix}{key}")
        object.__setattr__(self, "_index", index)

    @classmethod
    def generic(cls) -> Profile:
        """Return the shipped profile: the label synonyms seen across official portals."""
        return _generic()

    @classmethod
    def load(cls, path: Path) -> Profile:
        """Return the profile kept in this TOML file; raise ProfileError naming file, key and fix."""
        section = load(path)
        own = _read(section, explicit=True)
        if section.flag("generic"):
            return _extended(own, _generic())
        if not own.fields and not own.reply:
            raise section.error("fields", '没有这一节，请写明哪个标签是标题，如 title = "案由"；或写 generic = true')
        return own

    def field_of(self, label: str) -> str:
        """Return the field a label is mapped to (``title``, ``reply.text``, ``units.主办``), ``""`` for none."""
        return self._index.get(fold(label), "")

    def knows(self, label: str) -> bool:
        """Whether the label is mapped or is to be skipped, or says who may see the record: 密级, 是否同意公开."""
        folded = fold(label)
        return folded in self._index or folded in self.skip or names_visibility(label)


@lru_cache(maxsize=1)
def _generic() -> Profile:
    return _read(load(_GENERIC), explicit=False)


def _read(section: Section, *, explicit: bool) -> Profile:
    section.only(
        "name", "generic", "constants", "fields", "reply", "units", "kinds", "outcomes", "coverages", "visibilities",
        "skip", "separators", "records",
    )  # fmt: skip
    roles = read_rules(section.table("units"), tuple(Role))
    return Profile(
        name=section.text("name") or section.file,
        fields=read_rules(section.table("fields"), FIELDS),
        reply=read_rules(section.table("reply"), REPLY_FIELDS),
        roles={Role(key): rule for key, rule in roles.items()},
        kinds=read_words(section.table("kinds"), Kind),
        outcomes=read_words(section.table("outcomes"), OutcomeClass),
        coverages=read_words(section.table("coverages"), Coverage),
        visibilities=read_words(section.table("visibilities"), Visibility),
        constants=read_constants(section.table("constants")),
        skip=tuple(map(fold, section.texts("skip"))),
        separators=section.text("separators"),
        records=section.text("records"),
        explicit=explicit,
    )


def _extended(own: Profile, base: Profile) -> Profile:
    """The profile's own labels come first, and take a label away from what the shipped profile says of it."""
    taken = {*own._index, *own.skip}
    roles = _united(own.roles, base.roles, taken)
    return Profile(
        name=own.name,
        fields=_united(own.fields, base.fields, taken),
        reply=_united(own.reply, base.reply, taken),
        roles={Role(key): rule for key, rule in roles.items()},
        kinds={**base.kinds, **own.kinds},
        outcomes={**base.outcomes, **own.outcomes},
        coverages={**base.coverages, **own.coverages},
        visibilities={**base.visibilities, **own.visibilities},
        constants=own.constants,
        skip=own.skip,
        separators=own.separators,
        records=own.records,
    )


def _united(
    own: Mapping[str, Rule] | Mapping[Role, Rule], base: Mapping[str, Rule] | Mapping[Role, Rule], taken: set[str]
) -> dict[str, Rule]:
    ours = {str(key): rule for key, rule in own.items()}
    united = dict(ours)
    for key, shipped in base.items():
        rule = ours.get(str(key), Rule())
        if rule.join is not None:
            continue
        kept = [pair for pair in zip(shipped.labels, shipped.written, strict=True) if pair[0] not in taken]
        labels = (*rule.labels, *(label for label, _ in kept))
        written = (*rule.written, *(label for _, label in kept))
        united[str(key)] = Rule(labels, written, None, rule.remove, rule.strip)
    return united
