"""The parts of a profile: where a field comes from, and what a source's words mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from corpus.model import ATTRIBUTES, Coverage, Kind, Visibility
from corpus.profiles.checked import Section
from corpus.values import Session, fold, parse_session

__all__ = ["FIELDS", "REPLY_FIELDS", "Constants", "Rule", "read_constants", "read_rules", "read_words"]

#: Keys of ``[fields]``. ``written`` (成文日期) dates the reply where there is one, else the submission.
FIELDS = (
    "title", "subject", "text", "parts", "number", "session", "body", "kind", "proposers", "cosigners",
    *ATTRIBUTES,
    "outcome", "submitted", "filed", "published", "written", "coverage", "visibility", "merged_into", "url",
)  # fmt: skip
#: Keys of ``[reply]``.
REPLY_FIELDS = ("text", "title", "units", "replied", "published", "document_number", "outcome")

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Rule:
    """Where one field comes from.

    Attributes:
        labels: the source's labels, folded; the first that has a value is taken, or all when ``join`` is set.
        written: the same labels as the profile writes them, for messages.
        join: what stands between the values of several labels; None takes the first only.
        remove: everything that matches is cut out of the value.
        strip: whether white space at both ends of a text goes; short values lose it anyway.
    """

    labels: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    join: str | None = None
    remove: re.Pattern[str] | None = None
    strip: bool = False

    def clean(self, value: str) -> str:
        """Return the value as the profile wants it.

        >>> Rule(remove=re.compile(r"\\s+|\\d+$")).clean("财 政1")
        '财政'
        """
        if self.remove:
            value = self.remove.sub("", value)
        return value.strip() if self.strip else value


@dataclass(frozen=True, slots=True)
class Constants:
    """What holds for every record of a source where the record itself does not say otherwise."""

    body: str = ""
    session: Session | None = None
    kind: Kind | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    coverage: Coverage | None = None
    visibility: Visibility = Visibility.PUBLIC


def read_rules(section: Section, keys: tuple[str, ...]) -> dict[str, Rule]:
    """Return the rule of each field in this table; raise ProfileError."""
    section.only(*keys)
    return {key: _rule(section, key) for key in section}


def _rule(section: Section, key: str) -> Rule:
    if not section.is_table(key):
        labels = section.texts(key)
        return Rule(tuple(map(fold, labels)), labels)
    table = section.table(key)
    table.only("from", "join", "remove", "strip")
    labels = table.texts("from")
    if not labels:
        raise table.error("from", '请写明取自哪个标签，如 from = "案由"')
    join = table.text("join") if "join" in table else None
    return Rule(tuple(map(fold, labels)), labels, join, table.pattern("remove"), table.flag("strip"))


def read_words(section: Section, words: type[Word]) -> dict[str, Word]:
    """Return which of our words each of the source's words (folded) means; raise ProfileError."""
    section.only(*words)
    meanings = {fold(word): word for word in words}
    for key in section:
        meanings.update((fold(written), words(key)) for written in section.texts(key))
    return meanings


def read_constants(section: Section) -> Constants:
    """Return the constants of a source; raise ProfileError."""
    section.only("body", "session", "kind", *ATTRIBUTES, "coverage", "visibility")
    written = section.text("session")
    session = parse_session(written) if written else None
    if written and session is None:
        raise section.error("session", f"“{written}”不是届次，请写成 12-5 或 十二届五次")
    return Constants(
        body=section.text("body"),
        session=session,
        kind=_word(section, "kind", Kind),
        attributes={name: section.text(name) for name in ATTRIBUTES if name in section},
        coverage=_word(section, "coverage", Coverage),
        visibility=_word(section, "visibility", Visibility) or Visibility.PUBLIC,
    )


def _word(section: Section, key: str, words: type[Word]) -> Word | None:
    written = section.text(key)
    if not written:
        return None
    if written not in [str(word) for word in words]:
        raise section.error(key, f"“{written}”不可用，只能是：{'、'.join(words)}")
    return words(written)
