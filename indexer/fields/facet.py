"""What is counted and narrowed by: one declaration a facet, which owns everything that differs from facet to facet.

How its values are read off a proposal, written, ordered and nested, which other names they go by, where pages offer
them and what the help page gives as an example: all of it is said here, and nobody else asks for a facet by name to
know. An attribute of the model (``corpus.ATTRIBUTES``) is a facet by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

from corpus import ATTRIBUTES, Attribute, Proposal, UnitAuthority, parse_date, parse_session
from indexer.fields.unit_names import institution, other_names
from indexer.fields.waiting import wait_called, wait_label, wait_of, wait_rank
from indexer.names.variants import distinct

__all__ = ["FACETS", "Facet", "facet_named"]

Texts = tuple[str, ...]

#: What values are ordered by where they have an order of their own; the greatest comes first.
Rank = tuple[int, int, str]


def _itself(value: str) -> str:
    return value


def _none(_: str) -> Texts:
    return ()


@dataclass(frozen=True, slots=True)
class Facet:
    """Values to count and to narrow by.

    Attributes:
        name: in code and URLs; ``label`` what users see; ``aliases`` other names accepted before a colon in a query.
        values: the values a proposal counts under; none where it has none.
        canonical: the value meant by what a person types (十二届五次 → 12-5, a unit's former name → its name).
        names: whose names the values are, the same word for facets of the same names; several variants of one name
            are one value (see ``indexer.names.variants``). ``""`` where the values are codes or words of our own.
        value_label: how a value is shown.
        rank: the order of the values, the greatest first (newest first, spans from the shortest); None: by frequency.
        parent: the facet whose values these part (month parts year), else ``""``; ``parent_of`` gives its value.
        refines: the facet that this one asks more exactly (主办单位 of 办理单位): it folds away under it, else ``""``.
        other_names: what else a value is called: it is found by these, too.
        sorted_as: the part of a value that it is listed under in an alphabet.
        browsable: whether the archive can be browsed by it.
        previewed: how many values the front page offers, 0 for none.
        example: a value for the help page; ``""`` leaves the facet out of it.
    """

    name: str
    label: str
    values: Callable[[Proposal], Texts]
    aliases: Texts = ()
    canonical: Callable[[str], str] = str.strip
    names: str = ""
    value_label: Callable[[str], str] = _itself
    rank: Callable[[str], Rank] | None = None
    parent: str = ""
    parent_of: Callable[[str], str] = _itself
    refines: str = ""
    other_names: Callable[[str], Texts] = _none
    sorted_as: Callable[[str], str] = _itself
    browsable: bool = False
    previewed: int = 0
    example: str = ""

    @property
    def ranked(self) -> bool:
        """Whether the values have an order of their own, rather than that of frequency."""
        return self.rank is not None


def _session_values(proposal: Proposal) -> Texts:
    return (proposal.session.code,) if proposal.session else ()


def _session_code(typed: str) -> str:
    session = parse_session(typed)
    return session.code if session else typed.strip()


def _session_label(code: str) -> str:
    session = parse_session(code)
    return session.label if session else code


def _session_rank(code: str) -> Rank:
    session = parse_session(code)
    return (session.term, session.meeting, session.series) if session else (0, 0, code)


def _year_values(proposal: Proposal) -> Texts:
    return (f"{proposal.date.year:04d}",) if proposal.date else ()


def _month_values(proposal: Proposal) -> Texts:
    day = proposal.date
    return (f"{day.year:04d}-{day.month:02d}",) if day and day.month else ()


def _period_label(value: str) -> str:
    day = parse_date(value)
    if day is None:
        return value
    return f"{day.year}年{day.month}月" if day.month else f"{day.year}年"


def _written_rank(value: str) -> Rank:
    return 0, 0, value


def _wait_rank(code: str) -> Rank:
    return -wait_rank(code), 0, code


def _outcome_values(proposal: Proposal) -> Texts:
    return (proposal.outcome.klass.value,) if proposal.outcome else ()


@lru_cache(maxsize=65_536)
def _unit_name(typed: str) -> str:
    """A unit by any of its names: 卫计委 means 卫健委."""
    return UnitAuthority.load().canonical(typed)


def _canonical(names: Texts) -> Texts:
    """Unit names to count under. An archive may hold other names: its records came from another archive."""
    return distinct(tuple(map(_unit_name, names)), _unit_name)


_UNIT = partial(
    Facet, canonical=_unit_name, names="unit", other_names=other_names, sorted_as=institution, example="市公安局"
)


def _attribute_facet(name: str, attribute: Attribute) -> Facet:
    return Facet(
        name,
        attribute.label,
        lambda proposal: distinct(proposal.attribute(name)),
        aliases=attribute.aliases,
        names=name,
        browsable=True,
        previewed=12,
        example=attribute.example,
    )


FACETS: tuple[Facet, ...] = (
    Facet(
        "session",
        "届次",
        _session_values,
        aliases=("届", "会议"),
        canonical=_session_code,
        value_label=_session_label,
        rank=_session_rank,
        browsable=True,
        previewed=8,
        example="12-5",
    ),
    _UNIT("unit", "办理单位", lambda p: _canonical(p.units()), browsable=True, previewed=12, example=""),
    _UNIT("lead_unit", "主办单位", lambda p: _canonical(p.lead_units), aliases=("主办", "lead"), refines="unit"),
    _UNIT(
        "support_unit",
        "协办单位",
        lambda p: _canonical(p.support_units),
        aliases=("协办", "会办", "support"),
        refines="unit",
        example="市城市管理局",
    ),
    Facet(
        "year",
        "年份",
        _year_values,
        aliases=("年",),
        value_label=_period_label,
        rank=_written_rank,
        browsable=True,
        example="2021",
    ),
    Facet(
        "month",
        "月份",
        _month_values,
        aliases=("月",),
        value_label=_period_label,
        rank=_written_rank,
        parent="year",
        parent_of=lambda month: month[:4],
        example="2021-06",
    ),
    Facet("kind", "种类", lambda p: (p.kind.value,), aliases=("类型",), example="提案"),
    *(_attribute_facet(name, attribute) for name, attribute in ATTRIBUTES.items()),
    Facet("outcome", "办理结果", _outcome_values, aliases=("结果",), example="已解决"),
    Facet(
        "wait",
        "答复用时",
        wait_of,
        aliases=("用时",),
        canonical=wait_called,
        value_label=wait_label,
        rank=_wait_rank,
        example="91-180",
    ),
    Facet("body", "机构", lambda p: (p.body,) if p.body else (), names="body"),
    Facet("proposer", "提出者", lambda p: distinct(p.proposers), names="proposer", browsable=True),
)
_BY_NAME = {facet.name: facet for facet in FACETS}


def facet_named(name: str) -> Facet | None:
    """Return the facet with this name in code and URLs, or None.

    >>> facet_named("session").label
    '届次'
    """
    return _BY_NAME.get(name)
