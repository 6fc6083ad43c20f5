"""A run of plain text, cut into what must occur and what scores.

Pieces have other spellings that count as well: numerals in the other script, other names of a unit, synonyms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from corpus import UnitAuthority, parse_numeral, to_chinese
from indexer.analysis.analyzer import Analyzer
from indexer.analysis.fold import fold
from indexer.query.expression import Piece, Words
from indexer.query.values import interpretations

__all__ = ["MAX_PIECES", "spellings", "squeezed", "words_of"]


#: What is counted: a lone 一 or 两 is a numeral only before one of these.
_COUNTED = "届次号年月日条项款章期岁个名件家座处间亩吨倍层米元万亿"
#: Longer numerals are sums of money and the like, written one way only.
_NUMBER = r"[0-9]{1,4}(?![0-9])|[〇零一二三四五六七八九十百千两]{1,7}"
_NUMERAL = re.compile(rf"(?P<number>{_NUMBER})(?P<counted>[{_COUNTED}]?)")
_NUMERALS = re.compile(rf"(?:第?(?:{_NUMBER})[{_COUNTED}]?)++(?:会议|大会|提案|建议)?")
_BY_DIGIT = str.maketrans("0123456789", "〇一二三四五六七八九")


@lru_cache(maxsize=4096)
def spellings(piece: str) -> tuple[str, ...]:
    """Return how else a folded piece may be written; mostly nothing.

    >>> spellings("12届"), spellings("一百"), spellings("十二届五次"), spellings("停车")
    (('十二届',), ('100',), ('12届5次',), ())
    >>> spellings("市环保局")
    ('市生态环境局',)
    >>> spellings("电瓶车")
    ('电动自行车',)
    """
    return _numerals(piece) or _units(piece) or _synonyms().get(piece, ())


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    """The other names of everything in ``synonyms.txt``, folded."""
    lines = Path(__file__).with_name("synonyms.txt").read_text(encoding="utf-8").splitlines()
    groups = [fold(line.partition("#")[0]).split() for line in lines]
    return {name: tuple(other for other in group if other != name) for group in groups for name in group}


def _units(piece: str) -> tuple[str, ...]:
    """What the unit is called now, and its other current names; not the names of units it took over."""
    authority = UnitAuthority.load()
    canonical = authority.canonical(piece)
    names = dict.fromkeys(name for name in (canonical, *authority.aliases(canonical)) if piece not in name)
    # A name within another finds both.
    return tuple(name for name in names if not any(other in name for other in names if other != name))


def _numerals(piece: str) -> tuple[str, ...]:
    if not _NUMERALS.fullmatch(piece) or (len(piece) == 1 and not piece.isascii()):
        return ()
    other = _NUMERAL.sub(_rewritten, piece)
    return (other,) if other != piece else ()


def _rewritten(match: re.Match[str]) -> str:
    return _other(match["number"], year=match["counted"] == "年") + match["counted"]


def _other(number: str, *, year: bool) -> str:
    """The numeral in the other script; years are written digit by digit, 0300 only as it is."""
    if not number.isascii():
        value = parse_numeral(number)
        return str(value) if value else number
    if number.startswith("0"):
        return number
    return number.translate(_BY_DIGIT) if year and len(number) == 4 else to_chinese(int(number))


#: Pieces of one run that must occur; a pasted page has more, which only score.
MAX_PIECES = 24
#: Runs up to this long are one piece when the cut leaves a single character: names and the like (江大桥).
SHORT_RUN = 4

#: Words that say how other words hang together; the same matter is written without them.
FUNCTION_WORDS = frozenset("的了和在与及等对就把被为之其并或于而地得着第是也都") | {"以及", "对于", "关于", "或者"}
#: Words that ask; the answer is written without them. Leaving them out gives questions MRR@10 0.992 instead of 0.989.
QUESTION_WORDS = frozenset("哪谁何几吗呢吧啊么") | {
    *(
        "什么",
        "怎么办",
        "哪个",
        "哪些",
        "哪里",
        "哪儿",
        "哪年",
        "哪位",
        "哪种",
        "何时",
        "何地",
        "何处",
        "为何",
        "多少",
        "怎么",
    ),
    *("怎么办", "怎样", "怎么样", "如何", "为什么", "什么样", "什么时候", "多久", "多大"),
}
_SPARE = FUNCTION_WORDS | QUESTION_WORDS
#: How titles end: 关于……的建议. Left out only as a formula, after 关于.
FORMULA_ENDS = frozenset({"建议", "提案", "议案", "答复", "复函", "意见", "函"})
#: Scripts written without spaces begin with the CJK radicals.
_FIRST_HAN = "\u2e80"
#: What may join letters and digits into one name: 5g-a, gb/t, 3.15, 2020-2021, http://a.cn.
_JOINT = re.compile(r"[-._/&+:@'~%]{0,3}")


@dataclass(slots=True)
class _Token:
    """A word of the run, or several that belong together: where it stands, and whether it must occur."""

    start: int
    end: int
    text: str
    singles: bool
    needed: bool = True

    @property
    def han(self) -> bool:
        """Whether it is of a script written without spaces."""
        return self.text[0] >= _FIRST_HAN


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
    core = run[tokens[0].start : tokens[-1].end]
    meant = interpretations(core)
    whole = bool(meant or spellings(core)) or _is_name(core, tokens)
    return Words(
        text=core,
        pieces=(_piece(core),) if whole else tuple(dict.fromkeys(_pieces(run, needed)))[:MAX_PIECES],
        words=tuple(dict.fromkeys(token.text for token in needed)),
        stretches=_stretches(run, needed),
        interpretations=meant,
        title=_is_title(tokens),
    )


def _located(run: str, words: Iterable[str]) -> list[_Token]:
    tokens: list[_Token] = []
    place = 0
    for word in words:
        start = run.find(word, place)
        if start >= 0:
            place = start + len(word)
            tokens.append(_Token(start, place, word, singles=len(word) == 1 and word >= _FIRST_HAN))
    return tokens


def _leave_out(tokens: list[_Token]) -> None:
    """Mark function and question words and the title formula as not needed, unless there is nothing else."""
    spare = [token for token in tokens if token.text in _SPARE]
    if _is_title(tokens):
        spare.append(tokens[-1])
    if len(spare) < len(tokens):
        for token in spare:
            token.needed = False


def _is_title(tokens: list[_Token]) -> bool:
    """Whether a run has the formula of titles around it."""
    return tokens[0].text == "关于" and tokens[-1].text in FORMULA_ENDS


def _is_name(core: str, tokens: list[_Token]) -> bool:
    """Whether a short run is best taken whole, since the dictionary does not know it."""
    if len(core) > SHORT_RUN or "".join(token.text for token in tokens) != core:
        return False
    return all(token.han for token in tokens) and any(token.singles for token in tokens)


def _pieces(run: str, needed: list[_Token]) -> list[Piece]:
    """What must occur: words, joined where a cut between them would be an accident of the dictionary."""
    joined: list[_Token] = []
    for token in needed:
        if joined and _belong(joined[-1], token, run):
            start, singles = joined[-1].start, joined[-1].singles
            joined[-1] = _Token(start, token.end, run[start : token.end], singles)
        else:
            joined.append(token)
    ends, starts = {token.end for token in joined}, {token.start for token in joined}
    return [
        _in_context(run, token, before=token.start in ends, after=token.end in starts)
        if token.singles and len(token.text) == 1
        else _piece(token.text)
        for token in joined
    ]


def _belong(token: _Token, following: _Token, run: str) -> bool:
    """Whether two neighbours are one piece: 5g-a, 12届, and characters of a name the dictionary lacks."""
    between = run[token.end : following.start]
    if not token.han and not following.han:
        return bool(_JOINT.fullmatch(between))
    if between or not following.singles:
        return False
    return token.text[-1].isdigit() or (token.singles and len(token.text) < SHORT_RUN)


def _in_context(run: str, token: _Token, *, before: bool, after: bool) -> Piece:
    """A lone character must occur beside one of its neighbours: by itself it would occur everywhere."""
    pairs = [run[token.start - 1 : token.end]] if before else []
    pairs += [run[token.start : token.end + 1]] if after else []
    return Piece(token.text, tuple(pairs))


def _piece(text: str) -> Piece:
    others = spellings(text)
    return Piece(text, (text, *others) if others else ())


def _stretches(run: str, needed: list[_Token]) -> tuple[str, ...]:
    """The run without what is left out of it."""
    spans: list[tuple[int, int]] = []
    for token in needed:
        if spans and spans[-1][1] == token.start:
            spans[-1] = (spans[-1][0], token.end)
        else:
            spans.append((token.start, token.end))
    return tuple(run[start:end] for start, end in spans)
