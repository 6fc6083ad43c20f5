"""The authority file of handling units: one unit, its aliases and former names, lists split.

written name ──▶ place prefix + institution ──▶ place prefix + canonical institution
南通市卫计委   ──▶ 南通市       + 卫计委       ──▶ 南通市卫健委
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.errors import UnitsError

__all__ = ["UnitAuthority"]

_SHIPPED = Path(__file__).with_name("units.toml")
_KEYS = ("alias", "former", "keep_in")
#: 南通市, 省, 海门区, 苏州工业园区, 中共南通市: what may stand before an institution.
_PLACE = re.compile(r"(?:中共)?[一-鿿]{0,12}[省市县區区州旗盟团縣]?(?<=[省市县區区州旗盟团縣])|")
_SEPARATORS = "、，,；;\n\r\t \u3000\xa0"
_OPENING, _CLOSING = "（(〔[【", "）)〕]】"
_AND = re.compile("[和及与]")
_TRAILING = re.compile(r"等(?:单位|部门|有关单位|有关部门)?$")


@dataclass(frozen=True, slots=True)
class _Institution:
    canonical: str
    aliases: tuple[str, ...]
    former: tuple[str, ...]
    keep_in: tuple[str, ...]


class UnitAuthority:
    """Knows which names mean the same unit; names it does not know stay as they are.

    >>> units = UnitAuthority.load()
    >>> units.canonical("南通市卫计委"), units.canonical("市政法委"), units.canonical("某某中心")
    ('南通市卫健委', '市委政法委', '某某中心')
    >>> units.split("南通市委政法委、南通市委组织部")
    ('南通市委政法委', '南通市委组织部')
    """

    def __init__(self, institutions: Mapping[str, Mapping[str, Any]], file: str = "") -> None:
        """Build from ``{canonical: {"alias": […], "former": […], "keep_in": […]}}``; raise UnitsError."""
        self._by_name: dict[str, _Institution] = {}
        for canonical, entry in institutions.items():
            lists = [_names(entry, key, canonical, file) for key in _KEYS]
            institution = _Institution(canonical, *lists)
            for name in (canonical, *institution.aliases, *institution.former):
                other = self._by_name.setdefault(name, institution)
                if other is not institution:
                    raise UnitsError(f"{file}：“{name}”同时属于“{other.canonical}”和“{canonical}”，请只留一处")
        longest_first = sorted(self._by_name, key=len, reverse=True)
        self._mention = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")

    @classmethod
    def load(cls, path: Path | None = None) -> UnitAuthority:
        """Return the authority kept in this TOML file, or the shipped one; raise UnitsError when it is wrong."""
        return _shipped() if path is None else cls._read(path)

    @classmethod
    def _read(cls, path: Path) -> UnitAuthority:
        try:
            entries = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise UnitsError(f"{path.name}：读不出单位规范表（{error}），请检查文件") from error
        for canonical, entry in entries.items():
            if not isinstance(entry, dict):
                raise UnitsError(f'{path.name}：“{canonical}”应写成一节，如 ["{canonical}"]')
        return cls(entries, path.name)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name the file holds, canonical, alias and former, without places: words for a dictionary."""
        return tuple(self._by_name)

    def knows(self, name: str) -> bool:
        """Whether the name is a place and a known institution."""
        return self._locate(_plain(name)) is not None

    def canonical(self, name: str) -> str:
        """Return the name under which the unit is filed: the place as written, the institution as it is called now."""
        located = self._locate(_plain(name))
        if located is None:
            return name.strip()
        place, institution, written = located
        if written in institution.former and _kept(place, institution):
            return name.strip()
        return _placed(place, institution.canonical)

    def aliases(self, canonical: str) -> tuple[str, ...]:
        """Return the other current names of a canonical unit, with its place.

        >>> UnitAuthority.load().aliases("南通市市场监管局")
        ('南通市市场监督管理局', '南通市市监局')
        """
        return self._variants(canonical, "aliases")

    def former_names(self, canonical: str) -> tuple[str, ...]:
        """Return the names of the units whose duties this one took over, with its place.

        >>> UnitAuthority.load().former_names("市生态环境局")
        ('市环境保护局', '市环保局')
        """
        return self._variants(canonical, "former")

    def find_all(self, text: str) -> tuple[str, ...]:
        """Return the canonical institutions that running text mentions, without places, in order of first mention.

        >>> UnitAuthority.load().find_all("由南通市环保局牵头，会同工商局办理")
        ('生态环境局', '市场监管局')
        """
        found = (self._by_name[match[0]].canonical for match in self._mention.finditer(text))
        return tuple(dict.fromkeys(found))

    def split(self, text: str) -> tuple[str, ...]:
        """Return the unit names in a list as written, in order and without repeats.

        、，； and white space separate, except inside parentheses; 和、及、与 do between two known units.

        >>> UnitAuthority.load().split("市教育局和市财政局，某中心（含甲、乙）")
        ('市教育局', '市财政局', '某中心（含甲、乙）')
        """
        parts = (_TRAILING.sub("", part) for part in _outside_parentheses(text))
        return tuple(dict.fromkeys(name for part in parts if part for name in self._at_and(part)))

    def _at_and(self, part: str) -> Iterator[str]:
        for match in _AND.finditer(part):
            left, right = part[: match.start()], part[match.end() :]
            if self.knows(left) and any(self.knows(piece) for piece in (right, *_AND.split(right))):
                yield left
                yield from self._at_and(right)
                return
        yield part

    def _locate(self, plain: str) -> tuple[str, _Institution, str] | None:
        for start in range(len(plain)):
            institution = self._by_name.get(plain[start:])
            if institution and _PLACE.fullmatch(plain[:start]):
                return plain[:start], institution, plain[start:]
        return None

    def _variants(self, canonical: str, kind: str) -> tuple[str, ...]:
        located = self._locate(_plain(canonical))
        if located is None or located[2] != located[1].canonical:
            return ()
        place, institution, _ = located
        if kind == "former" and _kept(place, institution):
            return ()
        names: tuple[str, ...] = getattr(institution, kind)
        placed = (_placed(place, name) for name in names)
        return tuple(dict.fromkeys(name for name in placed if name != canonical))


@lru_cache(maxsize=1)
def _shipped() -> UnitAuthority:
    return UnitAuthority._read(_SHIPPED)


def _names(entry: Mapping[str, Any], key: str, canonical: str, file: str) -> tuple[str, ...]:
    unknown = sorted(set(entry) - set(_KEYS))
    if unknown:
        raise UnitsError(f"{file}：“{canonical}”里有不认识的键 {unknown[0]}，可用：{'、'.join(_KEYS)}")
    names = entry.get(key, [])
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise UnitsError(f'{file}：“{canonical}”的 {key} 应是名称列表，如 {key} = ["卫计委"]')
    return tuple(names)


def _kept(place: str, institution: _Institution) -> bool:
    """Whether the place still uses the names that others gave up."""
    return any(kept in place for kept in institution.keep_in)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip()


def _placed(place: str, institution: str) -> str:
    """A party committee's department starts with 委, which belongs to the place: 市 + 委组织部."""
    if institution.startswith("委"):
        return place.removeprefix("中共") + institution if place else institution[1:]
    return place + institution


def _outside_parentheses(text: str) -> Iterator[str]:
    depth, part = 0, ""
    for character in text:
        depth += (character in _OPENING) - (character in _CLOSING)
        depth = max(depth, 0)
        if character in _SEPARATORS and not depth:
            yield part
            part = ""
        else:
            part += character
    yield part
