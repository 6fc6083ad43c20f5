"""What a proposal is: the record every reader produces, the archive keeps and the index derives from.

Proposal ── Handling(unit, role) …        who answers it
         ── Reply … ── Handling …         what was answered, when, by whom
         ── Session, PartialDate, Outcome value types that own their parsing (corpus.values)
         ── Source                        which bytes it came from
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.values.dates import PartialDate
from corpus.values.sessions import Session


class Kind(StrEnum):
    """What was filed."""

    PROPOSAL = "提案"
    SUGGESTION = "建议"
    BILL = "议案"


class Role(StrEnum):
    """What a unit does for a proposal; 会办 is the same role as 协办 under another name."""

    LEAD = "主办"
    SUPPORT = "协办"
    SEPARATE = "分办"
    SOLE = "承办"
    JOINT = "汇办"

    @property
    def leads(self) -> bool:
        """Whether a unit in this role answers to the proposer itself (主办、分办、承办).

        >>> Role.SOLE.leads, Role.SUPPORT.leads
        (True, False)
        """
        return self in (Role.LEAD, Role.SEPARATE, Role.SOLE)


class Coverage(StrEnum):
    """How much of the proposal's text the source gives."""

    FULL = "全文"
    ABSTRACT = "摘要"
    NONE = "无正文"


class Visibility(StrEnum):
    """Who may see a record: everyone, or signed-in staff only."""

    PUBLIC = "公开"
    INTERNAL = "内部"


class OutcomeClass(StrEnum):
    """The normalised result; which of a source's words belongs where, its profile says."""

    SOLVED = "已解决"
    PLANNED = "列入计划"
    REFERENCE = "留作参考"
    OTHER = "其他"


@dataclass(frozen=True, slots=True)
class Outcome:
    """办理结果 in the source's own word, and its class (``OTHER`` where the profile does not map the word)."""

    text: str
    klass: OutcomeClass = OutcomeClass.OTHER


@dataclass(frozen=True, slots=True)
class Handling:
    """One unit and its role. ``unit`` is the canonical name; ``written`` is how the source wrote it."""

    unit: str
    role: Role
    written: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One official reply, exactly as published.

    Attributes:
        text: the whole reply; not one character is dropped or changed.
        title: the reply's own title (对市政协…第300号提案的答复), ``""`` where there is none.
        units: canonical names of the units that sign it; empty where only the proposal's handlings are known.
        replied: 成文日期 or 答复日期, the day of the reply itself.
        published: 发布日期, the day it was put on the web; often later.
        document_number: 文号, such as 通司提复〔2021〕3号.
        outcome: 办理结果 of this reply, where it differs from or precedes the proposal's.
        visibility: who may see this reply; nobody but staff sees any reply of an internal proposal.
    """

    text: str
    title: str = ""
    units: tuple[str, ...] = ()
    replied: PartialDate | None = None
    published: PartialDate | None = None
    document_number: str = ""
    outcome: Outcome | None = None
    visibility: Visibility = Visibility.PUBLIC


@dataclass(frozen=True, slots=True)
class Source:
    """Which bytes a record was read from.

    Attributes:
        name: the file as the importer named it: relative to the imported folder where there was one.
        sha256: checksum of the whole file; the archive keeps the bytes under it.
        reader: name of the reader that read it.
        place: where in the file (``第 12 行``), ``""`` for a file with one record.
        url: the public address, where the source gives one.
    """

    name: str
    sha256: str
    reader: str
    place: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal (提案), suggestion (建议) or bill (议案) with everything its source says of it.

    Attributes:
        title: what the record is called wherever it is shown: the source's title, or the 案由 where the
            source's title is only that of the reply.
        subject: 案由, where the source states it or the text opens with it; else ``""``.
        text: the proposal's own text as published, whole; ``coverage`` says whether it is all there is.
        number: 案号 as a number; ``number_written`` as the source wrote it (``0300``, ``A12``), also when it is
            not a number at all.
        body: whose proposal it is (南通市政协), where known; part of a record's identity.
        category: 类别 in the source's own word.
        submitted, filed, published: 提交, 立案 and 发布日期.
        extra: labels no profile maps, with their values, in the source's order: nothing is lost.
    """

    title: str
    kind: Kind = Kind.PROPOSAL
    text: str = ""
    subject: str = ""
    session: Session | None = None
    number: int | None = None
    number_written: str = ""
    body: str = ""
    proposers: tuple[str, ...] = ()
    cosigners: tuple[str, ...] = ()
    category: str = ""
    handlings: tuple[Handling, ...] = ()
    outcome: Outcome | None = None
    submitted: PartialDate | None = None
    filed: PartialDate | None = None
    published: PartialDate | None = None
    replies: tuple[Reply, ...] = ()
    coverage: Coverage = Coverage.FULL
    visibility: Visibility = Visibility.PUBLIC
    merged_into: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    source: Source | None = None
    id: str = ""

    def units(self, *roles: Role) -> tuple[str, ...]:
        """Return the canonical names of the handling units in these roles (all without arguments), in order.

        >>> handlings = (Handling("市公安局", Role.LEAD), Handling("市城管局", Role.SUPPORT))
        >>> record = Proposal("关于停车", handlings=handlings)
        >>> record.units(Role.SUPPORT)
        ('市城管局',)
        """
        wanted = roles or tuple(Role)
        return tuple(dict.fromkeys(each.unit for each in self.handlings if each.role in wanted))

    @property
    def lead_units(self) -> tuple[str, ...]:
        """The units that answer to the proposer, in order."""
        return self.units(*(role for role in Role if role.leads))

    @property
    def support_units(self) -> tuple[str, ...]:
        """The units that help another unit answer, in order."""
        return self.units(*(role for role in Role if not role.leads))

    @property
    def reply_date(self) -> PartialDate | None:
        """The day of the latest reply, as exactly as known; None while unanswered or undated."""
        days = [reply.replied or reply.published for reply in self.replies]
        return max((day for day in days if day), default=None)

    @property
    def date(self) -> PartialDate | None:
        """The day that dates the record in facets and sorting: reply, else publication, filing, submission.

        >>> str(Proposal("关于停车", submitted=PartialDate(2020, 1)).date)
        '2020-01'
        """
        return self.reply_date or self.published or self.filed or self.submitted
