"""The Whoosh schema of an index whose text is tokenized already.

A token field can still be written and parsed by stock Whoosh: its text is the tokens joined by spaces, one part
a line, and :class:`TokenStreamAnalyzer` gives exactly the positions the bulk writer gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from whoosh import fields
from whoosh.analysis import IDAnalyzer, Token, Tokenizer
from whoosh.formats import Existence, Frequency, Positions

from indexer.engines.whoosh.storage.postings_writer import FieldKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.engines.base import Parts

__all__ = [
    "ID_FIELD",
    "PART_GAP",
    "VERSION_FIELD",
    "IndexFields",
    "TokenStreamAnalyzer",
    "fields_of",
    "schema_of",
    "token_text",
]

#: The field that identifies a document; every index has it.
ID_FIELD = "id"
#: Stored beside the id: the checksum of what was indexed.
VERSION_FIELD = "version"
#: Positions skipped between two parts of one field, so that no phrase spans them.
PART_GAP = 2


class TokenStreamAnalyzer(Tokenizer):  # type: ignore[misc] # Whoosh has no type information
    """Splits tokenized text: tokens at white space, parts at line ends.

    >>> [(token.text, token.pos) for token in TokenStreamAnalyzer()("养老 服务\\n同意")]
    [('养老', 0), ('服务', 1), ('同意', 4)]
    """

    def __call__(
        self,
        value: str,
        positions: bool = True,
        chars: bool = False,
        start_pos: int = 0,
        start_char: int = 0,
        removestops: bool = True,
        mode: str = "",
        **kwargs: Any,
    ) -> Iterator[Token]:
        token = Token(positions, chars, removestops=removestops, mode=mode, **kwargs)
        position, character = start_pos, start_char
        for line in value.split("\n"):
            column = 0
            for text in line.split():
                column = line.index(text, column)
                token.text, token.boost, token.stopped, token.pos = text, 1.0, False, position
                token.startchar, token.endchar = character + column, character + column + len(text)
                yield token
                position += 1
                column += len(text)
            character += len(line) + 1
            position += PART_GAP

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    __hash__ = None  # type: ignore[assignment] # equal by kind, never a key


def token_text(parts: Parts) -> str:
    """Return tokens as the text that :class:`TokenStreamAnalyzer` splits back into them.

    >>> token_text([["养老", "服务"], ["同意"]])
    '养老 服务\\n同意'
    """
    return "\n".join(" ".join(part) for part in parts)


@dataclass(frozen=True, slots=True)
class IndexFields:
    """Which fields an index has, by what they keep.

    Attributes:
        positional: token fields that keep positions, so that phrases can be found in them.
        frequency: token fields that keep how often a token occurs, but not where.
        exact: fields whose values are terms as they stand; they score 1 and have no length.
    """

    positional: tuple[str, ...] = ()
    frequency: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()

    def kinds(self) -> dict[str, FieldKind]:
        """Return what every indexed field keeps, the id field included."""
        kinds = dict.fromkeys(self.positional, FieldKind(freqs=True, positions=True))
        kinds |= dict.fromkeys(self.frequency, FieldKind(freqs=True, positions=False))
        return kinds | dict.fromkeys((*self.exact, ID_FIELD), FieldKind(freqs=False, positions=False))


def schema_of(names: IndexFields) -> fields.Schema:
    """Return the Whoosh schema of an index with these fields, plus the id and the version of each document.

    >>> sorted(schema_of(IndexFields(positional=("content_bigrams",), exact=("session",))).names())
    ['content_bigrams', 'id', 'session', 'version']
    """
    schema = fields.Schema()
    for name in names.positional:
        schema.add(name, fields.TEXT(analyzer=TokenStreamAnalyzer(), phrase=True))
    for name in names.frequency:
        schema.add(name, fields.TEXT(analyzer=TokenStreamAnalyzer(), phrase=False))
    for name in names.exact:
        if name != ID_FIELD:
            schema.add(name, fields.ID(analyzer=IDAnalyzer()))
    schema.add(ID_FIELD, fields.ID(stored=True, unique=True))
    schema.add(VERSION_FIELD, fields.STORED())
    return schema


def fields_of(schema: fields.Schema) -> IndexFields:
    """Return what a schema made by :func:`schema_of` was made from; the id field counts as exact."""
    by_format: dict[type, list[str]] = {Positions: [], Frequency: [], Existence: []}
    for name, field in schema.items():
        if field.format is not None:
            by_format[type(field.format)].append(name)
    return IndexFields(*(tuple(by_format[kind]) for kind in (Positions, Frequency, Existence)))
