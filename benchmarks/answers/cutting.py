"""What peers without a Chinese tokenizer of their own are given: pairs of characters, and passages.

Text is cut as Groonga's ``TokenBigram`` and Lucene's ``CJKBigramFilter`` cut it: every two neighbouring Han characters
are a token, the last of a run is one alone, everything else is words in lower case, after NFKC.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

__all__ = ["cut", "passage", "terms"]

_TOKEN = re.compile("[\u3400-\u9fff]+|[^\\W\u3400-\u9fff]+")
_HAN = re.compile("[\u3400-\u9fff]")
#: Characters of a passage, and of those how many before the first match.
_LENGTH, _BEFORE = 110, 20


def cut(text: str) -> str:
    """Return the tokens of a text, joined by spaces.

    >>> cut("小区停车，２０个PPP项目")
    '小区 区停 停车 车 20 个 ppp 项目 目'
    """
    tokens: list[str] = []
    for run in _TOKEN.findall(unicodedata.normalize("NFKC", text).lower()):
        if _HAN.match(run):
            tokens += (run[place : place + 2] for place in range(len(run)))
        else:
            tokens.append(run)
    return " ".join(tokens)


def terms(word: str) -> list[str]:
    """Return the neighbouring tokens that a run of at least two Han characters is found by.

    >>> terms("停车"), terms("停车场")
    (['停车'], ['停车', '车场'])
    """
    return [word[place : place + 2] for place in range(len(word) - 1)]


def passage(text: str, words: Sequence[str]) -> str:
    """Return the part of a text around its first match, with every match marked; empty where there is none.

    >>> passage("小区停车难，停车贵。", ("停车",))
    '小区<b>停车</b>难，<b>停车</b>贵。'
    """
    places = [place for place in map(text.find, words) if place >= 0]
    if not places:
        return ""
    start = max(0, min(places) - _BEFORE)
    shown = text[start : start + _LENGTH]
    for word in words:
        shown = shown.replace(word, f"<b>{word}</b>")
    return shown
