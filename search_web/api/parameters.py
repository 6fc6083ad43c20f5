"""Parameters: one table says what an address takes, refuses everything else by name, and documents itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from search_web.site.errors import BadParameter

__all__ = ["Parameter", "check_parameters", "choice", "day", "text", "values", "whole"]

#: A JSON schema, as OpenAPI 3.1 has it.
Schema = Mapping[str, Any]

#: Days that exist, leap years counted; a date may stop at the year or the month.
_LEAP = r"(?:(?:19|20|21)(?:0[48]|[2468][048]|[13579][26])|2000)"
_YEAR = r"(?:19|20|21)[0-9]{2}"
_DAY = (
    rf"{_YEAR}(?:-(?:0[1-9]|1[0-2]))?"
    rf"|{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    rf"|{_LEAP}-02-29"
)
_WHOLE = re.compile("[1-9][0-9]{0,8}")
#: Languages differ on what ``\s`` is: what any of them calls white space is named.
_NOT_BLANK = r"[^\s\u001c-\u001f\u0085\ufeff]"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an address.

    Attributes:
        meaning: what it does, in Chinese, for the documentation.
        schema: of one value; a value is accepted exactly where it satisfies the schema.
        wanted: the values it takes, in words that complete 应为…
        most: how often it may be given; a list where more than once.
        place: ``query`` or ``path``.
    """

    name: str
    meaning: str
    schema: Schema
    wanted: str
    most: int = 1
    place: str = "query"

    def fits(self, value: str) -> bool:
        """Whether a value, as it stands in the address, satisfies the schema."""
        schema = self.schema
        if schema["type"] == "integer":
            return bool(_WHOLE.fullmatch(value)) and schema["minimum"] <= int(value) <= schema["maximum"]
        return (
            value in schema.get("enum", (value,))
            and schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))
            and re.search(schema.get("pattern", ""), value) is not None
        )


def text(name: str, meaning: str, *, longest: int, place: str = "query") -> Parameter:
    """Return a parameter for running text of at most so many characters."""
    schema = {"type": "string", "maxLength": longest, **({"minLength": 1} if place == "path" else {})}
    return Parameter(name, meaning, schema, f"不超过 {longest} 字的文字", place=place)


def whole(name: str, meaning: str, *, most: int, default: int) -> Parameter:
    """Return a parameter for a whole number from 1.

    >>> [whole("limit", "", most=20, default=8).fits(text) for text in ("1", "20", "21", "0", "１", "1.0", "")]
    [True, True, False, False, False, False, False]
    """
    schema = {"type": "integer", "minimum": 1, "maximum": most, "default": default}
    return Parameter(name, meaning, schema, f"1 到 {most} 的整数")


def choice(name: str, meaning: str, options: Iterable[str], *, default: str = "", place: str = "query") -> Parameter:
    """Return a parameter that takes one of a few words."""
    words = [str(option) for option in options]
    schema = {"type": "string", "enum": words, **({"default": default} if default else {})}
    return Parameter(name, meaning, schema, f"{'、'.join(words)} 之一", place=place)


def day(name: str, meaning: str) -> Parameter:
    """Return a parameter for a date that may stop at the year or the month.

    >>> [day("from", "").fits(text) for text in ("2021", "2021-06", "2024-02-29", "2023-02-29", "1800", "去年")]
    [True, True, True, False, False, False]
    """
    return Parameter(
        name, meaning, {"type": "string", "pattern": f"^(?:{_DAY})$"}, "日期，如 2021、2021-06 或 2021-06-28"
    )


def values(name: str, meaning: str, *, most: int) -> Parameter:
    """Return a parameter that may be given several times, each time with some text."""
    return Parameter(name, meaning, {"type": "string", "pattern": _NOT_BLANK}, "不是空白的文字", most=most)


def check_parameters(known: Iterable[Parameter]) -> None:
    """Refuse what a page would quietly pass over: unknown parameters, repeated ones, values that cannot be read."""
    table = {each.name: each for each in known if each.place == "query"}
    for name, given in request.args.lists():
        if name not in table:
            allowed = f"可用的参数：{'、'.join(table)}" if table else "这个地址不接受参数"
            raise BadParameter(name, f"没有名为“{name}”的参数。{allowed}。")
        parameter = table[name]
        if len(given) > parameter.most:
            often = "一次" if parameter.most == 1 else f" {parameter.most} 次"
            raise BadParameter(name, f"参数“{name}”最多出现{often}。")
        for value in given:
            if not parameter.fits(value):
                raise BadParameter(name, f"参数“{name}”的值“{value}”无法识别，应为{parameter.wanted}。")
