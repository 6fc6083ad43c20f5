"""THE table of fields: what can be searched, filtered, counted and sorted, under which Chinese name.

Form, index schema, query parser, facets and the help page all derive from here; a field is added in this file
and nowhere else. Text fields are indexed in three streams (see ``indexer.analysis``): ``title`` becomes
``title_words``, ``title_bigrams`` and ``title_chars``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from corpus import Proposal, UnitAuthority, parse_session
from indexer.analysis.analyzer import Stream
from indexer.names.variants import distinct
from indexer.search.waiting import wait_called, wait_of

__all__ = [
    "DATE",
    "EXACT_FIELDS",
    "FACETS",
    "NUMBER",
    "TEXT_FIELDS",
    "ExactField",
    "Facet",
    "Stream",
    "TextField",
    "facet_named",
    "field_called",
    "text_field_named",
]

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextField:
    """A field whose text is searched.

    Attributes:
        name: in code, URLs and English queries.
        label: what users see.
        aliases: other names accepted before a colon in a query.
        texts: its texts in a proposal; each is a part of its own (a phrase never spans two of them).
        weight: how much a match here counts, against 1.0 for the proposal's own text.
    """

    name: str
    label: str
    texts: Callable[[Proposal], Texts]
    weight: float = 1.0
    aliases: Texts = ()

    def stream(self, stream: Stream) -> str:
        """Return the index field that holds one stream of this field.

        >>> TEXT_FIELDS[0].stream(Stream.BIGRAMS)
        'title_bigrams'
        """
        return f"{self.name}_{stream}"


@dataclass(frozen=True, slots=True)
class ExactField:
    """A field of whole values, matched by equality, prefix or range and never cut."""

    name: str
    label: str
    values: Callable[[Proposal], Texts]
    aliases: Texts = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """Values to count and to narrow by.

    Attributes:
        values: the values a proposal counts under; none where it has none.
        parent: the facet this one refines (month refines year), else ``""``.
        chronological: whether values run in time (newest first, spans from the shortest) rather than by frequency.
        canonical: the value meant by what a person types (十二届五次 → 12-5, a unit's former name → its name).
        names: whose names the values are, the same word for facets of the same names; several variants of one name
            are one value (see ``indexer.names.variants``). ``""`` where the values are codes or words of our own.
    """

    name: str
    label: str
    values: Callable[[Proposal], Texts]
    parent: str = ""
    chronological: bool = False
    aliases: Texts = ()
    canonical: Callable[[str], str] = str.strip
    names: str = ""


def _reply_texts(proposal: Proposal) -> Texts:
    return tuple(text for reply in proposal.replies for text in (reply.title, reply.text) if text)


def _people(proposal: Proposal) -> Texts:
    return proposal.proposers + proposal.cosigners


def _unit_names(proposal: Proposal) -> Texts:
    """Canonical names, and the names as written: a former name stays findable."""
    written = (each.written for each in proposal.handlings)
    signing = (unit for reply in proposal.replies for unit in reply.units)
    return tuple(dict.fromkeys(name for name in (*proposal.units(), *written, *signing) if name))


def _details(proposal: Proposal) -> Texts:
    """Everything a record shows beside its texts, so that no piece of text is out of reach."""
    outcomes = (proposal.outcome, *(reply.outcome for reply in proposal.replies))
    texts = (
        proposal.subject if proposal.subject != proposal.title else "",
        proposal.number_written,
        proposal.category,
        *(outcome.text for outcome in outcomes if outcome),
        *(reply.document_number for reply in proposal.replies),
        *(value for _, value in proposal.extra),
    )
    return tuple(dict.fromkeys(text for text in texts if text))


def _session(proposal: Proposal) -> Texts:
    return (proposal.session.code,) if proposal.session else ()


def _number(proposal: Proposal) -> Texts:
    return (padded_number(proposal.number),) if proposal.number is not None else ()


def _year(proposal: Proposal) -> Texts:
    return (f"{proposal.date.year:04d}",) if proposal.date else ()


def _month(proposal: Proposal) -> Texts:
    day = proposal.date
    return (f"{day.year:04d}-{day.month:02d}",) if day and day.month else ()


def _outcome(proposal: Proposal) -> Texts:
    return (proposal.outcome.klass.value,) if proposal.outcome else ()


def padded_number(number: int) -> str:
    """Return a 案号 so that text order is number order.

    >>> padded_number(300)
    '0000000300'
    """
    return f"{number:010d}"


def _session_code(typed: str) -> str:
    session = parse_session(typed)
    return session.code if session else typed.strip()


@lru_cache(maxsize=65_536)
def _unit_name(typed: str) -> str:
    """A unit by any of its names: 卫计委 means 卫健委."""
    return UnitAuthority.load().canonical(typed)


def _canonical(names: Texts) -> Texts:
    """Unit names to count under. An archive may hold other names: its records came from another archive."""
    return distinct(tuple(map(_unit_name, names)), _unit_name)


TEXT_FIELDS: tuple[TextField, ...] = (
    TextField("title", "标题", lambda p: (p.title,) if p.title else (), 2.0, ("案由", "题目")),
    TextField("content", "内容", lambda p: (p.text,) if p.text else (), 1.0, ("提案内容", "正文")),
    TextField("reply", "答复", _reply_texts, 0.7, ("答复内容", "回复")),
    TextField("people", "提出者", _people, 1.0, ("提案者", "提案人", "提出人", "委员", "代表", "proposer")),
    TextField("units", "单位", _unit_names, 1.0, ("承办单位", "unit")),
    TextField("details", "其他", _details, 0.7, ("文号",)),
)

DATE = ExactField("date", "日期", lambda p: (str(p.date),) if p.date else (), ("时间",))
NUMBER = ExactField("number", "案号", _number, ("提案号", "编号", "号"))

EXACT_FIELDS: tuple[ExactField, ...] = (ExactField("id", "编码", lambda p: (p.id,)), DATE, NUMBER)

FACETS: tuple[Facet, ...] = (
    Facet("session", "届次", _session, chronological=True, aliases=("届", "会议"), canonical=_session_code),
    Facet("unit", "办理单位", lambda p: _canonical(p.units()), canonical=_unit_name, names="unit"),
    Facet(
        "lead_unit",
        "主办单位",
        lambda p: _canonical(p.lead_units),
        aliases=("主办", "lead"),
        canonical=_unit_name,
        names="unit",
    ),
    Facet(
        "support_unit",
        "协办单位",
        lambda p: _canonical(p.support_units),
        aliases=("协办", "会办", "support"),
        canonical=_unit_name,
        names="unit",
    ),
    Facet("year", "年份", _year, chronological=True, aliases=("年",)),
    Facet("month", "月份", _month, parent="year", chronological=True, aliases=("月",)),
    Facet("kind", "种类", lambda p: (p.kind.value,), aliases=("类型",)),
    Facet("category", "类别", lambda p: (p.category,) if p.category else (), aliases=("分类",), names="category"),
    Facet("outcome", "办理结果", _outcome, aliases=("结果",)),
    Facet("wait", "答复用时", wait_of, chronological=True, aliases=("用时",), canonical=wait_called),
    Facet("body", "机构", lambda p: (p.body,) if p.body else (), names="body"),
    Facet("proposer", "提出者", lambda p: distinct(p.proposers), names="proposer"),
)


def facet_named(name: str) -> Facet | None:
    """Return the facet with this name in code and URLs, or None.

    >>> facet_named("session").label
    '届次'
    """
    return next((facet for facet in FACETS if facet.name == name), None)


def text_field_named(name: str) -> TextField:
    """Return the text field with this name; KeyError where there is none."""
    for each in TEXT_FIELDS:
        if each.name == name:
            return each
    raise KeyError(name)


def field_called(word: str) -> TextField | ExactField | Facet | None:
    """Return what a word before a colon means, in Chinese or English, any case; None where it means nothing.

    Text fields come first: 单位:司法局 searches in unit names, while the facet wants a whole name.

    >>> field_called("标题").name, field_called("主办").name, field_called("NUMBER").name
    ('title', 'lead_unit', 'number')
    """
    wanted = word.strip().lower()
    everything: tuple[TextField | ExactField | Facet, ...] = (*TEXT_FIELDS, *EXACT_FIELDS, *FACETS)
    for each in everything:
        if wanted in (each.name, each.label, *each.aliases):
            return each
    return None
