"""What is offered to a person who types."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indexer.fields import facet_named

__all__ = ["Correction", "Suggestion", "SuggestionKind"]


class SuggestionKind(StrEnum):
    """What a suggestion is; facets carry their name in ``indexer.fields``."""

    SESSION = "session"
    UNIT = "unit"
    PROPOSER = "proposer"
    TITLE = "title"

    @property
    def label(self) -> str:
        """What users see.

        >>> SuggestionKind.UNIT.label
        '办理单位'
        """
        facet = facet_named(self.value)
        return facet.label if facet else "提案"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of the list under the search box.

    Attributes:
        text: what is shown.
        kind: ``title``, ``unit``, ``proposer`` or ``session``.
        label: the kind in Chinese; for a unit met by another name, that name too.
        value: a proposal's id for a title, else the facet's value.
        count: how many proposals the reader may see with this title or value.
        marks: ``(start, end)`` spans of ``text`` that were typed.
    """

    text: str
    kind: str
    label: str
    value: str
    count: int
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A query as it was probably meant.

    Attributes:
        text: the whole query, corrected, as the person would have typed it.
        changes: what was replaced by what, in order; either side may be empty.
        found: how many proposals the reader finds with it.
    """

    text: str
    changes: tuple[tuple[str, str], ...]
    found: int
