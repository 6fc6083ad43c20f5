"""A proposal as one JSON object and back, losslessly: what ``tian export`` writes and the JSON reader reads.

The keys are those of the model's dataclasses; only the differences are told here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal, get_type_hints

from corpus.errors import Misshapen, ReadError
from corpus.model import Outcome, Proposal
from corpus.structuring import Form, TextForm
from corpus.values import PartialDate, Session, parse_date, parse_session

__all__ = ["FORMAT", "JSON_TEXTS", "STORED", "from_json", "is_exported", "json_types", "to_json"]

#: Value of the key ``format``; a new meaning of any key gets a new number.
FORMAT: Literal["tian-proposal/1"] = "tian-proposal/1"

# A page of hits reads the same few days and sessions again and again.
_TEXTS: Mapping[type, TextForm[Any]] = {
    PartialDate: TextForm(lru_cache(maxsize=1 << 14)(parse_date), str, "日期（2021-06-28）"),
    Session: TextForm(lru_cache(maxsize=1 << 10)(parse_session), lambda session: session.code, "届次（12-5）"),
}
#: ``class`` is a key that Python's own syntax has no room for.
_RENAMED: Mapping[type, Mapping[str, str]] = {Outcome: {"klass": "class"}}

#: As others get it: every key is always there.
EXPORTED = Form(texts=_TEXTS, renamed=_RENAMED)
#: As the archive keeps it: what says nothing is left out, so that a field added later changes nothing.
STORED = Form(omit_defaults=True, texts=_TEXTS, renamed=_RENAMED)

#: What a value that is written as text looks like, for those who describe the JSON.
JSON_TEXTS: Mapping[type, str] = {
    PartialDate: "日期，知道多少写多少：2021、2021-06 或 2021-06-28",
    Session: "届次，如 12-5",
}


def to_json(record: Proposal) -> dict[str, Any]:
    """Return the record as JSON values, with every key of the model, dates and sessions as text.

    >>> exported = to_json(Proposal("关于停车", session=Session(12, 5)))
    >>> exported["format"], exported["session"], from_json(exported) == Proposal("关于停车", session=Session(12, 5))
    ('tian-proposal/1', '12-5', True)
    """
    return {"format": FORMAT, **EXPORTED.plain(record)}


def is_exported(value: Mapping[str, Any]) -> bool:
    """Whether this JSON object says that it is one of ours, of any version."""
    return str(value.get("format", "")).startswith("tian-proposal/")


def from_json(value: Mapping[str, Any]) -> Proposal:
    """Return the record that ``to_json`` wrote; raise ReadError naming the key that is wrong.

    Keys that are missing have the model's default; unknown keys are an error, because they would be lost.
    """
    if value.get("format") != FORMAT:
        raise ReadError(f"format 是“{value.get('format')}”，本程序只读 {FORMAT}，请升级后再导入")
    try:
        record = EXPORTED.structured({key: each for key, each in value.items() if key != "format"}, Proposal)
    except Misshapen as error:
        raise ReadError(f"{error}，请{'升级后再导入' if error.unknown else '从来源重新导出'}") from error
    if not record.title:
        raise ReadError("缺少 title，请补上标题")
    return record


def json_types(kind: type) -> dict[str, Any]:
    """Return key → type of the JSON object that a class of the model, or any other dataclass, is written as.

    >>> list(json_types(Outcome)), json_types(Proposal)["format"]
    (['text', 'class'], typing.Literal['tian-proposal/1'])
    """
    renamed = _RENAMED.get(kind, {})
    hints = {renamed.get(name, name): hint for name, hint in get_type_hints(kind, include_extras=True).items()}
    return {"format": Literal["tian-proposal/1"], **hints} if kind is Proposal else hints
