"""A proposal as one JSON object and back, losslessly: what ``tian export`` writes and the JSON reader reads."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import fields
from functools import lru_cache
from typing import Annotated, Any, Literal, TypedDict

from corpus.errors import ReadError
from corpus.model import (
    Coverage,
    Handling,
    Kind,
    Outcome,
    OutcomeClass,
    Proposal,
    Reply,
    Role,
    Source,
    Visibility,
)
from corpus.values import PartialDate, Session, parse_date, parse_session

__all__ = ["FORMAT", "ProposalJson", "from_json", "is_exported", "to_json"]

#: Value of the key ``format``; a new meaning of any key gets a new number.
FORMAT: Literal["tian-proposal/1"] = "tian-proposal/1"

_Day = Annotated[str | None, "日期，知道多少写多少：2021、2021-06 或 2021-06-28"]


class HandlingJson(TypedDict):
    """A unit and its part in answering."""

    unit: Annotated[str, "单位，用规范名称"]
    role: Annotated[Role, "角色"]
    written: Annotated[str, "来源所写的名称，与规范名称相同时为空"]


#: ``class`` is a key that Python's own syntax has no room for.
OutcomeJson = TypedDict(
    "OutcomeJson",
    {"text": Annotated[str, "来源的原话"], "class": Annotated[OutcomeClass, "归入的类"]},
)


class ReplyJson(TypedDict):
    """A reply."""

    text: Annotated[str, "全文"]
    title: Annotated[str, "标题"]
    units: Annotated[list[str], "答复单位"]
    replied: Annotated[_Day, "答复日期"]
    published: Annotated[_Day, "发布日期"]
    document_number: Annotated[str, "文号"]
    outcome: Annotated[OutcomeJson | None, "办理结果"]
    visibility: Annotated[Visibility, "公开或内部"]


class SourceJson(TypedDict):
    """Which bytes a record came from."""

    name: Annotated[str, "文件名"]
    sha256: Annotated[str, "文件的 SHA-256"]
    reader: Annotated[str, "读入方式"]
    place: Annotated[str, "在文件里的位置"]
    url: Annotated[str, "原文网址"]


class ProposalJson(TypedDict):
    """A proposal whole, as it is exported."""

    format: Literal["tian-proposal/1"]
    id: Annotated[str, "编码，重新导入、重建索引都不变"]
    title: Annotated[str, "标题"]
    kind: Annotated[Kind, "种类"]
    text: Annotated[str, "正文"]
    subject: Annotated[str, "案由"]
    session: Annotated[str | None, "届次，如 12-5"]
    number: Annotated[int | None, "案号"]
    number_written: Annotated[str, "来源所写的案号"]
    body: Annotated[str, "机构"]
    proposers: Annotated[list[str], "提出者"]
    cosigners: Annotated[list[str], "附议人"]
    category: Annotated[str, "类别"]
    handlings: Annotated[list[HandlingJson], "办理单位"]
    outcome: Annotated[OutcomeJson | None, "办理结果"]
    submitted: Annotated[_Day, "提交日期"]
    filed: Annotated[_Day, "立案日期"]
    published: Annotated[_Day, "发布日期"]
    replies: Annotated[list[ReplyJson], "答复"]
    coverage: Annotated[Coverage, "正文收录程度"]
    visibility: Annotated[Visibility, "公开或内部"]
    merged_into: Annotated[str, "并入的那一件的编码，没有并案时为空"]
    extra: Annotated[list[list[str]], "来源另有的栏目，[名称, 内容]"]
    source: Annotated[SourceJson | None, "来源"]


def to_json(record: Proposal) -> ProposalJson:
    """Return the record as JSON values, with every key of the model, dates and sessions as text.

    >>> exported = to_json(Proposal("关于停车", session=Session(12, 5)))
    >>> exported["format"], exported["session"], from_json(exported) == Proposal("关于停车", session=Session(12, 5))
    ('tian-proposal/1', '12-5', True)
    """
    return {
        "format": FORMAT,
        "id": record.id,
        "title": record.title,
        "kind": record.kind,
        "text": record.text,
        "subject": record.subject,
        "session": record.session.code if record.session else None,
        "number": record.number,
        "number_written": record.number_written,
        "body": record.body,
        "proposers": list(record.proposers),
        "cosigners": list(record.cosigners),
        "category": record.category,
        "handlings": [{"unit": each.unit, "role": each.role, "written": each.written} for each in record.handlings],
        "outcome": _outcome_json(record.outcome),
        "submitted": _date_json(record.submitted),
        "filed": _date_json(record.filed),
        "published": _date_json(record.published),
        "replies": [_reply_json(each) for each in record.replies],
        "coverage": record.coverage,
        "visibility": record.visibility,
        "merged_into": record.merged_into,
        "extra": [list(pair) for pair in record.extra],
        "source": _source_json(record.source) if record.source else None,
    }


def is_exported(value: Mapping[str, Any]) -> bool:
    """Whether this JSON object says that it is one of ours, of any version."""
    return str(value.get("format", "")).startswith("tian-proposal/")


def from_json(value: Mapping[str, Any]) -> Proposal:
    """Return the record that ``to_json`` wrote; raise ReadError naming the key that is wrong.

    Keys that are missing have the model's default; unknown keys are an error, because they would be lost.
    """
    if value.get("format") != FORMAT:
        raise ReadError(f"format 是“{value.get('format')}”，本程序只读 {FORMAT}，请升级后再导入")
    taken = _Taken(value)
    record = Proposal(
        id=taken.text("id"),
        title=taken.text("title"),
        kind=Kind(taken.word("kind", Kind, Kind.PROPOSAL)),
        text=taken.text("text"),
        subject=taken.text("subject"),
        session=taken.session("session"),
        number=taken.number("number"),
        number_written=taken.text("number_written"),
        body=taken.text("body"),
        proposers=taken.texts("proposers"),
        cosigners=taken.texts("cosigners"),
        category=taken.text("category"),
        handlings=tuple(_handling(each) for each in taken.objects("handlings")),
        outcome=_outcome(taken),
        submitted=taken.date("submitted"),
        filed=taken.date("filed"),
        published=taken.date("published"),
        replies=tuple(_reply(each) for each in taken.objects("replies")),
        coverage=Coverage(taken.word("coverage", Coverage, Coverage.FULL)),
        visibility=Visibility(taken.word("visibility", Visibility, Visibility.PUBLIC)),
        merged_into=taken.text("merged_into"),
        extra=taken.pairs("extra"),
        source=_source(taken),
    )
    taken.only(_PROPOSAL)
    if not record.title:
        raise ReadError("缺少 title，请补上标题")
    return record


#: A page of hits reads the same few days and sessions again and again.
_day_written = lru_cache(maxsize=1 << 14)(parse_date)
_session_written = lru_cache(maxsize=1 << 10)(parse_session)

#: The keys of each kind of object, worked out once.
_PROPOSAL = frozenset({field.name for field in fields(Proposal)} | {"format"})
_REPLY = frozenset(field.name for field in fields(Reply))
_SOURCE = tuple(field.name for field in fields(Source))
_HANDLING = frozenset({"unit", "role", "written"})
_OUTCOME = frozenset({"text", "class"})


class _Taken:
    """A JSON object whose every value is checked while it is taken."""

    def __init__(self, value: Mapping[str, Any], path: str = "") -> None:
        self._value = value
        self._path = path

    def wrong(self, key: str, expected: str) -> ReadError:
        return ReadError(f"{self._path}{key} 应是{expected}，请从来源重新导出")

    def only(self, known: Set[str]) -> None:
        if self._value.keys() <= known:
            return
        for key in self._value:
            if key not in known:
                raise ReadError(f"不认识的键 {self._path}{key}，请升级后再导入")

    def text(self, key: str) -> str:
        value = self._value.get(key, "")
        if not isinstance(value, str):
            raise self.wrong(key, "文字")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._value.get(key, [])
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            raise self.wrong(key, "文字列表")
        return tuple(values)

    def number(self, key: str) -> int | None:
        value = self._value.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise self.wrong(key, "整数")
        return value

    def word(self, key: str, words: type[Kind | Coverage | Visibility | Role | OutcomeClass], default: str) -> str:
        value = self.text(key) or default
        if value not in words.__members__.values():
            raise self.wrong(key, "、".join(words) + "之一")
        return value

    def date(self, key: str) -> PartialDate | None:
        value = self._value.get(key)
        if value is None:
            return None
        day = _day_written(value) if isinstance(value, str) else None
        if day is None:
            raise self.wrong(key, "日期（2021-06-28）")
        return day

    def session(self, key: str) -> Session | None:
        value = self._value.get(key)
        if value is None:
            return None
        session = _session_written(value) if isinstance(value, str) else None
        if session is None:
            raise self.wrong(key, "届次（12-5）")
        return session

    def object(self, key: str) -> _Taken | None:
        value = self._value.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.wrong(key, "对象（{…}）")
        return _Taken(value, f"{self._path}{key}.")

    def objects(self, key: str) -> tuple[_Taken, ...]:
        values = self._value.get(key, [])
        if not isinstance(values, list) or not all(isinstance(each, dict) for each in values):
            raise self.wrong(key, "对象列表")
        return tuple(_Taken(each, f"{self._path}{key}[{position}].") for position, each in enumerate(values))

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        values = self._value.get(key, [])
        valid = isinstance(values, list) and all(
            isinstance(pair, list) and len(pair) == 2 and all(isinstance(each, str) for each in pair) for pair in values
        )
        if not valid:
            raise self.wrong(key, "标签和内容成对的列表")
        return tuple((pair[0], pair[1]) for pair in values)


def _source_json(source: Source) -> SourceJson:
    return {
        "name": source.name,
        "sha256": source.sha256,
        "reader": source.reader,
        "place": source.place,
        "url": source.url,
    }


def _date_json(day: PartialDate | None) -> str | None:
    return str(day) if day else None


def _outcome_json(outcome: Outcome | None) -> OutcomeJson | None:
    return {"text": outcome.text, "class": outcome.klass} if outcome else None


def _reply_json(reply: Reply) -> ReplyJson:
    return {
        "text": reply.text,
        "title": reply.title,
        "units": list(reply.units),
        "replied": _date_json(reply.replied),
        "published": _date_json(reply.published),
        "document_number": reply.document_number,
        "outcome": _outcome_json(reply.outcome),
        "visibility": reply.visibility,
    }


def _handling(taken: _Taken) -> Handling:
    taken.only(_HANDLING)
    return Handling(taken.text("unit"), Role(taken.word("role", Role, "")), taken.text("written"))


def _outcome(parent: _Taken) -> Outcome | None:
    taken = parent.object("outcome")
    if taken is None:
        return None
    taken.only(_OUTCOME)
    return Outcome(taken.text("text"), OutcomeClass(taken.word("class", OutcomeClass, OutcomeClass.OTHER)))


def _reply(taken: _Taken) -> Reply:
    taken.only(_REPLY)
    return Reply(
        text=taken.text("text"),
        title=taken.text("title"),
        units=taken.texts("units"),
        replied=taken.date("replied"),
        published=taken.date("published"),
        document_number=taken.text("document_number"),
        outcome=_outcome(taken),
        visibility=Visibility(taken.word("visibility", Visibility, Visibility.PUBLIC)),
    )


def _source(parent: _Taken) -> Source | None:
    taken = parent.object("source")
    if taken is None:
        return None
    taken.only(frozenset(_SOURCE))
    return Source(**{name: taken.text(name) for name in _SOURCE})
