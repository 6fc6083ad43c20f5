"""The proposals nearest in matter to a text, whatever words it uses, each with why and with what was answered.

The whole text is the question, as when it is typed into the search box, with three differences that rewrites made by
hand ask for (docs/decisions/0031-nearest-in-matter.md has the figures): only titles and texts of proposals are asked,
since an answer says much on other matters; the title counts no more than the text, since another author's title has
other words; and of a long text only the most telling terms are asked for.

Nearness is what a proposal scores, over what the text itself would score at average length. It ranks; it is no verdict.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from whoosh.query import Not, NullQuery, Or, Query, Term

from corpus import Archive, Proposal
from indexer.analysis.analyzer import Analyzer
from indexer.analysis.fold import fold
from indexer.engines.base import Engine, EngineQuery
from indexer.fields import Stream, text_field_named
from indexer.query.steps import Step, within_budget
from indexer.search.ranking import DEFAULT
from indexer.search.request import Reader
from indexer.search.similar import DocumentFrequencies

__all__ = ["MOST_NEAREST", "NEAREST", "Matter", "Nearest", "matter_of", "nearest_to"]

#: Proposals shown as nearest unless more are asked for, and at most.
NEAREST, MOST_NEAREST = 5, 50

#: The fields asked.
_FIELDS = ("title", "content")
#: Terms that are asked for. Rewrites lose nothing by it, and a check of 1,900 characters takes a fifth of the time.
_TERMS = 200
#: What a term counts, by its stream; words of one character are among the characters.
_WEIGHTS = {Stream.WORDS: DEFAULT.words, Stream.BIGRAMS: DEFAULT.bigrams, Stream.CHARS: DEFAULT.chars}
#: Words in more than this share of all records, and in more than a few, say nothing to a reader: 进一步, 方面.
_COMMON, _FEW = 0.25, 3
#: Words shown; characters of an answer's sentence, at least and at most.
_WORDS_SHOWN, _SHORTEST, _ANSWER = 6, 12, 90

_PLACE = re.compile("[一-鿿]{2}(?:街道|新城|[区县市镇乡])")
#: What ends like the name of a place and is none.
_NO_PLACE = re.compile(
    "(?:[小社园地城片景校库辖郊山灾街院厂病专特林灌矿各全县个分整本该外城乡集村返下回老故水家到在为进入全大中新]"
    "[区县市镇乡]|超市|都市|街道)$"
)
#: What of an answer says nothing: greetings, thanks, what was asked, headings.
_FORMAL = re.compile("收悉|答复如下|感谢|您|^[一二三四五六七八九十\\d（(、.．）) ]*关于")
_ENDS = "。；！？"
_SENTENCE = re.compile("[^。；！？\n]++[。；！？]?")


@dataclass(frozen=True, slots=True)
class Nearest:
    """A proposal that may be about the same thing.

    Attributes:
        nearness: 0 to 1, for ranking; about 1 for the same text.
        reasons: why it is near, in Chinese sentences.
        answer: the sentence of its answers that says most of the matter, ``""`` where nothing was answered.
    """

    proposal: Proposal
    nearness: float
    reasons: tuple[str, ...]
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a text is about, as a question to an engine.

    Attributes:
        tree: its most telling terms, in titles and texts.
        own: what the text itself would score, 0 where it has no terms.
        words: words that tell it from other texts, each with how much it tells.
        places: names of places in it.
    """

    tree: Query
    own: float
    words: Mapping[str, float]
    places: tuple[str, ...]


def matter_of(proposal: Proposal, analyzer: Analyzer, frequencies: DocumentFrequencies, documents: int) -> Matter:
    """Return the matter of a proposal, archived or not.

    Args:
        frequencies: document frequencies of the index that will be asked.
        documents: how many documents it holds.

    >>> matter = matter_of(Proposal("停车收费"), Analyzer(), lambda _, terms: dict.fromkeys(terms, 2), 100)
    >>> sorted(matter.words), matter.own > 0
    (['停车', '收费'], True)
    """
    # What only an archived proposal has, only itself has.
    least = 2 if proposal.id else 1
    known = [term for term in _terms(proposal, analyzer, frequencies) if term.holding >= least]
    # Equal ones in the order of their texts, so that the same text always asks the same question.
    telling = sorted(known, key=lambda term: (-term.telling(documents), term.stream.value, term.text))[:_TERMS]
    asked: list[Query] = [
        Term(text_field_named(name).stream(term.stream), term.text, boost=_WEIGHTS[term.stream])
        for term in telling
        for name in _FIELDS
    ]
    most = max(_COMMON * documents, _FEW)
    return Matter(
        tree=_affordable(asked, frequencies, documents),
        own=sum(term.own(documents) for term in telling),
        words={term.text: term.telling(documents) for term in telling if term.says_something and term.holding <= most},
        places=tuple(_places(proposal)),
    )


def _affordable(asked: list[Query], frequencies: DocumentFrequencies, documents: int) -> Query:
    """Any of the terms; what most documents have scores only as long as the whole costs no more than any search."""
    if not asked:
        return NullQuery
    return within_budget(Step(Or(asked), None, True, ""), frequencies, documents).tree


def nearest_to(
    proposal: Proposal, matter: Matter, engine: Engine, archive: Archive, reader: Reader, *, limit: int
) -> tuple[Nearest, ...]:
    """Return the proposals nearest to one in matter, nearest first, without itself.

    What shares no telling word with it is not near, however few proposals there are.

    Args:
        matter: that of the proposal.
    """
    if not matter.own:
        return ()
    scope = Not(Term("id", proposal.id)) if proposal.id else None
    query = EngineQuery(matter.tree, scope=scope, limit=limit, rescoring=DEFAULT.rescoring, internal=reader.internal)
    rows = engine.search(query).rows
    shown = reader.visible(archive, [row.id for row in rows])
    found = (_nearest(proposal, matter, shown[row.id], row.score) for row in rows if row.id in shown)
    return tuple(filter(None, found))


def _nearest(proposal: Proposal, matter: Matter, other: Proposal, score: float) -> Nearest | None:
    said = "".join(fold(f"{other.title}\n{other.text}").split())
    shared = {word: weight * said.count(word) / (said.count(word) + 1) for word, weight in matter.words.items()}
    words = sorted(filter(shared.__getitem__, shared), key=lambda word: -shared[word])
    if not words:
        return None
    places = [place for place in matter.places if place in said]
    nearness = round(min(score / matter.own, 1.0), 4)
    return Nearest(other, nearness, tuple(_reasons(proposal, other, words, places)), _answer(other, words))


def _reasons(proposal: Proposal, other: Proposal, words: Sequence[str], places: Sequence[str]) -> Iterator[str]:
    yield f"相同的关键词：{'、'.join(_apart(words)[:_WORDS_SHOWN])}。"
    if places:
        yield f"都提到{'、'.join(places)}。"
    units = [unit for unit in proposal.units() if unit in other.units()]
    if units:
        yield f"办理单位相同：{'、'.join(units)}。"
    if proposal.category and proposal.category == other.category:
        yield f"类别相同：{proposal.category}。"
    if proposal.session and proposal.session == other.session:
        yield f"届次相同：{proposal.session.label}。"


def _apart(words: Sequence[str]) -> list[str]:
    """Words without those that stand in another one of them."""
    return [word for word in words if not any(word != other and word in other for other in words)]


def _answer(proposal: Proposal, words: Sequence[str]) -> str:
    """The sentence of the answers that has most of the words, the first of equal ones; no greetings, no headings."""
    ended = (each[0] for reply in proposal.replies for each in _SENTENCE.finditer(reply.text) if each[0][-1] in _ENDS)
    found = (sentence.strip() for sentence in ended)
    sentences = [each for each in found if len(each) >= _SHORTEST and not _FORMAL.search(each)]
    best = max(sentences, key=lambda sentence: sum(word in fold(sentence) for word in words), default="")
    return best if len(best) <= _ANSWER else f"{best[:_ANSWER]}…"


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of a text: how often it stands in title and text, and in how many records' titles and texts."""

    stream: Stream
    text: str
    counts: tuple[int, int]
    held: tuple[int, int]

    @property
    def holding(self) -> int:
        """In how many records it is, at least."""
        return max(self.held)

    @property
    def says_something(self) -> bool:
        """Whether a reader is helped by it: years, amounts and numbers are no matter."""
        return self.stream is Stream.WORDS and not any(character.isdigit() for character in self.text)

    def telling(self, documents: int) -> float:
        """Return how much it tells of the text's matter: tf·idf."""
        idf = math.log(1 + documents / (1 + self.holding))
        return _WEIGHTS[self.stream] * (1 + math.log(sum(self.counts))) * idf

    def own(self, documents: int) -> float:
        """Return what it scores in the text itself: BM25 at the average length."""
        scores = (
            (math.log(documents / (held + 1)) + 1) * count * (DEFAULT.k1 + 1) / (count + DEFAULT.k1)
            for count, held in zip(self.counts, self.held, strict=True)
        )
        return _WEIGHTS[self.stream] * sum(scores)


def _terms(proposal: Proposal, analyzer: Analyzer, frequencies: DocumentFrequencies) -> Iterator[_Term]:
    """Every term of a text, without single-character words (they are among the characters) and punctuation."""
    for stream in _WEIGHTS:
        title, text = (Counter(analyzer.tokens(stream, each)) for each in (proposal.title, proposal.text))
        terms = [term for term in title | text if term.isalnum() and (len(term) > 1 or stream is not Stream.WORDS)]
        titles, texts = (frequencies(text_field_named(name).stream(stream), terms) for name in _FIELDS)
        for term in terms:
            yield _Term(stream, term, (title[term], text[term]), (titles[term], texts[term]))


def _places(proposal: Proposal) -> Iterable[str]:
    found = _PLACE.findall("".join(fold(f"{proposal.title}\n{proposal.text}").split()))
    return dict.fromkeys(place for place in found if not _NO_PLACE.search(place))
