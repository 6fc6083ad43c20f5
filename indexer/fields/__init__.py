"""THE table of fields: what can be searched, filtered, counted and sorted, under which Chinese name.

Form, index schema, query parser, facets and the help page all derive from here. ``text`` declares the fields that are
searched, ``facet`` those that are counted.
"""

from indexer.analysis.analyzer import Stream
from indexer.fields.facet import FACETS, Facet, facet_named
from indexer.fields.text import (
    DATE,
    EXACT_FIELDS,
    NUMBER,
    TEXT_FIELDS,
    ExactField,
    TextField,
    padded_number,
    text_field_named,
)

__all__ = [
    "DATE",
    "EXACT_FIELDS",
    "FACETS",
    "NUMBER",
    "TEXT_FIELDS",
    "ExactField",
    "Facet",
    "Stream",
    "TextField",
    "facet_named",
    "field_called",
    "padded_number",
    "text_field_named",
]


def field_called(word: str) -> TextField | ExactField | Facet | None:
    """Return what a word before a colon means, in Chinese or English, any case; None where it means nothing.

    Text fields come first: 单位:司法局 searches in unit names, while the facet wants a whole name.

    >>> field_called("标题").name, field_called("主办").name, field_called("NUMBER").name
    ('title', 'lead_unit', 'number')
    """
    wanted = word.strip().lower()
    everything: tuple[TextField | ExactField | Facet, ...] = (*TEXT_FIELDS, *EXACT_FIELDS, *FACETS)
    for each in everything:
        if wanted in (each.name, each.label, *each.aliases):
            return each
    return None
