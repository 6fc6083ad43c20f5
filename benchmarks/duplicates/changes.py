"""What copiers do to a text, by rule: each kind of change in its degrees, with the origin of every character kept."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import opencc
from rjieba import Jieba

from benchmarks.duplicates.traced import Traced

__all__ = ["CHANGES", "Change", "Material"]

_SECTION = 0.3
"""A copied section is this share of a text."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a copy is made from.

    Attributes:
        source: the text that is copied.
        second: another text that is copied from too, where the change merges two.
        others: texts on other matters; words and sentences that a copier adds come from these, as his own.
        dice: decides everything that is left to chance.
    """

    source: Traced
    second: Traced
    others: Sequence[Traced]
    dice: random.Random


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change in one degree.

    Attributes:
        name: for the command line and the expected figures.
        label: what readers of the report see.
        make: makes the copy.
        scope: whether so much is copied that the whole is a copy (``whole``), or only a part (``part``).
    """

    name: str
    label: str
    make: Callable[[Material], Traced]
    scope: str = "whole"


def _verbatim(material: Material) -> Traced:
    return material.source


def _words_edited(share: float) -> Callable[[Material], Traced]:
    """Words here and there are replaced, left out or added, until ``share`` of all are touched."""

    def make(material: Material) -> Traced:
        words = _words(material.source)
        strange = [word for other in material.others for word in _words(other)]
        touched = set(material.dice.sample(range(len(words)), round(share * len(words))))
        return Traced.joined(
            piece
            for place, word in enumerate(words)
            for piece in (_edit(word, strange, material.dice) if place in touched else (word,))
        )

    return make


def _edit(word: Traced, strange: Sequence[Traced], dice: random.Random) -> tuple[Traced, ...]:
    other = dice.choice(strange).anew()
    match dice.choice(("replace", "replace", "drop", "add")):
        case "replace":
            return (other,)
        case "drop":
            return ()
        case _:
            return (word, other)


def _sentences_edited(share: float) -> Callable[[Material], Traced]:
    """Whole sentences are put otherwise, until ``share`` of the text is not the source's any more."""

    def make(material: Material) -> Traced:
        sentences = material.source.sentences()
        strange = [each for other in material.others for each in other.sentences() if len(each) > 8]
        order = material.dice.sample(range(len(sentences)), len(sentences))
        left = share * len(material.source)
        for place in order:
            if left <= 0:
                break
            left -= len(sentences[place])
            sentences[place] = material.dice.choice(strange).anew()
        return Traced.joined(sentences)

    return make


def _shuffled(material: Material) -> Traced:
    pieces = material.source.paragraphs()
    material.dice.shuffle(pieces)
    return Traced.joined(pieces)


def _section_copied(material: Material) -> Traced:
    """One section of the source in a text on something else."""
    source = material.source
    length = max(60, round(_SECTION * len(source)))
    start = material.dice.randrange(max(1, len(source) - length))
    host = material.others[0].anew()
    cut = material.dice.randrange(len(host) + 1)
    return Traced.joined((host[:cut], source[start : start + length], host[cut:]))


def _expanded(material: Material) -> Traced:
    """Every sentence of the source, with as much again of other text between."""
    wanted, added, pieces = len(material.source), 0, []
    strange = [each.anew() for other in material.others for each in other.sentences()]
    for sentence in material.source.sentences():
        pieces.append(sentence)
        while added < wanted and material.dice.random() < 0.55:
            pieces.append(material.dice.choice(strange))
            added += len(pieces[-1])
    while added < wanted:
        pieces.append(material.dice.choice(strange))
        added += len(pieces[-1])
    return Traced.joined(pieces)


def _merged(material: Material) -> Traced:
    """The first half of one text and the second half of another."""
    first, second = material.source.sentences(), material.second.sentences()
    return Traced.joined((*first[: (len(first) + 1) // 2], *second[len(second) // 2 :]))


def _traditional(material: Material) -> Traced:
    source = material.source
    converter = opencc.OpenCC("s2t")
    return source.told("".join(map(converter.convert, source.text)))


def _words(text: Traced) -> list[Traced]:
    words, start = [], 0
    for word in _cutter().cut(text.text, hmm=True):
        words.append(text[start : start + len(word)])
        start += len(word)
    return words


@cache
def _cutter() -> Jieba:
    return Jieba()


CHANGES: tuple[Change, ...] = (
    Change("verbatim", "原文照抄", _verbatim),
    Change("words-10", "改词 10%", _words_edited(0.10)),
    Change("words-30", "改词 30%", _words_edited(0.30)),
    Change("words-50", "改词 50%", _words_edited(0.50)),
    Change("sentences-10", "换句 10%", _sentences_edited(0.10)),
    Change("sentences-30", "换句 30%", _sentences_edited(0.30)),
    Change("sentences-50", "换句 50%", _sentences_edited(0.50)),
    Change("shuffled", "段落打乱", _shuffled),
    Change("section", "抄一节（三成）", _section_copied, "part"),
    Change("expanded", "扩写一倍", _expanded),
    Change("merged", "两件各抄一半", _merged, "part"),
    Change("traditional", "改成繁体", _traditional),
)
