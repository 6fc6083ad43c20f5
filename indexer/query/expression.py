"""What was asked: the parts of a query as frozen values, before any engine or wording.

And ─┬─ Words ── Piece …        plain text, cut into what must occur
     ├─ Exact, Prefix           quoted text, prefix*
     ├─ InField ── any of these only in one text field
     ├─ Named, InSession, Numbers, Case, Period    whole values: facets, 届次, 案号, 日期
     └─ Or, Not ── …
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus import PartialDate, Session

__all__ = [
    "And",
    "Case",
    "Everything",
    "Exact",
    "Expression",
    "Filter",
    "Id",
    "InField",
    "InSession",
    "Named",
    "Not",
    "Numbers",
    "Or",
    "Period",
    "Piece",
    "Prefix",
    "Words",
    "conjuncts",
    "is_filter",
]


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that must stand together somewhere, folded and without white space.

    Attributes:
        text: as typed.
        forms: what stands for it in a text, any one of them; the text itself where there are none. 12届 is also
            十二届, and the lone 车 of 新能源车充电桩 is 源车 or 车充.
    """

    text: str
    forms: tuple[str, ...] = ()

    @property
    def found_as(self) -> tuple[str, ...]:
        """Every run of characters that counts as this piece.

        >>> Piece("停车").found_as
        ('停车',)
        """
        return self.forms or (self.text,)


@dataclass(frozen=True, slots=True)
class Everything:
    """No condition at all."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """案号 from ``low`` to ``high``, both included; None leaves an end open."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Period:
    """日期 from ``since`` to ``until``; a partial date means all of its days, None leaves an end open."""

    since: PartialDate | None
    until: PartialDate | None


@dataclass(frozen=True, slots=True)
class InSession:
    """届次: one session, or all sessions of a term where ``session.meeting`` is 0."""

    session: Session


@dataclass(frozen=True, slots=True)
class Case:
    """The proposals with one 案号 of one 届次; mostly one."""

    session: Session
    number: int


@dataclass(frozen=True, slots=True)
class Named:
    """A facet with a value that contains one of ``texts`` (folded); at its beginning where ``anchored``."""

    facet: str
    texts: tuple[str, ...]
    anchored: bool = False


@dataclass(frozen=True, slots=True)
class Id:
    """The one record with this id."""

    id: str


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text typed in one run, every piece of which must occur, each anywhere.

    Attributes:
        text: the run from its first letter or digit to its last, folded and without white space.
        pieces: what must occur.
        words: the words that score, function words and formulas left out.
        stretches: the parts of ``text`` whose neighbouring characters score.
        interpretations: what else the run may mean: 300 is text, or the record with that number.
        title: whether it is worded as a title is: 关于……的建议.
    """

    text: str
    pieces: tuple[Piece, ...]
    words: tuple[str, ...]
    stretches: tuple[str, ...]
    interpretations: tuple[Filter, ...] = ()
    title: bool = False


@dataclass(frozen=True, slots=True)
class Exact:
    """Consecutive characters in one text field; folded, without white space."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word of letters or of a number; folded."""

    text: str


@dataclass(frozen=True, slots=True)
class InField:
    """A text condition in one text field only."""

    field: str
    inner: Words | Exact | Prefix


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that ``inner`` does not match."""

    inner: Expression


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts (two or more)."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts (two or more)."""

    parts: tuple[Expression, ...]


Filter = Numbers | Period | InSession | Case | Named | Id
Expression = Everything | Filter | Words | Exact | Prefix | InField | Not | And | Or


def conjuncts(expression: Expression) -> tuple[Expression, ...]:
    """Return the conditions that must all hold.

    >>> conjuncts(And((Exact("停车"), Not(Exact("学校")))))
    (Exact(text='停车'), Not(inner=Exact(text='学校')))
    """
    return expression.parts if isinstance(expression, And) else (expression,)


def is_filter(expression: Expression) -> bool:
    """Whether a condition narrows only: it says nothing of which of two matching records is the better.

    >>> is_filter(Not(Exact("学校"))), is_filter(Exact("学校"))
    (True, False)
    """
    if isinstance(expression, And | Or):
        return all(map(is_filter, expression.parts))
    return isinstance(expression, Filter | Not)
