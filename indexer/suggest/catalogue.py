"""What can be offered to one kind of reader: titles with their proposals, and facet values with their names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from corpus import Proposal, UnitAuthority, parse_session
from indexer.fields import facet_named
from indexer.suggest.results import SuggestionKind
from indexer.suggest.texts import Array, Numbers, Strings, Texts, starts_of

__all__ = ["Catalogue", "Entry", "entry_of"]

#: The facets whose values are offered.
_VALUE_KINDS = (SuggestionKind.SESSION, SuggestionKind.UNIT, SuggestionKind.PROPOSER)
#: Between kind and value in a key; no name holds it.
_BETWEEN = "\x1f"
_TEXTS, _STRINGS = ("titles", "names"), ("ids", "keys")
_NUMBERS = ("named", "counts", "links", "linked")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept of one proposal: its title, and the keys of its facet values."""

    id: str
    title: str
    keys: tuple[str, ...]


def entry_of(proposal: Proposal) -> Entry:
    """Return what is kept of a proposal that has an id."""
    facets = ((kind, facet_named(kind)) for kind in _VALUE_KINDS)
    keys = (f"{kind}{_BETWEEN}{value}" for kind, facet in facets if facet for value in facet.values(proposal))
    return Entry(proposal.id, proposal.title, tuple(dict.fromkeys(keys)))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Titles and values of some proposals.

    Attributes:
        titles, ids: one row a proposal.
        keys: one row a value, kind and value; ``counts`` how many of the proposals have it.
        names: every name a value goes by, the one to show first; ``named`` the row of the value it names.
        links: rows of the values that the proposals have, proposal after proposal; ``linked`` where each begins.
    """

    titles: Texts
    ids: Strings
    keys: Strings
    names: Texts
    named: Numbers
    counts: Numbers
    links: Numbers
    linked: Numbers

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Catalogue:
        """Return the catalogue of these proposals."""
        titles = Texts.of(entry.title for entry in entries)
        return cls._of(titles, Strings.of(entry.id for entry in entries), [entry.keys for entry in entries])

    @classmethod
    def _of(cls, titles: Texts, ids: Strings, keys_of: Sequence[Sequence[str]]) -> Catalogue:
        # In order, so that a key is found by bisection.
        numbers = {key: row for row, key in enumerate(sorted({key for keys in keys_of for key in keys}))}
        links = np.array([numbers[key] for keys in keys_of for key in keys], dtype=np.uint32)
        named = [(name, row) for key, row in numbers.items() for name in _names_of(*_parted(key))]
        return cls(
            titles,
            ids,
            Strings.of(numbers),
            Texts.of(name for name, _ in named),
            np.array([row for _, row in named], dtype=np.uint32),
            np.bincount(links, minlength=len(numbers)).astype(np.uint32),
            links,
            starts_of(list(map(len, keys_of))),
        )

    def changed(self, gone: frozenset[str], added: Sequence[Entry]) -> Catalogue:
        """Return this without the proposals of some ids, and with others; values that nobody has are dropped."""
        kept = [id not in gone for id in self.ids.all()]
        if all(kept) and not added:
            return self
        keys, links, starts = self.keys.all(), self.links.tolist(), self.linked.tolist()
        spans = zip(starts, starts[1:], kept, strict=False)
        keys_of = [[keys[link] for link in links[start:end]] for start, end, keep in spans if keep]
        mask = np.array(kept, dtype=np.bool_)
        return self._of(
            self.titles.joined(mask, Texts.of(entry.title for entry in added)),
            self.ids.joined(mask, Strings.of(entry.id for entry in added)),
            [*keys_of, *(entry.keys for entry in added)],
        )

    def value(self, name: int) -> tuple[SuggestionKind, str]:
        """Return what a row of ``names`` names: what it is, and the value."""
        return _parted(self.keys[int(self.named[name])])

    def shown(self, name: int) -> str:
        """Return the first of the names that name the same value."""
        return self.names.shown[int(np.searchsorted(self.named, self.named[name]))]

    def sessions(self) -> list[str]:
        """Return the values of all sessions."""
        key = f"{SuggestionKind.SESSION}{_BETWEEN}"
        first = bisect_left(range(len(self.keys)), key, key=self.keys.__getitem__)
        values = (_parted(self.keys[row]) for row in range(first, len(self.keys)))
        return [value for _, value in takewhile(lambda each: each[0] is SuggestionKind.SESSION, values)]

    def count(self, kind: SuggestionKind, value: str) -> int:
        """Return how many of the proposals have a value."""
        key = f"{kind}{_BETWEEN}{value}"
        row = bisect_left(range(len(self.keys)), key, key=self.keys.__getitem__)
        return int(self.counts[row]) if row < len(self.keys) and self.keys[row] == key else 0

    def arrays(self) -> Mapping[str, Array]:
        """Return the arrays to keep, by name."""
        parts: dict[str, Texts | Strings] = {name: getattr(self, name) for name in (*_TEXTS, *_STRINGS)}
        arrays = {f"{name}/{part}": array for name, each in parts.items() for part, array in each.arrays().items()}
        return arrays | {name: getattr(self, name) for name in _NUMBERS}

    @classmethod
    def load(cls, array: Callable[[str], Array]) -> Catalogue:
        """Return a catalogue from arrays given by the names that :meth:`arrays` gave them."""
        titles, names = (Texts.load(_under(name, array)) for name in _TEXTS)
        ids, keys = (Strings.load(_under(name, array)) for name in _STRINGS)
        return cls(titles, ids, keys, names, *map(array, _NUMBERS))


def _under(name: str, array: Callable[[str], Array]) -> Callable[[str], Array]:
    return lambda part: array(f"{name}/{part}")


def _parted(key: str) -> tuple[SuggestionKind, str]:
    kind, _, value = key.partition(_BETWEEN)
    return SuggestionKind(kind), value


def _names_of(kind: SuggestionKind, value: str) -> Iterable[str]:
    """What a value is called, the name to show first."""
    if kind is SuggestionKind.UNIT:
        units = UnitAuthority.load()
        return dict.fromkeys((value, *units.aliases(value), *units.former_names(value)))
    if kind is SuggestionKind.SESSION and (session := parse_session(value)):
        return (session.label,)
    return (value,)
