"""From an expression to a Whoosh query tree: pure, and as small as the question allows.

Matching and scoring are kept apart, so that matching never depends on how text was cut:

    AndMaybe( what must occur, as substrings        what scores: words, bigrams, characters )

A condition of one or two characters is a single term per field, which matches and scores at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from whoosh.query import And as AndTree
from whoosh.query import AndMaybe, ConstantScoreQuery, Every, NullQuery, Phrase, Query, Term
from whoosh.query import Not as NotTree
from whoosh.query import Or as OrTree
from whoosh.query import Prefix as PrefixTree

from indexer.fields import TEXT_FIELDS, Stream, TextField, text_field_named
from indexer.query.expression import And, Everything, Exact, Expression, InField, Not, Or, Piece, Prefix, Words
from indexer.query.expression import Filter as FilterExpression
from indexer.query.filters import filter_tree
from indexer.search.ranking import Ranking

__all__ = ["Parts", "TreeMaker", "all_of", "any_of"]

#: Characters of a run of which each also scores by itself. Single characters help short questions; of a pasted page
#: they say nothing, occur everywhere and take half of the time (docs/decisions/0008-ranking.md).
MAX_SINGLES = 60
#: Characters of a run that get the bonus for occurring as typed; nobody repeats a longer one word for word.
MAX_PHRASE = 40
#: A score that moves nothing. Whoosh takes a constant score of 0 for 1.
_SILENT = 1e-9


@dataclass(frozen=True, slots=True)
class Parts:
    """A condition in two halves: all of ``needed`` must match, and ``scoring`` adds to the score."""

    needed: tuple[Query, ...]
    scoring: tuple[Query, ...] = ()


@dataclass(frozen=True, slots=True)
class TreeMaker:
    """Makes trees with one set of ranking constants, over some of the text fields."""

    ranking: Ranking
    fields: tuple[TextField, ...] = field(default=TEXT_FIELDS)

    def tree(self, expression: Expression) -> Query:
        """Return the tree of any expression."""
        parts = self.parts(expression)
        return scored(all_of(parts.needed), parts.scoring)

    def parts(self, expression: Expression) -> Parts:
        """Return an expression's tree in its two halves."""
        if isinstance(expression, Words):
            return self._words(expression)
        if isinstance(expression, And):
            return self.together(expression.parts)
        return Parts((self._whole(expression),))

    def together(self, expressions: Iterable[Expression]) -> Parts:
        """Return the trees of several conditions that must all hold, in their two halves."""
        halves = [self.parts(each) for each in expressions]
        return Parts(
            tuple(tree for half in halves for tree in half.needed),
            tuple(tree for half in halves for tree in half.scoring),
        )

    def _whole(self, expression: Expression) -> Query:
        """The tree of an expression that has no halves."""
        if isinstance(expression, Everything):
            return Every()
        if isinstance(expression, FilterExpression):
            return silent(filter_tree(expression))
        if isinstance(expression, Exact):
            return any_of(self._occurrences((expression.text,), self.ranking.bigrams))
        if isinstance(expression, Prefix):
            return any_of(
                PrefixTree(each.stream(Stream.WORDS), expression.text, boost=each.weight) for each in self.fields
            )
        if isinstance(expression, InField):
            return TreeMaker(self.ranking, (text_field_named(expression.field),)).tree(expression.inner)
        if isinstance(expression, Not):
            return NotTree(self.condition(expression.inner))
        assert isinstance(expression, Or)
        return any_of(map(self.tree, expression.parts))

    def condition(self, expression: Expression) -> Query:
        """Return a tree that matches what ``tree`` matches, without what only scores."""
        if isinstance(expression, Or):
            return any_of(map(self.condition, expression.parts))
        if isinstance(expression, InField):
            return TreeMaker(self.ranking, (text_field_named(expression.field),)).condition(expression.inner)
        return all_of(self.parts(expression).needed)

    def _words(self, words: Words) -> Parts:
        needed = tuple(self._piece(piece, words) for piece in words.pieces)
        if words.interpretations:
            named = [ConstantScoreQuery(filter_tree(each), self.ranking.record) for each in words.interpretations]
            needed = (any_of([*named, all_of(needed)]),)
        return Parts(needed, tuple(self._scoring(words)))

    def _piece(self, piece: Piece, words: Words) -> Query:
        """Where a piece must occur; whatever does not score otherwise, scores by the same terms."""
        if _is_term(piece):
            weight = self.ranking.bigrams if len(piece.text) == 2 else self.ranking.chars
        elif piece == Piece(words.text) or piece.text in piece.forms:
            weight = self.ranking.phrase
        else:
            return silent(any_of(self._occurrences(piece.found_as, 1.0)))
        return any_of(self._occurrences(piece.found_as, weight))

    def _occurrences(self, texts: Iterable[str], weight: float) -> Iterable[Query]:
        return [occurrence(each, text, each.weight * weight) for each in self.fields for text in texts]

    def _scoring(self, words: Words) -> Iterable[Query]:
        # What is needed by a term of its own has its score from there.
        done = {piece.text for piece in words.pieces if _is_term(piece)}
        pairs = [pair for stretch in words.stretches for pair in map(str.__add__, stretch, stretch[1:])]
        characters = "".join(words.stretches) if len(words.text) <= MAX_SINGLES else ""
        weighted = (
            (Stream.WORDS, self.ranking.words, words.words),
            (Stream.BIGRAMS, self.ranking.bigrams, _distinct(pairs, done)),
            (Stream.CHARS, self.ranking.chars, _distinct(characters, done)),
        )
        for stream, weight, tokens in weighted:
            for token in tokens if weight else ():
                for each in self.fields:
                    yield Term(each.stream(stream), token, boost=each.weight * weight)
        if 2 < len(words.text) <= MAX_PHRASE and words.pieces[0].text != words.text and self.ranking.phrase:
            yield from self._occurrences((words.text,), self.ranking.phrase)


def _is_term(piece: Piece) -> bool:
    """Whether one term per field says where the piece occurs."""
    return len(piece.text) <= 2 and not piece.forms


def occurrence(field: TextField, text: str, boost: float) -> Query:
    """Return the tree that finds consecutive characters in one text field."""
    if len(text) == 1:
        return Term(field.stream(Stream.CHARS), text, boost=boost)
    bigrams = list(map(str.__add__, text, text[1:]))
    name = field.stream(Stream.BIGRAMS)
    return Phrase(name, bigrams, boost=boost) if len(bigrams) > 1 else Term(name, bigrams[0], boost=boost)


def scored(condition: Query, scoring: Sequence[Query]) -> Query:
    """Return a condition whose matches score by ``scoring`` too."""
    return AndMaybe(condition, any_of(scoring)) if scoring else condition


def silent(tree: Query) -> Query:
    """Return a tree that matches the same and scores nothing."""
    return ConstantScoreQuery(tree, _SILENT)


def all_of(trees: Iterable[Query]) -> Query:
    """Return the tree that matches where all of the trees do; everything where there are none."""
    trees = [tree for tree in trees if not isinstance(tree, Every)]
    if len(trees) < 2:
        return trees[0] if trees else Every()
    return AndTree(trees)


def any_of(trees: Iterable[Query]) -> Query:
    """Return the tree that matches where any of the trees does; nothing where there are none."""
    trees = list(trees)
    if len(trees) < 2:
        return trees[0] if trees else NullQuery
    return OrTree(trees)


def _distinct(tokens: Iterable[str], without: set[str]) -> list[str]:
    return [token for token in dict.fromkeys(tokens) if token not in without]
