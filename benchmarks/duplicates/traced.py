"""A text that remembers where each of its characters was copied from, whatever is done to it afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["OWN", "Origin", "Traced"]

#: Which text a character was copied from, and its place there; ``OWN`` for what was written anew.
Origin = tuple[str, int] | None
OWN: Origin = None

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")


@dataclass(frozen=True, slots=True)
class Traced:
    """A text with the origin of every character.

    >>> whole = Traced.of("江-1", "车位不足。建议增建。")
    >>> [piece.text for piece in whole.sentences()], whole[5:7].origins
    (['车位不足。', '建议增建。'], (('江-1', 5), ('江-1', 6)))
    """

    text: str
    origins: tuple[Origin, ...]

    @classmethod
    def of(cls, key: str, text: str) -> Traced:
        """Return a text that is its own origin."""
        return cls(text, tuple((key, place) for place in range(len(text))))

    @classmethod
    def new(cls, text: str) -> Traced:
        """Return a text that was copied from nowhere."""
        return cls(text, (OWN,) * len(text))

    @classmethod
    def joined(cls, pieces: Iterable[Traced]) -> Traced:
        """Return the pieces one after the other."""
        parts = list(pieces)
        return cls("".join(part.text for part in parts), tuple(origin for part in parts for origin in part.origins))

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, part: slice) -> Traced:
        return Traced(self.text[part], self.origins[part])

    def told(self, text: str) -> Traced:
        """Return another form of the same characters, one for one (the other script, other width)."""
        if len(text) != len(self.text):
            raise ValueError("另一种写法的字数不同，无法对应")
        return Traced(text, self.origins)

    def anew(self) -> Traced:
        """Return the same text as if it had been written anew: it is nobody's copy."""
        return Traced.new(self.text)

    def sentences(self) -> list[Traced]:
        """Return the sentences with their closing punctuation; nothing is left out."""
        return [self[found.start() : found.end()] for found in _SENTENCE.finditer(self.text) if found.group()]

    def paragraphs(self) -> list[Traced]:
        """Return the lines with their line ends; a text of one line by its sentences."""
        lines = [self[found.start() : found.end()] for found in re.finditer(r"[^\n]*\n|[^\n]+$", self.text)]
        return lines if len(lines) > 2 else self.sentences()
