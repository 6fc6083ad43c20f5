"""From a Whoosh query tree to the query DSL. Pure: the same tree always gives the same dict.

Scores are those of the embedded engine: factors are multiplied on the way down, so that every leaf carries its own
boost, and whatever Whoosh gives a constant score gets the same constant here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from whoosh import query as q

from indexer.engines.base import UnsupportedQuery, alternatives
from indexer.engines.opensearch.layout import MISSING, Layout, joined, safe_token, safe_value

__all__ = ["NOTHING", "Dsl", "Translator", "regexp_of"]


Dsl = dict[str, Any]

NOTHING: Dsl = {"match_none": {}}
_EVERYTHING: Dsl = {"match_all": {}}


@dataclass(frozen=True, slots=True)
class Translator:
    """Translates trees over one layout.

    >>> from indexer.engines.whoosh import IndexFields
    >>> Translator(Layout(IndexFields(exact=("session",)))).matching(q.Term("session", "12-5"))
    {'term': {'session': '12-5'}}
    """

    layout: Layout

    def scoring(self, tree: q.Query, factor: float = 1.0) -> Dsl:
        """Return the query that matches what the tree matches and scores what it scores, times ``factor``.

        Raises:
            UnsupportedQuery: a node of the tree is none that this project's queries are built of.
        """
        return _of(_SCORING, tree)(self, tree, factor)

    def matching(self, tree: q.Query) -> Dsl:
        """Return the query that matches what the tree matches, for places where nothing scores."""
        return _of(_MATCHING, tree)(self, tree)

    def text(self, fieldname: str, token: Any) -> str:
        """Return a term as the index holds it in a field."""
        word = token.decode("utf-8", "replace") if isinstance(token, bytes) else str(token)
        return safe_token(word) if fieldname in self.layout.texts else safe_value(word)


def _of(table: dict[type, Callable[..., Dsl]], tree: q.Query) -> Callable[..., Dsl]:
    for kind in type(tree).__mro__:
        if kind in table:
            return table[kind]
    raise UnsupportedQuery(tree)


def _constant(dsl: Dsl, score: float) -> Dsl:
    return dsl if dsl == NOTHING else {"constant_score": {"filter": dsl, "boost": score}}


def _bool(**parts: Any) -> Dsl:
    return {"bool": {name: part for name, part in parts.items() if part}}


# What matches


def _match_term(to: Translator, tree: q.Term) -> Dsl:
    return {"term": {tree.fieldname: to.text(tree.fieldname, tree.text)}}


def _match_and(to: Translator, tree: q.And) -> Dsl:
    if not tree.subqueries:
        return NOTHING
    excluded = [child.query for child in tree.subqueries if isinstance(child, q.Not)]
    wanted = [child for child in tree.subqueries if not isinstance(child, q.Not)]
    return _bool(filter=list(map(to.matching, wanted)), must_not=list(map(to.matching, excluded)))


def _match_or(to: Translator, tree: q.Or) -> Dsl:
    should = list(map(to.matching, alternatives(tree)))
    return _bool(should=should, minimum_should_match=1) if should else NOTHING


def _match_not(to: Translator, tree: q.Not) -> Dsl:
    return _bool(must_not=[to.matching(tree.query)])


def _match_first(to: Translator, tree: q.AndMaybe) -> Dsl:
    return to.matching(tree.a)


def _match_constant(to: Translator, tree: q.ConstantScoreQuery) -> Dsl:
    return to.matching(tree.child)


def _match_every(to: Translator, tree: q.Every) -> Dsl:
    if tree.fieldname is None:
        return _EVERYTHING
    if tree.fieldname in to.layout.texts:
        return _bool(must_not=[{"term": {tree.fieldname: MISSING}}])
    return {"exists": {"field": tree.fieldname}}


def _match_prefix(to: Translator, tree: q.Prefix) -> Dsl:
    if not tree.text:
        return _match_every(to, q.Every(tree.fieldname))
    return {"prefix": {tree.fieldname: to.text(tree.fieldname, tree.text)}}


def _match_wildcard(to: Translator, tree: q.Wildcard) -> Dsl:
    if tree.text == "*":
        return _match_every(to, q.Every(tree.fieldname))
    found: Dsl = {"regexp": {tree.fieldname: {"value": regexp_of(safe_value(tree.text)), "flags": "NONE"}}}
    return _without_missing(to, tree.fieldname, found)


def _match_range(to: Translator, tree: q.TermRange) -> Dsl:
    bounds = {}
    if tree.start is not None:
        bounds["gt" if tree.startexcl else "gte"] = to.text(tree.fieldname, tree.start)
    if tree.end is not None:
        bounds["lt" if tree.endexcl else "lte"] = to.text(tree.fieldname, tree.end)
    if not bounds:
        return _match_every(to, q.Every(tree.fieldname))
    return _without_missing(to, tree.fieldname, {"range": {tree.fieldname: bounds}})


def _without_missing(to: Translator, fieldname: str, found: Dsl) -> Dsl:
    """The mark of a missing text is no token that a pattern may find."""
    if fieldname not in to.layout.texts:
        return found
    return _bool(filter=[found], must_not=[{"term": {fieldname: MISSING}}])


def _match_phrase(to: Translator, tree: q.Phrase) -> Dsl:
    if tree.slop != 1:
        raise UnsupportedQuery(tree)
    if not tree.words or tree.fieldname not in to.layout.fields.positional:
        return NOTHING
    if len(tree.words) == 1:
        return _match_term(to, q.Term(tree.fieldname, tree.words[0]))
    return {"match_phrase": {tree.fieldname: joined(tree.words)}}


def _match_nothing(to: Translator, tree: q.Query) -> Dsl:
    return NOTHING


# What scores


def _score_term(to: Translator, tree: q.Term, factor: float) -> Dsl:
    if tree.fieldname not in to.layout.texts:
        return _constant(_match_term(to, tree), factor * tree.boost)
    return {"term": {tree.fieldname: {"value": to.text(tree.fieldname, tree.text), "boost": factor * tree.boost}}}


def _for_children(tree: q.CompoundQuery, factor: float) -> float:
    """A node with one child ignores its boost, as Whoosh."""
    return factor if len(tree.subqueries) == 1 else factor * float(tree.boost)


def _score_and(to: Translator, tree: q.And, factor: float) -> Dsl:
    if not tree.subqueries:
        return NOTHING
    inner = _for_children(tree, factor)
    return _bool(must=[to.scoring(child, inner) for child in tree.subqueries])


def _score_or(to: Translator, tree: q.Or, factor: float) -> Dsl:
    inner = _for_children(tree, factor)
    should = [to.scoring(child, inner) for child in alternatives(tree)]
    return _bool(should=should, minimum_should_match=1) if should else NOTHING


def _score_and_maybe(to: Translator, tree: q.AndMaybe, factor: float) -> Dsl:
    return _bool(must=[to.scoring(tree.a, factor)], should=[to.scoring(tree.b, factor)])


def _score_constant(to: Translator, tree: q.ConstantScoreQuery, factor: float) -> Dsl:
    # A score of 0 counts as 1, as Whoosh.
    return _constant(to.matching(tree.child), factor * (tree.score or 1.0))


def _score_phrase(to: Translator, tree: q.Phrase, factor: float) -> Dsl:
    # As Whoosh: where the phrase stands, its words score as they would alone.
    place = _match_phrase(to, tree)
    if place == NOTHING:
        return NOTHING
    words = [_score_term(to, q.Term(tree.fieldname, word, boost=tree.boost), factor) for word in tree.words]
    return _bool(filter=[place], must=words)


def _score_once(to: Translator, tree: q.Query, factor: float) -> Dsl:
    """What matches scores the node's boost, whatever there is to match."""
    return _constant(to.matching(tree), factor * (float(getattr(tree, "boost", 1.0)) or 1.0))


def _score_not(to: Translator, tree: q.Not, factor: float) -> Dsl:
    return _constant(_match_not(to, tree), factor)


def _score_nothing(to: Translator, tree: q.Query, factor: float) -> Dsl:
    return NOTHING


_NULL = type(q.NullQuery)

_MATCHING: dict[type, Callable[..., Dsl]] = {
    q.Term: _match_term,
    q.And: _match_and,
    q.Or: _match_or,
    q.Not: _match_not,
    q.AndMaybe: _match_first,
    q.ConstantScoreQuery: _match_constant,
    q.Every: _match_every,
    q.Prefix: _match_prefix,
    q.Wildcard: _match_wildcard,
    q.TermRange: _match_range,
    q.Phrase: _match_phrase,
    _NULL: _match_nothing,
}

_SCORING: dict[type, Callable[..., Dsl]] = {
    q.Term: _score_term,
    q.And: _score_and,
    q.Or: _score_or,
    q.Not: _score_not,
    q.AndMaybe: _score_and_maybe,
    q.ConstantScoreQuery: _score_constant,
    q.Every: _score_once,
    q.Prefix: _score_once,
    q.Wildcard: _score_once,
    q.TermRange: _score_once,
    q.Phrase: _score_phrase,
    _NULL: _score_nothing,
}


def regexp_of(pattern: str) -> str:
    """Return the Lucene regular expression (flags NONE) of a Whoosh wildcard, which reads as ``fnmatch``.

    Lucene's own wildcards have no classes like ``[停亭]``.

    >>> regexp_of("停?*"), regexp_of("[停亭]车"), regexp_of("[!a-c].")
    ('停..*', '[停亭]车', '[^a-c]\\\\.')
    """
    pieces: list[str] = []
    place = 0
    while place < len(pattern):
        character = pattern[place]
        place += 1
        if character == "*":
            pieces.append(".*")
        elif character == "?":
            pieces.append(".")
        elif character == "[" and (end := _class_end(pattern, place)) > 0:
            pieces.append(_class(pattern[place:end]))
            place = end + 1
        else:
            pieces.append(_literal(character))
    return "".join(pieces)


def _class_end(pattern: str, start: int) -> int:
    """Where a class that begins at ``start`` ends; -1 where it does not: then the bracket stands for itself."""
    first = start + 1 if pattern[start : start + 1] == "!" else start
    # A bracket that comes first stands for itself.
    return pattern.find("]", first + 1 if pattern[first : first + 1] == "]" else first)


def _class(inside: str) -> str:
    negated = inside.startswith("!")
    members = inside[1:] if negated else inside
    pieces: list[str] = []
    place = 0
    while place < len(members):
        if members[place + 1 : place + 2] == "-" and place + 2 < len(members):
            if members[place] <= members[place + 2]:
                pieces.append(f"{_member(members[place])}-{_member(members[place + 2])}")
            place += 3
        else:
            pieces.append(_member(members[place]))
            place += 1
    if not pieces:
        return "." if negated else "[^\0-\U0010ffff]"
    return f"[{'^' if negated else ''}{''.join(pieces)}]"


def _member(character: str) -> str:
    return character if character.isalnum() else f"\\{character}"


def _literal(character: str) -> str:
    return character if character.isalnum() else f"\\{character}"
