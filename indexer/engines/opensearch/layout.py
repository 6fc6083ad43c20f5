"""How an index is laid out in the cluster. Needs no plugin: tokens are split at white space. Pure.

title_words …          text, split at white space; two positions skipped between parts, as in the embedded engine
session, date …        keyword: whole values
facets.session …       keyword: what is counted and filtered by
listed.content_words   keyword: the distinct tokens of a field whose vocabulary is asked for
kept.content_bigrams   not indexed: the characters that proximity rescoring reads
column.*               insertion order, dates to sort by, visibility, version

Tokens and values are made safe alike when they are indexed and when they are asked for (:func:`safe_token`,
:func:`safe_value`): no token is split again, none is too long, none breaks the JSON.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from indexer.engines.base import IndexDocument, Parts
from indexer.engines.whoosh.schema import IndexFields

__all__ = [
    "INTERNAL",
    "MISSING",
    "NEWEST",
    "OLDEST",
    "ORDER",
    "VERSION",
    "Layout",
    "joined",
    "safe_token",
    "safe_value",
]


#: Insertion order, the date to sort by from either end, visibility, and the checksum of what was indexed.
ORDER, NEWEST, OLDEST, INTERNAL, VERSION = (
    f"column.{name}" for name in ("order", "newest", "oldest", "internal", "version")
)
#: What an undated document sorts by among the oldest: behind every date.
_UNDATED = 99_999_999
#: Positions skipped between two parts of a field, so that no phrase spans them.
_PART_GAP = 2
#: Stands in a text field of a document that has nothing there. Lucene counts only the documents that have a field,
#: Whoosh counts all: with it, both weigh a term by the same number. Folded text has no capitals, so it is no token.
MISSING = "MISSING"
#: Lucene's white space tokenizer splits longer tokens at 255 UTF-16 units; a character can be two.
_LONGEST_TOKEN = 127
#: A keyword may have 32,766 bytes; a character can be four.
_LONGEST_VALUE = 8_000
_DIGEST = 16
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of an index.

    Attributes:
        fields: the searched fields, by what they keep.
        facets: the facets.
        listed: token fields whose vocabulary can be listed.
        kept: token fields whose characters are stored for proximity rescoring.
        k1, b: BM25's constants.
    """

    fields: IndexFields
    facets: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    k1: float = 1.2
    b: float = 0.75
    texts: frozenset[str] = field(init=False)
    wholes: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "texts", frozenset((*self.fields.positional, *self.fields.frequency)))
        object.__setattr__(self, "wholes", frozenset((*self.fields.exact, "id")))

    def settings(self, shards: int, major: int) -> dict[str, Any]:
        """Return the settings of a new index.

        Args:
            shards: in how many parts it lies.
            major: the cluster's version: since 3.0 the similarity that keeps Whoosh's factor k1 + 1 has a new name.
        """
        return {
            "number_of_shards": shards,
            # One copy more wherever there is a second machine, so that losing a machine loses nothing.
            "auto_expand_replicas": "0-1",
            # Nobody searches it while it is loaded.
            "refresh_interval": "-1",
            # 类别:… spells every character in all its forms.
            "max_regex_length": 100_000,
            "similarity": {
                "tian": {"type": "LegacyBM25" if major >= 3 else "BM25", "k1": self.k1, "b": self.b},
            },
        }

    def mappings(self) -> dict[str, Any]:
        """Return the mapping of a new index."""
        text = {"type": "text", "analyzer": "whitespace", "similarity": "tian"}
        placed = {**text, "index_options": "positions", "position_increment_gap": _PART_GAP}
        keyword = {"type": "keyword", "doc_values": False, "norms": False}
        facet = {"type": "keyword", "norms": False, "eager_global_ordinals": True}
        column = {"type": "keyword", "index": False}
        return {
            "dynamic": "strict",
            # Documents are replaced whole, so the tokens need not be kept a second time.
            "_source": {"includes": ["kept.*"]},
            "properties": {
                **{name: placed for name in self.fields.positional},
                **{name: {**text, "index_options": "freqs"} for name in self.fields.frequency},
                **{name: keyword for name in sorted(self.wholes)},
                "facets": {"properties": {name: facet for name in self.facets}},
                "listed": {"properties": {name: column for name in self.listed}},
                "kept": {"type": "object", "enabled": False},
                "column": {
                    "properties": {
                        "order": {"type": "long"},
                        "newest": {"type": "integer"},
                        "oldest": {"type": "integer"},
                        "internal": {"type": "boolean"},
                        "version": column,
                    }
                },
            },
        }

    def source(self, document: IndexDocument, order: int) -> dict[str, Any]:
        """Return a document as it is sent to the cluster; ``order`` is greater than that of all before.

        Raises:
            ValueError: it has tokens, terms or facets in a field that the index does not have.
        """
        self._check(document)
        body: dict[str, Any] = {name: [joined(part) for part in parts] for name, parts in document.tokens.items()}
        for name in self.texts:
            if not any(body.get(name, ())):
                body[name] = MISSING
        body |= {name: list(map(safe_value, values)) for name, values in document.terms.items() if values}
        body["id"] = list({document.id, *document.terms.get("id", ())})
        body["facets"] = {name: list(map(safe_value, values)) for name, values in document.facets.items() if values}
        body["listed"] = {name: _distinct(document.tokens.get(name, ())) for name in self.listed}
        body["kept"] = {name: [_characters(part) for part in document.tokens.get(name, ())] for name in self.kept}
        body["column"] = {
            "order": order,
            "newest": document.date,
            "oldest": document.date or _UNDATED,
            "internal": document.internal,
            "version": document.version,
        }
        return body

    def _check(self, document: IndexDocument) -> None:
        unknown = {*document.tokens.keys() - self.texts, *document.terms.keys() - self.wholes}
        unknown |= {f"facets.{name}" for name in document.facets.keys() - set(self.facets)}
        if unknown:
            raise ValueError(f"提案 {document.id}：索引没有字段 {'、'.join(sorted(unknown))}，请检查字段表")


def _distinct(parts: Parts) -> list[str]:
    return sorted({safe_token(token) for part in parts for token in part})


def _characters(bigrams: Sequence[str]) -> str:
    """The characters that bigrams overlap in.

    >>> _characters(["停车", "车收", "收费"])
    '停车收费'
    """
    return "".join([*bigrams[:1], *(bigram[-1:] for bigram in bigrams[1:])])


def safe_value(value: str) -> str:
    """Return a whole value as it is stored; one that is too long is shortened and made distinct by its checksum.

    >>> safe_value("提案"), len(safe_value("长" * 9000))
    ('提案', 8000)
    """
    return _short(_SURROGATE.sub("\ufffd", value), _LONGEST_VALUE)


def safe_token(token: str) -> str:
    r"""Return a token that the white space tokenizer leaves whole.

    >>> safe_token("养老"), safe_token("a b"), len(safe_token("x" * 500))
    ('养老', 'a�b', 127)
    """
    if len(token) <= 2 and token.isalnum():
        return token
    return _short(_SPACE.sub("\ufffd", _SURROGATE.sub("\ufffd", token)), _LONGEST_TOKEN)


def joined(tokens: Iterable[str]) -> str:
    """Return tokens as the text that the white space tokenizer splits back into them.

    >>> joined(["养老", "服务"])
    '养老 服务'
    """
    return " ".join(map(safe_token, tokens))


def _short(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return text[: longest - _DIGEST] + hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]
