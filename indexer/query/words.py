"""A run of plain text, cut into what must occur and what scores."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.analysis import Analyzer, fold
from indexer.query.expression import Piece, Words
from indexer.query.spellings import spellings
from indexer.query.values import readings

__all__ = ["MAX_PIECES", "squeezed", "words_of"]

#: Pieces of one run that must occur; the rest of a pasted page only scores.
MAX_PIECES = 24
#: Words and neighbouring characters that score, together about as many as the longest real title has.
MAX_SCORING = 96
#: Runs up to this long are one piece when the cut leaves a single character: names and the like (江大桥).
SHORT_RUN = 4

#: Words that say how other words hang together; nobody looks for them, and the same matter is written without.
FUNCTION_WORDS = frozenset("的 了 和 在 与 及 以及 等 对 对于 关于 就 把 被 为 之 其 并 或 于 而 地 得 着 第 是 也 都".split())
#: How titles end: 关于……的建议. Left out only as a formula, after 关于.
_FORMULA_ENDS = frozenset("建议 提案 议案 答复 复函 意见 函".split())
#: What may join letters and digits into one name: 5g-a, gb/t, 3.15, 2020-2021, http://a.cn.
_JOINT = re.compile(r"[-._/&+:@'~%]{1,3}|")


@dataclass(slots=True)
class _Token:
    """A word of the run: where it stands, and whether it must occur."""

    text: str
    start: int
    end: int
    needed: bool = True

    @property
    def han(self) -> bool:
        """Whether it is of a script written without spaces (everything from CJK radicals on)."""
        return self.text[0] >= "\u2e80"

    @property
    def single(self) -> bool:
        return self.han and len(self.text) == 1


def squeezed(text: str) -> str:
    """Return text folded and without white space: the form in which characters are compared.

    >>> squeezed("國際 ＡＢＣ")
    '国际abc'
    """
    return "".join(fold(text).split())


def words_of(text: str, analyzer: Analyzer) -> Words | None:
    """Return what a run of plain text asks for, None where it has neither letters nor digits.

    >>> [piece.text for piece in words_of("社区养老的服务体系", Analyzer()).pieces]
    ['社区', '养老', '服务体系']
    """
    run = squeezed(text)
    tokens = _located(run, analyzer.words(text))
    if not tokens:
        return None
    _leave_out(tokens)
    needed = [token for token in tokens if token.needed]
    pieces = dict.fromkeys(_pieces(run, tokens))
    return Words(
        text=run,
        pieces=tuple(Piece(piece, spellings(piece)) for piece in list(pieces)[:MAX_PIECES]),
        words=tuple(dict.fromkeys(token.text for token in needed))[:MAX_SCORING],
        stretches=tuple(run[start:end] for start, end in _joined((token.start, token.end) for token in needed)),
        readings=readings(unicodedata.normalize("NFKC", text)),
    )


def _located(run: str, words: Iterable[str]) -> list[_Token]:
    tokens: list[_Token] = []
    place = 0
    for word in words:
        start = run.find(word, place)
        if start >= 0:
            place = start + len(word)
            tokens.append(_Token(word, start, place))
    return tokens


def _leave_out(tokens: list[_Token]) -> None:
    """Mark function words and the title formula as not needed, unless there is nothing else."""
    spare = [token for token in tokens if token.text in FUNCTION_WORDS]
    if tokens[0].text == "关于" and tokens[-1].text in _FORMULA_ENDS:
        spare.append(tokens[-1])
    if len(spare) < len(tokens):
        for token in spare:
            token.needed = False


def _pieces(run: str, tokens: list[_Token]) -> Iterator[str]:
    """What must occur: words, joined where a cut between them would be an accident of the dictionary."""
    if len(run) <= SHORT_RUN and all(token.han for token in tokens) and any(token.single for token in tokens):
        yield run
        return
    start = None
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if not token.needed:
            continue
        start = token.start if start is None else start
        if following is None or not _belong(token, following, run):
            yield run[start : token.end]
            start = None


def _belong(token: _Token, following: _Token, run: str) -> bool:
    """Whether two neighbours are one piece: 5g-a, 12届 and characters of a name the dictionary lacks."""
    if not following.needed:
        return False
    between = run[token.end : following.start]
    if not token.han and not following.han:
        return bool(_JOINT.fullmatch(between))
    return not between and following.single and (token.single or not token.han)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch made one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
