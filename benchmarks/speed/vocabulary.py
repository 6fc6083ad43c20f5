"""The words that generated proposals are made of: jieba's own dictionary, by part of speech, with its frequencies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from random import Random

__all__ = ["Pool", "Vocabulary", "zipf"]

#: Part of speech in jieba's dictionary → the class we draw from. Personal names are left out.
_CLASSES = {
    **dict.fromkeys(("n", "nz", "vn", "an", "j", "l", "nt", "s"), "noun"),
    **dict.fromkeys(("v",), "verb"),
    **dict.fromkeys(("a", "b", "ad", "z"), "adjective"),
    **dict.fromkeys(("d", "p", "c", "r", "f", "uj", "ul", "m", "q"), "particle"),
    **dict.fromkeys(("ns",), "place"),
    **dict.fromkeys(("i",), "idiom"),
}
_HAN = re.compile("[\u4e00-\u9fff]{1,5}")


@dataclass(frozen=True, slots=True)
class Pool:
    """Texts to draw from, each with its weight."""

    texts: Sequence[str]
    cumulative: Sequence[float]

    @classmethod
    def of(cls, texts: Sequence[str], weights: Iterable[float]) -> Pool:
        """Return a pool of texts with these weights, of any sum.

        >>> Pool.of(["停车", "养老"], [1, 0]).draw(Random(1), 2)
        ['停车', '停车']
        """
        return cls(texts, list(accumulate(weights)))

    def draw(self, random: Random, count: int) -> list[str]:
        """Return ``count`` texts, drawn independently."""
        return random.choices(self.texts, cum_weights=self.cumulative, k=count)


def zipf(count: int, exponent: float, offset: float) -> list[float]:
    """Return the weights 1 / (rank + offset) ** exponent (Zipf and Mandelbrot's law) of ``count`` ranks.

    >>> zipf(3, 1.0, 0.0)
    [1.0, 0.5, 0.3333333333333333]
    """
    return [(rank + offset) ** -exponent for rank in range(1, count + 1)]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words with their frequencies, by class, most frequent first."""

    words: dict[str, list[str]]
    frequencies: dict[str, list[int]]

    @classmethod
    @cache
    def load(cls) -> Vocabulary:
        """Return the words of the dictionary that is installed with jieba."""
        found: dict[str, list[tuple[int, str]]] = {name: [] for name in set(_CLASSES.values())}
        for line in files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines():
            word, frequency, part = line.split(" ")
            if part in _CLASSES and _HAN.fullmatch(word):
                found[_CLASSES[part]].append((int(frequency), word))
        ordered = {name: sorted(pairs, reverse=True) for name, pairs in found.items()}
        return cls(
            {name: [word for _, word in pairs] for name, pairs in ordered.items()},
            {name: [frequency for frequency, _ in pairs] for name, pairs in ordered.items()},
        )

    def pool(self, name: str, *, power: float = 1.0, top: int | None = None, shortest: int = 1) -> Pool:
        """Return a class's words, weighted by frequency to some power; only the ``top`` most frequent if given."""
        pairs = list(zip(self.words[name], self.frequencies[name], strict=True))[:top]
        kept = [(word, max(frequency, 1) ** power) for word, frequency in pairs if len(word) >= shortest]
        return Pool.of([word for word, _ in kept], [weight for _, weight in kept])
