"""案号: the number a proposal carries, as a number and as it is written."""

from __future__ import annotations

import re
import unicodedata

from corpus.values.numerals import NUMERAL, parse_numeral

__all__ = ["find_number", "find_numbers", "parse_number", "parse_numbers"]

_KINDS = "(?:提案|建议|建議|议案|議案)"
_WRITTEN = rf"[A-Za-z]{{0,2}}[-]?\d{{1,10}}|[{NUMERAL}]{{1,8}}"
#: What may stand before 第300号 and says nothing of the number: 提案第300号, 十二届五次第0300号.
_PLAIN_BEFORE = (
    r"(?:[^第]{0,30}(?:[届屆]|会议|會議|大会|大會|次)|"
    rf"(?:{_KINDS}|议字|编|总|案|委员|委員|代表|集体|界别|党派|重点|平时)*号?[:：]?)"
)
#: 第0300号, 提案第300号, 300.
_FIELD = re.compile(
    rf"(?:{_PLAIN_BEFORE}\s{{0,9}}第)?\s{{0,9}}(?P<number>{_WRITTEN})\s{{0,9}}[号號]?(?:\s{{0,9}}{_KINDS})?"
)
#: 农业34, 农业类第12号, 議教字第015號: the words before the number are part of it.
_CLASSED = re.compile(
    rf"[^\W\d]{{1,16}}?[-〔（(]?第?\s{{0,9}}(?P<number>\d{{1,10}}|[{NUMERAL}]{{1,8}})\s{{0,9}}[号號]?"
)
#: 第0201号、第0202号; 0088、0091、0102.
_BETWEEN = r"\s{0,9}[、,，;；/和及与]\s{0,9}"
_SEVERAL = re.compile(
    rf"第?\s{{0,9}}(?:{_WRITTEN})\s{{0,9}}[号號]?(?:{_BETWEEN}第?\s{{0,9}}(?:{_WRITTEN})\s{{0,9}}[号號]?){{1,60}}(?:\s{{0,9}}{_KINDS})?"
)
_ONE = re.compile(rf"第?\s{{0,9}}(?P<number>{_WRITTEN})\s{{0,9}}[号號]?")
#: 第 0 0 3 7 号: set wide, as on forms.
_SET_WIDE = re.compile(r"(?<=\d) (?=\d\b)")
_TRAILING = re.compile(r"(?P<number>\d{1,10})$")
_LIST = re.compile(
    rf"第\s{{0,9}}(?P<list>(?:{_WRITTEN})\s{{0,9}}[号號]?(?:{_BETWEEN}第?\s{{0,9}}(?:{_WRITTEN})\s{{0,9}}[号號]?){{1,60}})[”\"』」]?"
    rf"(?:\s{{0,9}}[（(][^（）()]{{0,20}}[)）])?\s{{0,9}}(?:等)?\s{{0,9}}(?:重点|重點|平时|集体|委员|代表)?{_KINDS}"
)
_PROSE = (
    # 第300号提案, 第1234号（财税金融类123号）提案, “1234号”建议
    re.compile(
        rf"(?:第\s{{0,9}}(?P<a>{_WRITTEN})\s{{0,9}}[号號]?|(?P<b>{_WRITTEN})\s{{0,9}}[号號])[”\"』」]?"
        rf"(?:\s{{0,9}}[（(][^（）()]{{0,20}}[)）])?\s{{0,9}}(?:重点|重點|平时|集体|委员|代表)?{_KINDS}"
    ),
    # 提案第300号, 建议（第300号）, 《关于……的提案》（第300号）
    re.compile(rf"{_KINDS}[”\"』」》]?\s{{0,9}}[（(]?\s{{0,9}}第\s{{0,9}}(?P<a>{_WRITTEN})\s{{0,9}}[号號](?P<b>(?!))?"),
)


def parse_number(text: str) -> tuple[int | None, str]:
    """Return the number this field gives and how it is written; the number is None where it is not understood whole.

    >>> parse_number("第0300号"), parse_number("农业34"), parse_number("A12"), parse_number("待编")
    ((300, '0300'), (34, '农业34'), (12, 'A12'), (None, '待编'))
    >>> parse_number("农业类第12号"), parse_number("2021年第3批")
    ((12, '农业类第12号'), (None, '2021年第3批'))
    """
    plain = _SET_WIDE.sub("", unicodedata.normalize("NFKC", text).strip())
    plain = re.sub(r"第\s++|(?<!\s)\s{1,9}(?=[号號])", lambda match: match[0].strip(), plain)
    if match := _FIELD.fullmatch(plain):
        written = match["number"].strip()
        return _as_number(written), written
    if match := _CLASSED.fullmatch(plain):
        return _as_number(match["number"]), plain
    return None, plain


def parse_numbers(text: str) -> tuple[int, ...]:
    """Return every number that this field gives, in order; none where any of it is not understood.

    >>> parse_numbers("第0201号、第0202号"), parse_numbers("农业类第12号"), parse_numbers("待编")
    ((201, 202), (12,), ())
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if _SEVERAL.fullmatch(plain):
        return _listed(plain)
    number, _ = parse_number(text)
    return () if number is None else (number,)


def find_number(text: str) -> tuple[int | None, str]:
    """Return the number of the proposal that running text speaks of, ``(None, "")`` where it names none.

    Document numbers such as 国办函〔2006〕82号 are not proposal numbers.

    >>> find_number("对市政协十二届第五次会议第300号提案的答复"), find_number("国办函〔2006〕82号")
    ((300, '300'), (None, ''))
    """
    plain = unicodedata.normalize("NFKC", text)
    listed = _LIST.search(plain)
    for pattern in _PROSE:
        match = pattern.search(plain)
        if match and not (listed and listed.start() <= match.start()):
            written = match["a"] or match["b"]
            return _as_number(written), written
    if listed and (first := _ONE.match(listed["list"])):
        return _as_number(first["number"]), first["number"]
    return None, ""


def find_numbers(text: str) -> tuple[int, ...]:
    """Return every number of the proposals that running text answers together.

    >>> find_numbers("对市政协十一届四次会议第0088、0091、0102号提案的答复")
    (88, 91, 102)
    """
    plain = unicodedata.normalize("NFKC", text)
    number, _ = find_number(text)
    if number is None:
        return ()
    listed = _LIST.search(plain)
    several = _listed(listed["list"]) if listed else ()
    return several if number in several else (number,)


def _listed(plain: str) -> tuple[int, ...]:
    found = (_as_number(match["number"]) for match in _ONE.finditer(plain))
    return tuple(dict.fromkeys(number for number in found if number is not None))


def _as_number(written: str) -> int | None:
    trailing = _TRAILING.search(written)
    return int(trailing["number"]) if trailing else parse_numeral(written)
