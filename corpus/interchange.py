"""Frozen dataclasses as plain values (JSON, TOML) and back: strict, and what is wrong is told by its place.

``Form`` does it for any dataclass; ``to_json`` is a proposal as ``tian export`` writes it, ``STORED`` as the archive
keeps it.

>>> from dataclasses import dataclass
>>> @dataclass(frozen=True)
... class Line:
...     title: str
...     marks: tuple[int, ...] = ()
>>> form = Form(omit_defaults=True)
>>> form.plain(Line("停车")), form.structured({"title": "停车", "marks": [1]}, Line)
({'title': '停车'}, Line(title='停车', marks=(1,)))
>>> form.structured({"title": "停车", "marks": [1, "2"]}, Line)
Traceback (most recent call last):
corpus.errors.Misshapen: marks[1] 应是整数

Nothing is converted on the way: "3" is no number, a text no list of texts. A key that is unknown is refused, because
what it says would be lost; a key that is missing has the field's default.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, is_dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, Generic, Literal, TypeVar, get_args, get_origin, get_type_hints

from cattrs import AttributeValidationNote, Converter, IterableValidationNote
from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from corpus.errors import Misshapen, ReadError
from corpus.model import Outcome, Proposal, Role
from corpus.values import PartialDate, Session, parse_date, parse_number, parse_session

__all__ = [
    "FORMAT",
    "JSON_TEXTS",
    "STORED",
    "Form",
    "TextForm",
    "fields_from_text",
    "from_json",
    "is_exported",
    "json_types",
    "to_json",
]


T = TypeVar("T")

_ITEMS = {str: "文字", int: "整数", float: "数"}


@dataclass(frozen=True, slots=True)
class TextForm(Generic[T]):
    """How a value is written as text: ``read`` gives None for what is none; ``expected`` says so in Chinese."""

    read: Callable[[str], T | None]
    write: Callable[[T], str]
    expected: str


@dataclass(frozen=True)
class Form:
    """One way of writing dataclasses down.

    Attributes:
        omit_defaults: whether a field that has its default is left out.
        texts: values that are written as text.
        renamed: class → field → key, where the key cannot be the field's name.
    """

    omit_defaults: bool = False
    texts: Mapping[type, TextForm[Any]] = field(default_factory=dict)
    renamed: Mapping[type, Mapping[str, str]] = field(default_factory=dict)

    def plain(self, value: object) -> Any:
        """Return the value as JSON can hold it, keys in the order of the fields."""
        return self._quick.unstructure(value)

    def structured(self, value: object, kind: type[T]) -> T:
        """Return what ``plain`` wrote.

        Raises:
            Misshapen: a key is unknown or missing, or holds something else; the message names its path.
        """
        try:
            return self._quick.structure(value, kind)
        except Exception as error:
            # Read again by what is slower and knows the place.
            try:
                return self._telling.structure(value, kind)
            except Exception as told:
                raise self._misshapen(told) from error

    @cached_property
    def _quick(self) -> Converter:
        return self._converter(detailed=False)

    @cached_property
    def _telling(self) -> Converter:
        return self._converter(detailed=True)

    def _converter(self, *, detailed: bool) -> Converter:
        made = Converter(
            omit_if_default=self.omit_defaults,
            forbid_extra_keys=True,
            detailed_validation=detailed,
            unstruct_collection_overrides={tuple: list},
        )
        made.register_structure_hook(str, _text_or_word)
        made.register_structure_hook(int, _whole)
        made.register_structure_hook(float, _number)
        made.register_structure_hook(bool, _flag)
        for kind, text in self.texts.items():
            made.register_structure_hook(kind, _from_text(text))
            made.register_unstructure_hook(kind, text.write)
        written = tuple(self.texts)
        made.register_structure_hook_factory(_is_tuple, lambda kind: _from_list(kind, made))
        made.register_structure_hook_factory(
            lambda kind: is_dataclass(kind) and kind not in written,
            lambda kind: _from_object(make_dict_structure_fn(kind, made, **self._overrides(kind))),
        )
        made.register_unstructure_hook_factory(
            lambda kind: kind in self.renamed,
            lambda kind: make_dict_unstructure_fn(
                kind, made, _cattrs_omit_if_default=self.omit_defaults, **self._overrides(kind)
            ),
        )
        return made

    def _overrides(self, kind: type) -> dict[str, Any]:
        return {name: override(rename=key) for name, key in self.renamed.get(kind, {}).items()}

    def _misshapen(self, error: BaseException, path: str = "") -> Misshapen:
        """What is wrong first, an unknown key before others, by its place."""
        if not isinstance(error, BaseValidationError):
            return _told(error, path)
        unknown = (each for each in error.exceptions if isinstance(each, ForbiddenExtraKeysError))
        inner = next(unknown, error.exceptions[0])
        for note in getattr(inner, "__notes__", ()):
            if isinstance(note, AttributeValidationNote):
                key = self.renamed.get(error.cl, {}).get(note.name, note.name)
                return self._misshapen(inner, f"{path}.{key}" if path else key)
            if isinstance(note, IterableValidationNote):
                return self._misshapen(inner, f"{path}[{note.index}]")
        return self._misshapen(inner, path)


class _Unfit(ValueError):
    """A value is not what is expected, which ``args[0]`` says in Chinese."""


def _told(error: BaseException, path: str) -> Misshapen:
    if isinstance(error, _Unfit):
        return Misshapen(path, f"应是{error.args[0]}")
    if isinstance(error, ForbiddenExtraKeysError):
        key = min(error.extra_fields)
        return Misshapen(f"{path}.{key}" if path else key, "不认识的键", unknown=True)
    if isinstance(error, KeyError):
        return Misshapen(path, "缺少")
    raise error


def _text_or_word(value: Any, kind: Any) -> str:
    """A text, or one of an enumeration's words: those are texts, too."""
    if kind is str:
        if isinstance(value, str):
            return value
        raise _Unfit("文字")
    if not isinstance(value, str) or value not in kind.__members__.values():
        raise _Unfit("、".join(kind) + "之一")
    word: str = kind(value)
    return word


def _whole(value: Any, _: Any) -> int:
    # True is no number.
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _Unfit("整数")


def _number(value: Any, _: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise _Unfit("数")


def _flag(value: Any, _: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise _Unfit("true 或 false")


def _from_text(text: TextForm[T]) -> Callable[[Any, Any], T]:
    def take(value: Any, _: Any) -> T:
        found = text.read(value) if isinstance(value, str) else None
        if found is None:
            raise _Unfit(text.expected)
        return found

    return take


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _from_list(kind: Any, converter: Converter) -> Callable[[Any, Any], tuple[Any, ...]]:
    args = get_args(kind)
    if args[1:] == (...,):
        items = list[args[0]]  # type: ignore[valid-type]
        take_all = converter.get_structure_hook(items)
        expected = f"{_ITEMS.get(args[0], '对象' if is_dataclass(args[0]) else '')}列表"

        def take(value: Any, _: Any) -> tuple[Any, ...]:
            if not isinstance(value, list):
                raise _Unfit(expected)
            return tuple(take_all(value, items))

        return take
    parts = [(converter.get_structure_hook(each), each) for each in args]

    def take_each(value: Any, _: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) != len(parts):
            raise _Unfit(f" {len(parts)} 项的列表")
        return tuple(take(each, part) for (take, part), each in zip(parts, value, strict=True))

    return take_each


def _from_object(take: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def checked(value: Any, kind: Any) -> Any:
        if not isinstance(value, dict):
            raise _Unfit("对象（{…}）")
        return take(value, kind)

    return checked


# The keys are those of the model's dataclasses; only the differences are told here.


#: Value of the key ``format``; a new meaning of any key gets a new number.
FORMAT: Literal["tian-proposal/1"] = "tian-proposal/1"

# A page of hits reads the same few days and sessions again and again.
_TEXTS: Mapping[type, TextForm[Any]] = {
    PartialDate: TextForm(lru_cache(maxsize=1 << 14)(parse_date), str, "日期（2021-06-28）"),
    Session: TextForm(lru_cache(maxsize=1 << 10)(parse_session), lambda session: session.code, "届次（12-5）"),
}
#: ``class`` is a key that Python's own syntax has no room for.
_STORED_NAMES: Mapping[type, Mapping[str, str]] = {Outcome: {"klass": "class"}}
#: Others get every number under one key, the first one included.
_RENAMED: Mapping[type, Mapping[str, str]] = {**_STORED_NAMES, Proposal: {"further_numbers": "numbers"}}

#: As others get it: every key is always there.
EXPORTED = Form(texts=_TEXTS, renamed=_RENAMED)
#: As the archive keeps it: what says nothing is left out, so that a field added later changes nothing.
STORED = Form(omit_defaults=True, texts=_TEXTS, renamed=_STORED_NAMES)

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
    return {"format": FORMAT, **EXPORTED.plain(record), "numbers": list(record.numbers)}


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
    numbers = record.numbers
    return replace(record, number=numbers[0] if numbers else None, further_numbers=numbers[1:])


#: What people call a field when they correct it, beside its name in the model.
_FIELD_NAMES = {
    "标题": "title",
    "题目": "title",
    "种类": "kind",
    "正文": "text",
    "案由": "subject",
    "届次": "session",
    "案号": "number",
    "机构": "body",
    "提出者": "proposers",
    "提案人": "proposers",
    "附议人": "cosigners",
    "类别": "category",
    "单位": "handlings",
    "办理单位": "handlings",
    "办理结果": "outcome",
    "提交日期": "submitted",
    "立案日期": "filed",
    "发布日期": "published",
    "收录程度": "coverage",
    "公开属性": "visibility",
    "公开": "visibility",
    "并入": "merged_into",
}
_SPLIT = re.compile("[、，,;；]")


def fields_from_text(name: str, written: str) -> dict[str, Any]:
    """Return the fields, as the archive's JSON values, that somebody sets by writing ``name=written``.

    Lists are parted by 、; a unit may have its role before it (协办:市城管局). Nothing written means nothing said.

    Raises:
        ReadError: nothing of that name can be set, or the value is none of its kind.

    >>> fields_from_text("单位", "市公安局、协办:市城管局")["handlings"][1]
    {'unit': '市城管局', 'role': '协办'}
    >>> fields_from_text("案号", "201、202")
    {'number': 201, 'further_numbers': [202], 'number_written': '201、202'}
    """
    field, text = _FIELD_NAMES.get(name.strip(), name.strip()), written.strip()
    if field not in _FIELD_NAMES.values():
        raise ReadError(f"没有可以更正的栏目“{name}”。可以更正的有：{'、'.join(dict.fromkeys(_FIELD_NAMES))}")
    if field == "title" and not text:
        raise ReadError("标题不能为空，请写上标题")
    parts = [part.strip() for part in _SPLIT.split(text) if part.strip()]
    values: dict[str, Any] = {field: text or None}
    if field == "number":
        numbers = [number for part in parts if (number := parse_number(part)[0]) is not None]
        values = {
            "number": numbers[0] if numbers else None,
            "further_numbers": numbers[1:] or None,
            "number_written": text or None,
        }
    elif field in ("proposers", "cosigners"):
        values = {field: parts or None}
    elif field == "handlings":
        values = {field: [_handling(part) for part in parts] or None}
    elif field == "outcome" and text:
        values = {field: {"text": text}}
    said = {key: value for key, value in values.items() if value is not None}
    try:
        STORED.structured({"title": "题", **said}, Proposal)
    except Misshapen as error:
        raise ReadError(f"{name} 写的是“{text}”，{error}") from error
    return values


def _handling(written: str) -> dict[str, str]:
    role, colon, unit = written.replace("：", ":").partition(":")
    return {"unit": unit.strip(), "role": role.strip()} if colon else {"unit": written, "role": Role.LEAD.value}


def json_types(kind: type) -> dict[str, Any]:
    """Return key → type of the JSON object that a class of the model, or any other dataclass, is written as.

    >>> list(json_types(Outcome)), json_types(Proposal)["format"]
    (['text', 'class'], typing.Literal['tian-proposal/1'])
    """
    renamed = _RENAMED.get(kind, {})
    hints = {renamed.get(name, name): hint for name, hint in get_type_hints(kind, include_extras=True).items()}
    return {"format": Literal["tian-proposal/1"], **hints} if kind is Proposal else hints
