"""What a proposal is: the record every reader produces, the archive keeps and the index derives from.

Proposal ── Handling(unit, role) …        who answers it
         ── Reply … ── Handling …         what was answered, when, by whom
         ── Session, PartialDate, Outcome value types that own their parsing (corpus.values)
         ── Source                        which bytes it came from

A field is declared here and nowhere else: archive, export, the API's description and ``tian show`` follow from it.
A new field has a default, and what was stored before it reads as that; a default once released is never changed.
One that is words of the source's own and no more is an ``Attribute``: readers, facets, pages and exports follow too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, get_type_hints

from corpus.values.dates import PartialDate
from corpus.values.sessions import Session


@dataclass(frozen=True, slots=True)
class Attribute:
    """A field of a proposal that is words of the source's own, one (``str``) or several (``tuple[str, ...]``).

    Its declaration is all there is to it: its labels in the profiles say where it is read, and it is kept, exported,
    shown with the record, searched, counted and narrowed by (docs/extending.md).

    Attributes:
        label: what users see.
        aliases: other names accepted before a colon in a query.
        example: a value, for the help page.
    """

    label: str
    aliases: tuple[str, ...] = ()
    example: str = ""

    def __str__(self) -> str:
        return self.label


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

    text: Annotated[str, "来源的原话"]
    klass: Annotated[OutcomeClass, "归入的类"] = OutcomeClass.OTHER


@dataclass(frozen=True, slots=True)
class Handling:
    """One unit and its role. ``unit`` is the canonical name; ``written`` is how the source wrote it."""

    unit: Annotated[str, "单位，用规范名称"]
    role: Annotated[Role, "角色"]
    written: Annotated[str, "来源所写的名称，与规范名称相同时为空"] = ""


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

    text: Annotated[str, "全文"]
    title: Annotated[str, "标题"] = ""
    units: Annotated[tuple[str, ...], "答复单位"] = ()
    replied: Annotated[PartialDate | None, "答复日期"] = None
    published: Annotated[PartialDate | None, "发布日期"] = None
    document_number: Annotated[str, "文号"] = ""
    outcome: Annotated[Outcome | None, "办理结果"] = None
    visibility: Annotated[Visibility, "公开或内部"] = Visibility.PUBLIC


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

    name: Annotated[str, "文件名"]
    sha256: Annotated[str, "文件的 SHA-256"]
    reader: Annotated[str, "读入方式"]
    place: Annotated[str, "在文件里的位置"] = ""
    url: Annotated[str, "原文网址"] = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal (提案), suggestion (建议) or bill (议案) with everything its source says of it.

    Attributes:
        title: what the record is called wherever it is shown: the source's title, or the 案由 where the
            source's title is only that of the reply.
        subject: 案由, where the source states it or the text opens with it; else ``""``.
        text: the proposal's own text as published, whole; ``coverage`` says whether it is all there is.
        number: 案号 as a number; ``number_written`` as the source wrote it (``0300``, ``A12``), also when it is
            not a number at all; ``further_numbers``: the others where there are several (并案、合并答复).
        body: whose proposal it is (南通市政协), where known; part of a record's identity.
        category: 类别 in the source's own word.
        submitted, filed, published: 提交, 立案 and 发布日期.
        extra: labels no profile maps, with their values, in the source's order: nothing is lost.
    """

    title: Annotated[str, "标题"]
    kind: Annotated[Kind, "种类"] = Kind.PROPOSAL
    text: Annotated[str, "正文"] = ""
    subject: Annotated[str, "案由"] = ""
    session: Annotated[Session | None, "届次"] = None
    number: Annotated[int | None, "案号"] = None
    number_written: Annotated[str, "来源所写的案号"] = ""
    further_numbers: Annotated[tuple[int, ...], "所有案号，并案的有几个，第一个即 number"] = ()
    body: Annotated[str, "机构"] = ""
    proposers: Annotated[tuple[str, ...], "提出者"] = ()
    cosigners: Annotated[tuple[str, ...], "附议人"] = ()
    category: Annotated[str, Attribute("类别", aliases=("分类",), example="教育")] = ""
    handlings: Annotated[tuple[Handling, ...], "办理单位"] = ()
    outcome: Annotated[Outcome | None, "办理结果"] = None
    submitted: Annotated[PartialDate | None, "提交日期"] = None
    filed: Annotated[PartialDate | None, "立案日期"] = None
    published: Annotated[PartialDate | None, "发布日期"] = None
    replies: Annotated[tuple[Reply, ...], "答复"] = ()
    coverage: Annotated[Coverage, "正文收录程度"] = Coverage.FULL
    visibility: Annotated[Visibility, "公开或内部"] = Visibility.PUBLIC
    merged_into: Annotated[str, "并入的那一件的编码，没有并案时为空"] = ""
    extra: Annotated[tuple[tuple[str, str], ...], "来源另有的栏目，[名称, 内容]"] = ()
    source: Annotated[Source | None, "来源"] = None
    id: Annotated[str, "编码，重新导入、重建索引都不变"] = ""

    def attribute(self, name: str) -> tuple[str, ...]:
        """Return the words of one attribute (see ``ATTRIBUTES``), none where the source says none.

        >>> Proposal("关于停车", category="城建").attribute("category")
        ('城建',)
        """
        value: str | tuple[str, ...] = getattr(self, name)
        return tuple(filter(None, (value,))) if isinstance(value, str) else value

    @property
    def numbers(self) -> tuple[int, ...]:
        """Every 案号 of the record, the first one first; empty where it has none.

        >>> Proposal("关于停车", number=201, further_numbers=(202,)).numbers
        (201, 202)
        """
        first = () if self.number is None else (self.number,)
        return tuple(dict.fromkeys((*first, *self.further_numbers)))

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


def _attributes() -> Mapping[str, Attribute]:
    hints = get_type_hints(Proposal, include_extras=True).items()
    described = ((name, each) for name, hint in hints for each in getattr(hint, "__metadata__", ()))
    return {name: each for name, each in described if isinstance(each, Attribute)}


#: Field → its declaration, in the order they are declared and shown.
ATTRIBUTES: Mapping[str, Attribute] = _attributes()
