"""Expands prefixes, wildcards and ranges into the terms of one segment's dictionary."""

from __future__ import annotations

import fnmatch
import re
from typing import TYPE_CHECKING

from whoosh import query

if TYPE_CHECKING:
    from indexer.engines.whoosh.termdict import TermDictionary

__all__ = ["TOO_MANY_CLAUSES", "expand"]

#: From this many terms on, Whoosh gives every match of a pattern the same score.
TOO_MANY_CLAUSES = query.Or.TOO_MANY_CLAUSES

_SPECIAL = re.compile(r"[*?\[]")


def expand(tree: query.MultiTerm, terms: TermDictionary) -> range | list[int]:
    """Return the numbers of the terms that a prefix, wildcard or term range stands for."""
    if isinstance(tree, query.Prefix):
        found = range(*terms.prefix_range(tree.text.encode("utf-8", "surrogatepass")))
    elif isinstance(tree, query.Wildcard):
        return _wildcard(tree.text, terms)
    else:
        found = _term_range(tree, terms)
    # Whoosh leaves the empty term out; it can only be the first one.
    return range(max(found.start, 1), found.stop) if found and not terms.text(found.start) else found


def _wildcard(pattern: str, terms: TermDictionary) -> list[int]:
    special = _SPECIAL.search(pattern)
    prefix = pattern[: special.start()] if special else pattern
    start, stop = terms.prefix_range(prefix.encode("utf-8", "surrogatepass"))
    matches = re.compile(fnmatch.translate(pattern)).match
    texts = enumerate(terms.texts(start, stop), start)
    return [number for number, text in texts if text and matches(text.decode("utf-8", "surrogatepass"))]


def _term_range(tree: query.TermRange, terms: TermDictionary) -> range:
    start, stop = 0, len(terms)
    if tree.start is not None:
        text = _bytes(tree.start)
        start = terms.lower_bound(text + b"\0" if tree.startexcl else text)
    if tree.end is not None:
        text = _bytes(tree.end)
        stop = terms.lower_bound(text if tree.endexcl else text + b"\0")
    return range(start, max(start, stop))


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
