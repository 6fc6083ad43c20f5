"""One name in several forms is one name: Simplified or Traditional, half or full width, with or without spaces.

Two forms are the same name when they fold alike. Except: folding makes one character of 后 and 後, of 干, 乾 and 幹,
which Traditional writing keeps apart (後里, 后里). So two Traditional forms that differ in more than the shape of a
character are two names; their common Simplified form, which may be either, is then a third.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import opencc

from indexer.analysis.fold import fold

__all__ = ["Canonical", "NameVariants", "distinct", "surely_simplified", "traditional_form"]


def traditional_form(text: str) -> str:
    """Return a Traditional text with every character in one of the ways to write it.

    >>> traditional_form("臺中市衞生局") == traditional_form("台中市衛生局")
    True
    >>> traditional_form("后里") == traditional_form("後里")
    False
    """
    return "".join(map(_traditional_character, text))


def surely_simplified(text: str) -> bool:
    """Whether a text holds a character that only Simplified writing has.

    >>> [surely_simplified(text) for text in ("商务局", "商務局", "市公安局", "后勤局")]
    [True, False, False, False]
    """
    return any(map(_only_simplified, text))


@cache
def _converters() -> tuple[opencc.OpenCC, opencc.OpenCC, opencc.OpenCC]:
    return opencc.OpenCC("tw2t"), opencc.OpenCC("hk2t"), opencc.OpenCC("s2t")


@cache
def _traditional_character(character: str) -> str:
    from_taiwan, from_hong_kong, from_simplified = _converters()
    written: str = from_hong_kong.convert(from_taiwan.convert(character))
    return written if _in_big5(written) else str(from_simplified.convert(written))


@cache
def _only_simplified(character: str) -> bool:
    # Big5 holds what Traditional texts are written in: 后 and 台 among it, 务 not.
    return not _in_big5(character) and str(_converters()[2].convert(character)) != character


def _in_big5(character: str) -> bool:
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


#: The name under which a unit is filed, for any of its names; of other names, the name itself.
Canonical = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class NameVariants:
    """The names of an index, and under which variant each is shown: the commonest.

    Attributes:
        shown: every variant that is not shown → the one shown in its place.
        forms: name shown → all its variants, where it has several.
        names: folded name, or present name of a unit → the names shown that are meant by it, the commonest first.
        canonical: see ``Canonical``.
    """

    shown: Mapping[str, str]
    forms: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]
    canonical: Canonical

    @classmethod
    def of(cls, counts: Mapping[str, int], canonical: Canonical = str.strip) -> NameVariants:
        """Return the names of some variants, from how often each occurs.

        >>> variants = NameVariants.of({"江州市商务局": 58, "江州市商務局": 2})
        >>> variants.resolve("江州市商務局"), variants.merge_counts({"江州市商务局": 3, "江州市商務局": 1})
        (('江州市商务局',), {'江州市商务局': 4})
        """
        groups = _groups(counts)
        _join_other_names(groups, canonical)
        shown: dict[str, str] = {}
        forms: dict[str, tuple[str, ...]] = {}
        names: dict[str, tuple[str, ...]] = {}
        for key, parts in groups.items():
            ordered = [tuple(_commonest_first(key, part, counts)) for part in parts]
            ordered.sort(key=lambda part: -sum(counts[each] for each in part))
            names[key] = tuple(part[0] for part in ordered)
            forms |= {part[0]: part for part in ordered if len(part) > 1}
            shown |= {other: part[0] for part in ordered for other in part[1:]}
        for key in groups:
            # Who asks for a unit by its present name means the Traditional variant of a former one.
            if (present := _key(canonical(key))) not in groups:
                names[present] = names.get(present, ()) + names[key]
        return cls(shown, forms, names, canonical)

    def resolve(self, written: str) -> tuple[str, ...]:
        """Return the names shown that somebody means by a variant: mostly one; the variant itself where there is none.

        A Simplified variant that the index does not have may mean several Traditional names.
        """
        if written in self.shown:
            return (self.shown[written],)
        key = _key(written)
        names = self.names.get(key) or self.names.get(_key(self.canonical(key))) or (written,)
        if written in names:
            return (written,)
        if len(names) == 1 or _may_be_simplified(written):
            return names
        return tuple(name for name in names if _traditional_form(name) == _traditional_form(written)) or names

    def expand(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return every variant of some names shown."""
        return tuple(form for name in names for form in self.forms.get(name, (name,)))

    def merge_counts(self, counts: Mapping[str, int]) -> Mapping[str, int]:
        """Return counts of variants as counts of names; no document has two variants of one (see ``distinct``)."""
        others = self.shown.keys() & counts.keys()
        if not others:
            return counts
        merged = {written: count for written, count in counts.items() if written not in others}
        for written in others:
            name = self.shown[written]
            merged[name] = merged.get(name, 0) + counts[written]
        return merged


def distinct(names: Sequence[str], canonical: Canonical = str.strip) -> tuple[str, ...]:
    """Return the names of one record without further variants of the same name.

    The Traditional variant stays, as it says more; of a former and a present name of a unit the present one.

    >>> distinct(("江州市商务局", "江州市商務局", "市公安局", "市公安局"))
    ('江州市商務局', '市公安局')
    """
    if len(names) < 2:
        return tuple(names)
    by_key: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        by_key.setdefault(_key(canonical(_key(name))), []).append(name)
    return tuple(name for key, written in by_key.items() for name in _one_each(key, written))


def _one_each(key: str, written: list[str]) -> Iterable[str]:
    if len(written) == 1:
        return written
    present = [name for name in written if _key(name) == key]
    alike = present or [name for name in written if _key(name) == _key(written[0])]
    by_form: dict[str, str] = {}
    for name in alike:
        if not _may_be_simplified(name):
            by_form.setdefault(_traditional_form(name), name)
    return by_form.values() or alike[:1]


def _groups(written: Iterable[str]) -> dict[str, list[list[str]]]:
    """Folded name → the names that fold to it, each with its variants."""
    by_key: dict[str, list[str]] = {}
    for name in written:
        by_key.setdefault(_key(name), []).append(name)
    several = any(len(names) > 1 for names in by_key.values())
    simplified = several and any(surely_simplified(name) for names in by_key.values() for name in names)
    return {key: _parted(names, simplified=simplified) for key, names in by_key.items()}


def _parted(written: list[str], *, simplified: bool) -> list[list[str]]:
    """Variants that fold alike, parted where Traditional writing tells them apart.

    Args:
        simplified: whether the archive has Simplified names at all; where not, 后 is 后.
    """
    if len(written) == 1:
        return [written]
    either: list[str] = []
    by_form: dict[str, list[str]] = {}
    for name in written:
        if _may_be_simplified(name) and (simplified or surely_simplified(name)):
            either.append(name)
        else:
            by_form.setdefault(_traditional_form(name), []).append(name)
    if len(by_form) < 2:
        return [written]
    return [*by_form.values(), *([either] if either else [])]


def _join_other_names(groups: dict[str, list[list[str]]], canonical: Canonical) -> None:
    """Put the Traditional variant of a unit's other name under the unit, where the archive has it by its own name."""
    for key in list(groups):
        name = canonical(key)
        own = next((part for part in groups.get(_key(name), ()) if name in part), None)
        if own is not None and _key(name) != key:
            own += [written for part in groups.pop(key) for written in part]


def _commonest_first(key: str, written: list[str], counts: Mapping[str, int]) -> list[str]:
    """A name's variants: its present name before others, then the commonest, then Simplified."""
    return sorted(written, key=lambda each: (_key(each) != key, -counts[each], each != key, each))


@lru_cache(maxsize=65_536)
def _key(name: str) -> str:
    return "".join(fold(name).split())


@lru_cache(maxsize=65_536)
def _plain(name: str) -> str:
    """The name in its own script, its width, case and spaces folded."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _traditional_form(name: str) -> str:
    return traditional_form(_plain(name))


def _may_be_simplified(name: str) -> bool:
    return _plain(name) == _key(name) or surely_simplified(_plain(name))
