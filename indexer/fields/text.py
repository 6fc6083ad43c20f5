"""Fields that are searched: text, indexed in three streams, and whole values, matched by equality, prefix or range.

Text fields are indexed in three streams (see ``indexer.analysis``): ``title`` becomes ``title_words``,
``title_bigrams`` and ``title_chars``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus import ATTRIBUTES, Proposal
from indexer.analysis.analyzer import Stream

__all__ = [
    "DATE",
    "EXACT_FIELDS",
    "NUMBER",
    "TEXT_FIELDS",
    "ExactField",
    "TextField",
    "padded_number",
    "text_field_named",
]

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextField:
    """A field whose text is searched.

    Attributes:
        name: in code, URLs and English queries; ``label`` what users see.
        aliases: other names accepted before a colon in a query.
        example: something to look for in it, for the help page.
        texts: its texts in a proposal; each is a part of its own (a phrase never spans two of them).
        weight: how much a match here counts, against 1.0 for the proposal's own text.
    """

    name: str
    label: str
    texts: Callable[[Proposal], Texts]
    weight: float = 1.0
    aliases: Texts = ()
    example: str = ""

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
    example: str = ""


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
        *(word for name in ATTRIBUTES for word in proposal.attribute(name)),
        *(outcome.text for outcome in outcomes if outcome),
        *(reply.document_number for reply in proposal.replies),
        *(value for _, value in proposal.extra),
    )
    return tuple(dict.fromkeys(text for text in texts if text))


def _number(proposal: Proposal) -> Texts:
    return tuple(padded_number(number) for number in proposal.numbers)


def padded_number(number: int) -> str:
    """Return a 案号 so that text order is number order.

    >>> padded_number(300)
    '0000000300'
    """
    return f"{number:010d}"


TEXT_FIELDS: tuple[TextField, ...] = (
    TextField("title", "标题", lambda p: (p.title,) if p.title else (), 2.0, ("案由", "题目"), example="养老"),
    TextField("content", "内容", lambda p: (p.text,) if p.text else (), 1.0, ("提案内容", "正文"), example="停车"),
    TextField("reply", "答复", _reply_texts, 0.7, ("答复内容", "回复"), example="现答复如下"),
    TextField(
        "people", "提出者", _people, 1.0, ("提案者", "提案人", "提出人", "委员", "代表", "proposer"), example="陈晓"
    ),
    TextField("units", "单位", _unit_names, 1.0, ("承办单位", "unit"), example="司法局"),
    TextField("details", "其他", _details, 0.7, ("文号",), example="道路交通"),
)

DATE = ExactField("date", "日期", lambda p: (str(p.date),) if p.date else (), ("时间",), "2021-06")
NUMBER = ExactField("number", "案号", _number, ("提案号", "编号", "号"), "300")

EXACT_FIELDS: tuple[ExactField, ...] = (ExactField("id", "编码", lambda p: (p.id,)), DATE, NUMBER)


def text_field_named(name: str) -> TextField:
    """Return the text field with this name; KeyError where there is none."""
    for each in TEXT_FIELDS:
        if each.name == name:
            return each
    raise KeyError(name)
