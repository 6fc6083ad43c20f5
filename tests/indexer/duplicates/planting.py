"""Passages planted in unrelated texts, written otherwise than where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import opencc

from indexer.analysis.normal import normal

__all__ = ["Planted", "noise", "plant", "written_otherwise"]

_WIDE = str.maketrans({code: code + 0xFEE0 for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))})
_TRADITIONAL = opencc.OpenCC("s2t")
_MARKS = "，。、；：！ 　\n（）“”—·"
_HAN = [chr(code) for code in range(0x4E00, 0x6000) if normal(chr(code)).text == chr(code)]
_COMMON = "的是在了和有为对等与建议加强管理城市发展工作服务社区提高问题进一步完善机制2021Ab"


@dataclass(frozen=True, slots=True)
class Planted:
    """A text with a passage planted in it, and where."""

    text: str
    start: int
    end: int


def noise(random: Random, length: int) -> str:
    """Return text that shares no long passage with anything."""
    return "".join(random.choice(_COMMON if random.random() < 0.3 else _HAN) for _ in range(length))


def written_otherwise(passage: str, random: Random) -> str:
    """Return a passage with its script, width, punctuation and line breaks changed."""
    text = _TRADITIONAL.convert(passage) if random.random() < 0.5 else passage
    text = text.translate(_WIDE) if random.random() < 0.5 else text
    marked = [text[0]]
    for character in text[1:]:
        if random.random() < 0.25:
            marked.append(random.choice(_MARKS))
        marked.append(character)
    # What changes the characters themselves (a one-way conversion) is no passage of the same text.
    found = "".join(marked)
    return found if normal(found).text == normal(passage).text else passage


def plant(passages: Sequence[str], random: Random, length: int) -> tuple[str, list[Planted]]:
    """Return one text with all passages in it, between noise, and where each stands."""
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    size = 0
    for passage in passages:
        before = noise(random, length) + "。"
        pieces += [before, passage, "。"]
        places.append((size + len(before), size + len(before) + len(passage)))
        size += len(before) + len(passage) + 1
    text = "".join(pieces) + noise(random, length)
    return text, [Planted(text, start, end) for start, end in places]
