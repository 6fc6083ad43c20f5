"""JSON: an array of objects, an object with one such array inside, a single object; JSON lines; our own export.

Nested values get an address the profile can name: ``reply.date``; ``motions[].resolution`` for each object of a
list; a list of plain values gives its label once for each.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from corpus import interchange
from corpus.decisions import decision_from_json, is_exported_decision
from corpus.errors import ReadError
from corpus.model import Proposal
from corpus.profiles import Profile
from corpus.readers.html import shown_text
from corpus.readers.items import Decided, Labelled, Reject
from corpus.readers.text.charset import decode
from corpus.readers.text.limits import MAX_DOCUMENT, megabytes
from corpus.readers.text.lines import read_lines

__all__ = ["read", "read_lines_of_json"]

#: Half of a surrogate pair is no character; nothing could print or index it.
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")

Read = Decided | Labelled | Proposal | Reject


def read(content: bytes, profile: Profile) -> Iterator[Read]:
    """Yield the records of one JSON document."""
    if len(content) > MAX_DOCUMENT:
        size = f"有 {megabytes(len(content))}，超过上限 {megabytes(MAX_DOCUMENT)}"
        yield Reject.of("", f"JSON 文件{size}，请改存为 JSON lines（一行一条）", content)
        return
    try:
        document = _parsed(decode(content))
    except ReadError as error:
        yield Reject.of(error.place, error.reason, content)
        return
    objects = _named_list(document, profile) if profile.records else _objects(document, profile)
    if isinstance(objects, Reject):
        yield objects
        return
    if not objects:
        yield Reject.of("", "JSON 里没有找到记录（对象的列表），请检查文件", content)
    around = () if profile.records else tuple(_around(document, objects))
    for position, each in enumerate(objects, 1):
        found = _record(each, "" if objects == [document] else f"第 {position} 条", profile)
        if isinstance(found, Labelled) and around:
            found, around = replace(found, visible=(*around, *found.visible)), ()
        yield found


def _named_list(document: Any, profile: Profile) -> list[Any] | Reject:
    """The list that the profile names, by its address (``data.recent``); a reject names the lists that are there."""
    lists = dict(_lists(document, ""))
    found = lists.get(profile.records)
    if found is not None:
        return found
    seen = "、".join(f"{address}（{len(value)} 条）" for address, value in lists.items() if address) or "一个也没有"
    return Reject.of("", f'来源说明里的 records = "{profile.records}" 不在文件里；有这些列表：{seen}')


def _lists(value: Any, address: str) -> Iterator[tuple[str, list[Any]]]:
    if isinstance(value, list):
        yield address, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _lists(inner, f"{address}.{key}" if address else str(key))


def _around(value: Any, objects: list[Any], address: str = "") -> Iterator[str]:
    """What stands in the document beside the list of its records."""
    if value is objects or objects == [value]:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _around(inner, objects, f"{address}.{key}" if address else str(key))
    elif isinstance(value, list):
        if value != objects:
            yield from (f"{label.replace('.', ' ')} {text}" for label, text in _pairs(value, address) if text)
    elif value is not None:
        yield f"{address.replace('.', ' ')} {_written(value)}"


def read_lines_of_json(content: bytes, profile: Profile) -> Iterator[Read]:
    """Yield the record of every line; a broken line is rejected and the others come through."""
    for line in read_lines(content):
        if line.reject:
            yield line.reject
        elif line.text.strip():
            try:
                yield _record(_parsed(line.text), line.place, profile)
            except ReadError as error:
                yield Reject.of(line.place, error.reason, line.text)


def _parsed(text: str) -> Any:
    try:
        value = json.loads(text)
        if _ESCAPED_SURROGATE.search(text):
            json.dumps(value, ensure_ascii=False).encode()
        return value
    except UnicodeEncodeError as error:
        raise ReadError("含有不成对的代理字符（\\ud800 之类），不是文字，请从来源重新导出") from error
    except json.JSONDecodeError as error:
        reason = f"不是完整的 JSON（第 {error.colno} 个字符处出错），请从来源重新导出"
        raise ReadError(reason, place=f"第 {error.lineno} 行") from error
    except RecursionError as error:
        raise ReadError("JSON 嵌套过深，请检查文件") from error
    except ValueError as error:
        raise ReadError("JSON 里有超长的数字，请检查文件") from error


def _record(value: Any, place: str, profile: Profile) -> Read:
    if not isinstance(value, dict):
        return Reject.of(place, "这里应是一个 JSON 对象（{…}）", json.dumps(value, ensure_ascii=False)[:2000])
    if interchange.is_exported(value) or is_exported_decision(value):
        try:
            if is_exported_decision(value):
                return Decided(place, decision_from_json(value))
            return interchange.from_json(value)
        except ReadError as error:
            return Reject.of(place, error.reason, json.dumps(value, ensure_ascii=False)[:2000])
    pairs = tuple((_named(address, profile), shown_text(text)) for address, text in _pairs(value, ""))
    return Labelled(place, pairs, visible=tuple(line for _, text in pairs for line in text.split("\n") if line.strip()))


def _named(address: str, profile: Profile) -> str:
    """The address of a value, or its last key alone where that is a Chinese label that the profile knows."""
    key = address.rpartition(".")[2]
    alone = key != address and not key.isascii() and profile.knows(key)
    return key if alone and not profile.knows(address) else address


def _objects(document: Any, profile: Profile) -> list[Any]:
    """The list of records, wherever it stands; an object with a label the profile knows is a record itself."""
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        return []
    exported = interchange.is_exported(document) or is_exported_decision(document)
    if exported or any(profile.knows(label) for label, _ in _pairs(document, "")):
        return [document]
    lists = [value for value in document.values() if isinstance(value, list)]
    lists = [value for value in lists if any(isinstance(each, dict) for each in value)]
    if len(lists) == 1:
        return lists[0]
    inner = [value for value in document.values() if isinstance(value, dict)]
    return _objects(inner[0], profile) if len(inner) == 1 and not lists else [document]


def _pairs(value: Any, address: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _pairs(inner, f"{address}.{key}" if address else str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _pairs(inner, f"{address}[]" if isinstance(inner, dict | list) else address)
    else:
        yield address, "" if value is None else _written(value)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if isinstance(value, str) else json.dumps(value)
