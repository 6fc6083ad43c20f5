"""Which script a name is written in, and which characters Traditional writing keeps apart.

Folding makes one character of 后 and 後, of 干, 乾 and 幹; for searching that is right, for telling two names apart it
is not. A Traditional text says which one is meant; a Simplified one does not.
"""

from __future__ import annotations

from functools import cache

import opencc

__all__ = ["reading", "surely_simplified"]


def reading(text: str) -> str:
    """Return a Traditional text with every character in one of the ways to write it.

    >>> reading("臺中市衞生局") == reading("台中市衛生局"), reading("后里") == reading("後里")
    (True, False)
    """
    return "".join(map(_one_way, text))


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
def _one_way(character: str) -> str:
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
